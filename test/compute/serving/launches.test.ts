import { expect, it } from "vitest";
import { findAccelerator } from "../../../src/compute/accelerators/accelerators.ts";
import { readArchitecture } from "../../../src/compute/config/readArchitecture.ts";
import { conversionsOf } from "../../../src/compute/serving/launches.ts";
import { readBundledModels } from "../../../src/recording/bundled/bundledFiles.ts";

const layersOf = (slug: string) =>
  readArchitecture(readBundledModels().find((model) => model.slug === slug)!.config!).layers;
const dense = layersOf("Qwen/Qwen3-32B");
const experts = layersOf("openai/gpt-oss-120b");
const [H100, B200, A100] = ["H100-SXM", "B200", "A100-80GB-SXM"].map((slug) => findAccelerator(slug)!);

it("a model in BF16 or with 4-bit weights alone converts nothing", () => {
  expect(conversionsOf(dense, "BF16", H100!)).toBe(0);
  expect(conversionsOf(dense, "INT4", H100!)).toBe(0);
});

it("each half of a layer of a dense model converts its activations twice where the accelerator has the format", () => {
  expect(conversionsOf(dense, "FP8", H100!)).toBe(64 * 4);
  expect(conversionsOf(dense, "FP4", B200!)).toBe(64 * 4);
  expect(conversionsOf(dense, "FP8", A100!)).toBe(0);
});

it("4-bit experts are converted beside their products only where the accelerator has no such format", () => {
  expect(conversionsOf(experts, "FP4", B200!)).toBe(0);
  expect(conversionsOf(experts, "FP4", H100!)).toBe(36 * 3);
  expect(conversionsOf(experts, "FP8", H100!)).toBe(36 * (2 + 3));
});
