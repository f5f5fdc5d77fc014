import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findAccelerator } from "../../../src/compute/accelerators/accelerators.ts";
import { chooseServing, type OpenServing } from "../../../src/compute/serving/chooseServing.ts";
import { countOf } from "../../../src/compute/serving/split.ts";
import { runs } from "../../support/runs.ts";
import { architectureOf, bundledArchitectures } from "../bundledModels.ts";

function open(slug: string, rest: Partial<OpenServing>): OpenServing {
  return {
    ...{ accelerator: findAccelerator(slug)!, count: 1, split: {}, precision: "BF16", cacheBits: 16, batch: 16 },
    ...{ engine: "VLLM", version: null, ...rest },
  };
}

const llama = architectureOf("meta-llama/Llama-3.1-8B-Instruct");
const deepseek = architectureOf("deepseek-ai/DeepSeek-R1");

describe("what a deployment leaves open", () => {
  it("is replicas for a small model, and tensor parallelism or data-parallel attention for one that needs all", () => {
    expect(chooseServing(llama, open("H200", { count: 8 }), 300, 1000).serving.split).toMatchObject({
      replicas: 8,
      tensor: 1,
    });
    const large = open("H200", { count: 8, precision: "FP8", batch: 64 });
    const { split } = chooseServing(deepseek, large, 300, 1000).serving;
    expect(split.replicas).toBe(1);
    expect(split.tensor * split.attention).toBe(8);
  });

  it("keeps what is said: each part alone, and all together", () => {
    for (const split of [{ tensor: 2 }, { replicas: 2 }, { pipeline: 2 }, { tensor: 2, pipeline: 2, replicas: 2 }]) {
      expect(chooseServing(llama, open("H200", { count: 8, split }), 300, 1000).serving.split).toMatchObject(split);
    }
    const groups = open("H200", { count: 8, precision: "FP8", split: { attention: 8 } });
    expect(chooseServing(deepseek, groups, 300, 1000).serving.split).toMatchObject({
      tensor: 1,
      attention: 8,
      expert: 8,
    });
  });

  it("is, of all batches, the one with the most tokens a second that fits and is fast enough", () => {
    const asked = { count: 1, batch: "BEST", interTokenP95: 0.015 } as const;
    const { serving, estimate } = chooseServing(llama, open("H100-SXM", asked), 500, 1000);
    expect(estimate!.interTokenP95).toBeLessThanOrEqual(0.015);
    for (const batch of [1, 2, 8, 32, 64, 128, 256]) {
      const other = chooseServing(llama, open("H100-SXM", { ...asked, batch }), 500, 1000).estimate;
      if (other) expect(other.throughput).toBeLessThanOrEqual(estimate!.throughput * 1.001);
    }
    expect(serving.batch).toBeGreaterThan(1);
  });

  it("is not there where nothing fits, or where all that fits is too slow", () => {
    expect(chooseServing(deepseek, open("L4", { batch: "BEST" }), 100, 100)).toMatchObject({
      estimate: null,
      isTooSlow: false,
    });
    const asked = open("H100-SXM", { batch: "BEST", interTokenP95: 1e-5 });
    expect(chooseServing(llama, asked, 100, 100)).toMatchObject({ estimate: null, isTooSlow: true });
  });

  it("has all the accelerators and a batch that fits, for any model", () => {
    const architectures = fc.constantFrom(...bundledArchitectures.map(([, architecture]) => architecture));
    fc.assert(
      fc.property(architectures, fc.integer({ min: 1, max: 24 }), fc.boolean(), (architecture, count, best) => {
        const asked = open("H200", { count, precision: "FP8", batch: best ? "BEST" : 4 });
        const { serving, estimate } = chooseServing(architecture, asked, 400, 900);
        expect(countOf(serving.split)).toBe(count);
        if (estimate) expect(estimate.gpuMemory).toBeLessThanOrEqual(count * 141 * 2 ** 30 * 0.9);
      }),
      runs(40, 200),
    );
  });
});
