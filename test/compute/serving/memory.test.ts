import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PRECISIONS } from "../../../src/compute/accelerators/precision.ts";
import { cacheBytes } from "../../../src/compute/serving/cacheMemory.ts";
import { weightBytes, weightsRead } from "../../../src/compute/serving/weightMemory.ts";
import { architectureOf, bundledArchitectures } from "../bundledModels.ts";

const GIB = 2 ** 30;

describe("the memory of weights", () => {
  it.each([
    // Checkpoint sizes that the gpt-oss model card states (arXiv 2508.10925, table 1).
    ["openai/gpt-oss-120b", "FP4", 60.8 * GIB],
    ["openai/gpt-oss-20b", "FP4", 12.8 * GIB],
    // 671 GB of FP8 and some in BF16 (deepseek-ai/DeepSeek-V3, README), without the MTP module.
    ["deepseek-ai/DeepSeek-V3.1", "FP8", 671e9],
    ["meta-llama/Llama-3.1-70B-Instruct", "BF16", 2 * 70.55e9],
    ["Qwen/Qwen3-32B", "BF16", 2 * 32.76e9],
  ] as const)("of %s in %s is what is published", (slug, precision, bytes) => {
    expect(weightBytes(architectureOf(slug), precision) / bytes).toBeCloseTo(1, 2);
  });

  it("is never more in fewer bits", () => {
    const ordered = PRECISIONS.toSorted((a, b) => b.bitsPerWeight - a.bitsPerWeight);
    for (const [, architecture] of bundledArchitectures) {
      const [bf16, ...others] = ordered.map(({ name }) => weightBytes(architecture, name));
      for (const bytes of others) expect(bytes).toBeLessThan(bf16!);
    }
  });

  it("that a pass reads is that of the experts it is expected to visit, by drawing them", () => {
    const architecture = architectureOf("openai/gpt-oss-20b");
    const { count, active } = architecture.layers[0]!.feedForward as { count: number; active: number };
    const all = weightsRead(architecture, "FP4", 1e9).experts;
    let seed = 1;
    const random = () => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    };
    let visited = 0;
    for (let draw = 0; draw < 2000; draw++) {
      const experts = new Set<number>();
      for (let token = 0; token < 8; token++) {
        const picked = Array.from({ length: count }, (_, i) => [random(), i] as const).sort(([a], [b]) => a - b);
        for (const [, i] of picked.slice(0, active)) experts.add(i);
      }
      visited += experts.size / 2000;
    }
    expect(weightsRead(architecture, "FP4", 8).experts / all).toBeCloseTo(visited / count, 2);
    expect(weightsRead(architecture, "FP4", 1).experts / all).toBeCloseTo(active / count, 9);
  });
});

describe("the memory of what is kept between steps", () => {
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
