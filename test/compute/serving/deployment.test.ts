import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findAccelerator, listAccelerators } from "../../../src/compute/accelerators/accelerators.ts";
import { PRECISIONS } from "../../../src/compute/accelerators/precision.ts";
import { estimateAnswer, estimateDeployment } from "../../../src/compute/serving/deployment.ts";
import type { DeploymentTarget } from "../../../src/compute/serving/deploymentTarget.ts";
import { EFFICIENCIES } from "../../../src/compute/serving/efficiencies.ts";
import { decodeWork, prefillWork } from "../../../src/compute/serving/passWork.ts";
import { timePass } from "../../../src/compute/serving/roofline.ts";
import { runs } from "../../support/runs.ts";
import { architectureOf, bundledArchitectures } from "../bundledModels.ts";

function on(slug: string, rest: Partial<DeploymentTarget> = {}): DeploymentTarget {
  return { accelerator: findAccelerator(slug)!, count: 1, precision: "BF16", batch: 1, ...rest };
}

const architectures = fc.constantFrom(...bundledArchitectures.map(([, architecture]) => architecture));
const targets: fc.Arbitrary<DeploymentTarget> = fc.record({
  accelerator: fc.constantFrom(...listAccelerators()),
  count: fc.constantFrom(1, 2, 8),
  precision: fc.constantFrom(...PRECISIONS.map(({ name }) => name)),
  batch: fc.integer({ min: 1, max: 512 }),
});

describe("the batch that fits", () => {
  it("is Qwen3-32B on one H100 at a batch of 8, not of 16", () => {
    const qwen = architectureOf("Qwen/Qwen3-32B");
    const estimate = estimateDeployment(qwen, on("H100-SXM", { batch: 8 }), 4096);
    expect(estimate).toMatchObject({ fits: true, bound: "MEMORY_BANDWIDTH" });
    expect(estimate.maxBatch).toBeGreaterThanOrEqual(8);
    expect(estimateDeployment(qwen, on("H100-SXM", { batch: 16 }), 4096)).toMatchObject({
      fits: false,
      decodeTokensPerSecond: null,
      bound: null,
    });
  });

  it("is not Llama-3.1-70B on one H100, nor in FP8 on an L40S", () => {
    const llama = architectureOf("meta-llama/Llama-3.1-70B-Instruct");
    for (const target of [on("H100-SXM"), on("L40S", { precision: "FP8" })]) {
      expect(estimateDeployment(llama, target, 1000)).toMatchObject({ fits: false, maxBatch: 0 });
      expect(estimateAnswer(llama, target, 100, 900)).toBeNull();
    }
    expect(estimateDeployment(llama, on("L40S", { precision: "FP8", count: 2 }), 1000).fits).toBe(true);
  });

  it("is weights, caches and overhead against 0.9 of the memory, by hand", () => {
    const llama = architectureOf("meta-llama/Llama-3.1-8B-Instruct");
    const { memory, maxBatch } = estimateDeployment(llama, on("H100-SXM", { batch: 3, count: 2 }), 1000);
    const sequence = 32 * 8 * 2 * 128 * 2 * 1000;
    const weights = 2 * 8_030_261_248;
    const available = 0.9 * 2 * 80 * 2 ** 30;
    const total = weights + 3 * sequence + 2 * 2e9;
    expect(memory).toEqual({
      weights,
      kvCachePerSequence: sequence,
      kvCache: 3 * sequence,
      overhead: 4e9,
      total,
      available,
    });
    expect(maxBatch).toBe(Math.floor((available - weights - 4e9) / sequence));
    expect(estimateAnswer(llama, on("H100-SXM", { batch: 3, count: 2 }), 400, 600)!.gpuMemory).toBe(total);
  });

  it("counts a copy of the cache for each accelerator beyond the heads of keys and values", () => {
    // Qwen3-30B-A3B has 4 heads of keys and values in each of 48 layers.
    const qwen = architectureOf("Qwen/Qwen3-30B-A3B");
    const perSequence = (count: number) =>
      estimateDeployment(qwen, on("H100-SXM", { count }), 1000).memory.kvCachePerSequence;
    const once = 48 * 4 * 2 * 128 * 2 * 1000;
    expect([1, 4, 8, 16].map(perSequence)).toEqual([once, once, 2 * once, 4 * once]);
  });

  it("has no largest batch where an answer takes no memory", () => {
    const llama = architectureOf("meta-llama/Llama-3.1-8B-Instruct");
    expect(estimateDeployment(llama, on("H100-SXM"), 0)).toMatchObject({ fits: true, maxBatch: null });
    expect(estimateDeployment(llama, on("L4", { count: 1, precision: "BF16" }), 0).maxBatch).toBeNull();
    expect(estimateDeployment(llama, on("TPU-v5e"), 0)).toMatchObject({ fits: false, maxBatch: 0 });
  });

  it("fits exactly up to the largest batch", () => {
    fc.assert(
      fc.property(architectures, targets, fc.integer({ min: 1, max: 60_000 }), (architecture, target, context) => {
        const { fits, maxBatch } = estimateDeployment(architecture, target, context);
        expect(fits).toBe(maxBatch === null || target.batch <= maxBatch);
      }),
    );
  });
});

