import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findAccelerator, listAccelerators } from "../../../src/compute/accelerators/accelerators.ts";
import { PRECISIONS } from "../../../src/compute/accelerators/precision.ts";
import { estimateAnswer, estimateDeployment } from "../../../src/compute/serving/deployment.ts";
import type { DeploymentTarget } from "../../../src/compute/serving/deploymentTarget.ts";
import { EFFICIENCIES } from "../../../src/compute/serving/efficiencies.ts";
import { decodeWork, prefillWork } from "../../../src/compute/serving/passWork.ts";
import { timePass } from "../../../src/compute/serving/roofline.ts";
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

describe("what fits", () => {
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

  it("is exactly what the largest batch says", () => {
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

  it("takes a step of one answer for as long as its weights and cache take to read, and what is stated beside", () => {
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
      { numRuns: 300 },
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

  it("refuses a batch that is no whole number from 1", () => {
    for (const batch of [0, 1.5, Number.NaN]) {
      expect(() => estimateDeployment(llama, on("L4", { batch }), 100)).toThrow(
        expect.objectContaining({ code: "INVALID_DEPLOYMENT" }),
      );
    }
  });
});
