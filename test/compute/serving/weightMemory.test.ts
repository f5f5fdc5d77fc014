import { describe, expect, it } from "vitest";
import { PRECISIONS, type Precision } from "../../../src/compute/accelerators/precision.ts";
import { countParameters } from "../../../src/compute/cost/parameters.ts";
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
  ] as const)("of %s in %s is the published size", (slug, precision, bytes) => {
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
    for (let draw = 0; draw < 500; draw++) {
      const experts = new Set<number>();
      for (let token = 0; token < 8; token++) {
        const picked = Array.from({ length: count }, (_, i) => [random(), i] as const).sort(([a], [b]) => a - b);
        for (const [, i] of picked.slice(0, active)) experts.add(i);
      }
      visited += experts.size / 500;
    }
    expect(weightsRead(architecture, "FP4", 8).experts / all).toBeCloseTo(visited / count, 2);
    expect(weightsRead(architecture, "FP4", 1).experts / all).toBeCloseTo(active / count, 9);
  });
});

describe("the bytes of Llama-3.1-8B, by hand", () => {
  const llama = architectureOf("meta-llama/Llama-3.1-8B-Instruct");
  const matrices = 32 * 218_103_808;
  const embedding = 128_256 * 4096;
  const norms = 65 * 4096;

  it.each([
    ["BF16", 2],
    ["FP8", 1],
    ["INT8", 1],
    // A scale of 8 bits for 32 weights, and one of 16 bits for 128.
    ["FP4", (32 * 4 + 8) / 32 / 8],
    ["INT4", (128 * 4 + 16) / 128 / 8],
  ] as const)("in %s are %d a weight of its layers' matrices, and 2 a weight of all else", (precision, bytes) => {
    expect(weightBytes(llama, precision)).toBe(matrices * bytes + 2 * (2 * embedding + norms));
    const { experts, mixers, dense } = weightsRead(llama, precision, 7);
    expect(experts).toBe(0);
    expect(mixers + dense).toBe(matrices * bytes + 2 * (embedding + norms));
    // Queries, keys, values and output: 4096 x (4096 + 2 x 1024 + 4096) in each of 32 layers.
    expect(mixers).toBe(32 * 4096 * 10_240 * bytes);
  });
});

it("a tied embedding is read as the output head", () => {
  const tied = architectureOf("google/gemma-2-9b");
  const { mixers, dense } = weightsRead(tied, "BF16", 1);
  expect(mixers + dense).toBe(weightBytes(tied, "BF16"));
});

it("in FP4 the experts alone of a mixture have fewer bits, in FP8 all matrices of the layers", () => {
  const { total, breakdown } = countParameters(architectureOf("mistralai/Mixtral-8x7B-v0.1"));
  const bytes = (precision: Precision) => weightBytes(architectureOf("mistralai/Mixtral-8x7B-v0.1"), precision);
  expect(bytes("FP4")).toBe(2 * (total - breakdown.routedExperts) + (4.25 / 8) * breakdown.routedExperts);
  expect(bytes("FP8")).toBe(2 * total - breakdown.routedExperts - breakdown.mixers);
});

it("the experts and the other weights that a long pass reads are all weights but the embedding", () => {
  for (const slug of ["mistralai/Mixtral-8x7B-v0.1", "deepseek-ai/DeepSeek-V3"]) {
    const architecture = architectureOf(slug);
    const { experts, mixers, dense } = weightsRead(architecture, "BF16", 1e9);
    const { total, breakdown } = countParameters(architecture);
    expect(experts).toBe(2 * breakdown.routedExperts);
    expect(mixers + dense).toBe(2 * (total - breakdown.routedExperts - breakdown.embedding));
  }
});
