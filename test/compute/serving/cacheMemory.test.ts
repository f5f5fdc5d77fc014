import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cacheBytes, cacheBytesOfStep } from "../../../src/compute/serving/cacheMemory.ts";
import { architectureOf, bundledArchitectures } from "../bundledModels.ts";

describe("the memory that is kept between steps", () => {
  it.each([
    // DeepSeek-V3: 70.272 kB a token; Llama-3.1 405B: 516.096 kB (arXiv 2505.09343, table 1).
    ["deepseek-ai/DeepSeek-V3.1", 70_272],
    ["meta-llama/Llama-3.1-405B-Instruct", 516_096],
    // 2 · layers · key and value heads · width · 2 bytes
    ["meta-llama/Llama-3.1-70B-Instruct", 320 * 1024],
    ["Qwen/Qwen3-32B", 256 * 1024],
  ])("of %s is %d bytes a token", (slug, bytes) => {
    expect(cacheBytes(architectureOf(slug), 1000, 1)).toBe(1000 * bytes);
  });

  it("stops growing in layers with a window: half of gpt-oss's, five sixths of Gemma 3's", () => {
    const growth = (slug: string) => {
      const architecture = architectureOf(slug);
      return (
        (cacheBytes(architecture, 50_000, 1) - cacheBytes(architecture, 40_000, 1)) /
        (10 * 1000) /
        cacheBytes(architecture, 1, 1)
      );
    };
    expect(growth("openai/gpt-oss-120b")).toBeCloseTo(1 / 2, 9);
    expect(growth("google/gemma-3-12b-it")).toBeCloseTo(1 / 6, 9);
  });

  it("has a part that does not depend on the length in state-space layers", () => {
    const architecture = architectureOf("nvidia/NVIDIA-Nemotron-Nano-9B-v2");
    const states = cacheBytes(architecture, 0, 1);
    expect(states).toBeGreaterThan(1e8);
    expect(cacheBytes(architecture, 2000, 1) - cacheBytes(architecture, 1000, 1)).toBe(
      cacheBytes(architecture, 1000, 1) - states,
    );
  });

  it("never shrinks with the length", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...bundledArchitectures),
        fc.nat(200_000),
        fc.nat(50_000),
        ([, architecture], tokens, more) =>
          cacheBytes(architecture, tokens, 1) <= cacheBytes(architecture, tokens + more, 1),
      ),
    );
  });
});

describe("on several accelerators", () => {
  // 10 layers of attention with 2 heads of keys and values of 256, 30 of a gated delta net.
  const hybrid = architectureOf("Qwen/Qwen3.5-35B-A3B");
  const states = cacheBytes(hybrid, 0, 1);

  it("the cache is copied where there are more of them than heads, but states never are", () => {
    const growth = 10 * 2 * 2 * 256 * 2 * 1000;
    for (const [accelerators, copies] of [
      [1, 1],
      [2, 1],
      [8, 4],
    ] as const) {
      expect(cacheBytes(hybrid, 1000, accelerators)).toBe(states + copies * growth);
      expect(cacheBytesOfStep(hybrid, 1000, accelerators)).toBe(2 * states + copies * growth);
    }
  });

  it("the latents of DeepSeek-V3 are kept by each", () => {
    const deepSeek = architectureOf("deepseek-ai/DeepSeek-V3.1");
    expect(cacheBytes(deepSeek, 1000, 8)).toBe(8 * 70_272 * 1000);
    expect(cacheBytesOfStep(deepSeek, 1000, 8)).toBe(8 * 70_272 * 1000);
  });
});

it("a step of a windowed layer reads the window alone", () => {
  // 18 layers of each kind, 8 heads of keys and values of 64; windows are 128 tokens wide.
  const gptOss = architectureOf("openai/gpt-oss-120b");
  expect(cacheBytesOfStep(gptOss, 5000, 1)).toBe(18 * 2 * 8 * 64 * 2 * (5000 + 128));
  expect(cacheBytesOfStep(gptOss, 100, 1)).toBe(18 * 2 * 8 * 64 * 2 * (100 + 100));
});