describe("the roofline", () => {
  const llama = architectureOf("meta-llama/Llama-3.1-8B-Instruct");

  it("is bound by memory for one answer, by compute for a long prompt and for a large batch of short ones", () => {
    const { bound } = estimateDeployment(llama, on("H100-SXM"), 2000);
    expect(bound).toBe("MEMORY_BANDWIDTH");
    expect(estimateDeployment(llama, on("H100-SXM", { batch: 512 }), 100).bound).toBe("COMPUTE");
    const prefill = timePass(prefillWork(llama, on("H100-SXM"), 8000), on("H100-SXM"), EFFICIENCIES);
    expect(prefill.compute).toBeGreaterThan(10 * prefill.memory);
  });

  it("takes as long for a step of one answer as reading its weights and cache, and the stated overhead", () => {
    const step = timePass(decodeWork(llama, on("H100-SXM"), 1000), on("H100-SXM"), EFFICIENCIES);
    // 8.03e9 weights but the embedding of 128,256 x 4096, and 32 layers x 8 heads x 128 x 2 values for 1000 tokens.
    const bytes = 2 * (8_030_261_248 - 128_256 * 4096) + 2 * 1000 * 32 * 8 * 128 * 2;
    expect(step.roofline).toBeCloseTo(bytes / (3.35e12 * EFFICIENCIES.bandwidth), 6);
    expect(step.overhead).toBeCloseTo(
      32 * EFFICIENCIES.secondsPerLayer + EFFICIENCIES.secondsPerStep + EFFICIENCIES.secondsPerAnswer,
      12,
    );
  });

  it("is never slower with more bandwidth or FLOP/s", () => {
    fc.assert(
      fc.property(architectures, targets, fc.constantFrom("bandwidth", "bf16"), (architecture, target, part) => {
        const { accelerator } = target;
        const faster =
          part === "bandwidth"
            ? { ...accelerator, bandwidth: 2 * accelerator.bandwidth }
            : { ...accelerator, peak: { ...accelerator.peak, bf16: 2 * accelerator.peak.bf16 } };
        const work = decodeWork(architecture, target, 3000);
        const before = timePass(work, target, EFFICIENCIES).total;
        expect(timePass(work, { ...target, accelerator: faster }, EFFICIENCIES).total).toBeLessThanOrEqual(before);
      }),
    );
  });

  it("never gives a larger batch less throughput, a shorter answer or more energy a token while it fits", () => {
    const lengths = fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 8000 }));
    fc.assert(
      fc.property(architectures, targets, lengths, (architecture, target, [prompt, output]) => {
        const small = estimateAnswer(architecture, target, prompt, output);
        const large = estimateAnswer(architecture, { ...target, batch: target.batch + 7 }, prompt, output);
        if (!small || !large) return;
        expect(large.throughput).toBeGreaterThanOrEqual(small.throughput * (1 - 1e-9));
        expect(large.latency).toBeGreaterThanOrEqual(small.latency);
        expect(small.ttft).toBe(large.ttft);
        expect(large.gpuTime).toBeLessThanOrEqual(small.gpuTime * (1 + 1e-9));
      }),
      runs(75, 300),
    );
  });

  it("agrees with itself: time, throughput and energy of an answer", () => {
    const target = on("H100-SXM", { batch: 16, count: 2 });
    const { latency, gpuTime, throughput, energy, power, ttft } = estimateAnswer(llama, target, 300, 1500)!;
    expect(throughput).toBeCloseTo((16 * 1500) / latency, 6);
    expect(gpuTime).toBeCloseTo((2 * latency) / 16, 9);
    expect(energy).toBeCloseTo((power! * latency) / 16, 9);
    expect(power).toBeLessThanOrEqual(2 * 700);
    expect(ttft).toBeLessThan(latency);
  });

  it("reads the prompt once and takes a step for each further token, where an answer is alone", () => {
    const target = on("H100-SXM");
    const one = estimateAnswer(llama, target, 300, 1)!;
    expect(one.latency).toBe(one.ttft);
    const many = estimateAnswer(llama, target, 300, 1001)!;
    const step = timePass(decodeWork(llama, target, 300 + 1001 / 2), target, EFFICIENCIES);
    expect(many.latency - many.ttft).toBeCloseTo(1000 * step.total, 9);
  });

  it("gives no energy where the accelerator's power is not known", () => {
    const answer = estimateAnswer(architectureOf("Qwen/Qwen3-4B"), on("TPU-v5e"), 300, 500);
    expect(answer).toMatchObject({ energy: null, power: null });
  });

  it("gives the tokens of all answers of a step, and those of a prompt, by the second", () => {
    const target = on("H100-SXM", { batch: 6 });
    const estimate = estimateDeployment(llama, target, 1000);
    const step = timePass(decodeWork(llama, target, 1000), target, EFFICIENCIES);
    const prompt = timePass(prefillWork(llama, target, 1000), target, EFFICIENCIES);
    expect(estimate.decodeTokensPerSecond).toBeCloseTo(6 / step.total, 9);
    expect(estimate.prefillTokensPerSecond).toBeCloseTo(1000 / prompt.total, 9);
  });

  it.each(["batch", "count"])("refuses a %s that is not a whole number from 1", (name) => {
    for (const value of [0, 1.5, Number.NaN]) {
      const target = on("L4", { [name]: value });
      const refusal = expect.objectContaining({
        code: "INVALID_DEPLOYMENT",
        message: `${name} is ${value}: a whole number from 1 is allowed.`,
      });
      expect(() => estimateDeployment(llama, target, 100)).toThrow(refusal);
      expect(() => estimateAnswer(llama, target, 100, 100)).toThrow(refusal);
    }
  });
});
