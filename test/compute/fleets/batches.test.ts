import { describe, expect, it } from "vitest";
import { findAccelerator } from "../../../src/compute/accelerators/accelerators.ts";
import { roomyBatch, triedBatches } from "../../../src/compute/fleets/batches.ts";
import { momentsOf, momentsOfSpread } from "../../../src/compute/fleets/lengths.ts";
import { servingOf } from "../../../src/compute/serving/deploymentTarget.ts";
import { architectureOf } from "../bundledModels.ts";

const llama = architectureOf("meta-llama/Llama-3.1-8B-Instruct");
const on = (slug: string) => servingOf({ accelerator: findAccelerator(slug)!, precision: "BF16", batch: 1 });

describe("the largest batch", () => {
  it("has room for answers at their mean and for their fluctuation, as worked out by hand", () => {
    // 131,072 bytes a token; H100: 0.9 · 80 GiB − 16.06 GB − 2 GB. All answers of 1,000 tokens, after prompts of 500: each
    // holds 1,000 ± 288.7, so that b · 1,000 + 1.645 · √b · 288.7 tokens must fit.
    const batch = roomyBatch(llama, on("H100-SXM"), 500, momentsOf([1000]));
    const tokens = (0.9 * 80 * 2 ** 30 - 2e9 - 16.06e9) / 131_072;
    const used = (b: number) => b * 1000 + 1.645 * Math.sqrt(b) * (1000 / Math.sqrt(12));
    expect(used(batch) / tokens).toBeLessThan(1.001);
    expect(used(batch + 2) / tokens).toBeGreaterThan(0.999);
  });

  it("is smaller for answers of the same mean whose lengths are spread, and 0 where the longest does not fit", () => {
    const narrow = roomyBatch(llama, on("H100-SXM"), 500, momentsOfSpread(1000, 0.1));
    expect(roomyBatch(llama, on("H100-SXM"), 500, momentsOfSpread(1000, 1))).toBeLessThan(narrow);
    expect(roomyBatch(llama, on("L4"), 500, momentsOf([10, 1_000_000]))).toBe(0);
    expect(roomyBatch(architectureOf("deepseek-ai/DeepSeek-R1"), on("L4"), 500, momentsOf([10]))).toBe(0);
  });

  it("is tried, and what is below it by factors of at most 1.5", () => {
    expect(triedBatches(0)).toEqual([]);
    expect(triedBatches(1)).toEqual([1]);
    expect(triedBatches(20)).toEqual([1, 2, 3, 4, 6, 8, 12, 16, 20]);
  });
});
