import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findAccelerator, listAccelerators } from "../../../src/compute/accelerators/accelerators.ts";
import { PRECISIONS } from "../../../src/compute/accelerators/precision.ts";
import { estimateAnswer, estimateDeployment } from "../../../src/compute/serving/deployment.ts";
import { type DeploymentTarget, servingOf } from "../../../src/compute/serving/deploymentTarget.ts";
import { profileOf } from "../../../src/compute/serving/engines.ts";
import { timePass } from "../../../src/compute/serving/passTime.ts";
import { decodeWork, prefillWork } from "../../../src/compute/serving/passWork.ts";
import { runs } from "../../support/runs.ts";
import { architectureOf, bundledArchitectures } from "../bundledModels.ts";

const { profile } = profileOf("VLLM", null);

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

describe("the time of a step", () => {
  const llama = architectureOf("meta-llama/Llama-3.1-8B-Instruct");

  it("is mostly memory for one answer, and compute for a large batch of short ones and for a long prompt", () => {
    expect(estimateDeployment(llama, on("H100-SXM"), 2000).bound).toBe("MEMORY_BANDWIDTH");
    expect(estimateDeployment(llama, on("H100-SXM", { batch: 2048 }), 10).bound).not.toBe("MEMORY_BANDWIDTH");
    const serving = servingOf(on("H100-SXM"));
    const prefill = timePass(prefillWork(llama, serving, 8000), serving, profile);
    expect(prefill.compute).toBeGreaterThan(5 * prefill.memory);
  });

  it("is overhead where a small model is spread over eight accelerators", () => {
    expect(estimateDeployment(llama, on("B200", { count: 8 }), 1000).bound).toBe("OVERHEAD");
  });

  it("reads weights and cache at their shares of the bandwidth, and launches the kernels of each layer", () => {
    const serving = servingOf(on("H100-SXM"));
    const step = timePass(decodeWork(llama, serving, 1000), serving, profile);
    // 8.03e9 weights but the embedding of 128,256 x 4096, and 32 layers x 8 heads x 128 x 2 values for 1000 tokens.
    const weights = 2 * (8_030_261_248 - 128_256 * 4096);
    const cache = 2 * 1000 * 32 * 8 * 128 * 2;
    const activations = 4096 * 32 * profile.layerBytes;
    const expected = weights / profile.weightBandwidth + cache / profile.cacheBandwidth + activations;
    expect(step.memory).toBeCloseTo(expected / 3.35e12, 9);
    expect(step.launch).toBeCloseTo(32 * (6 + 4) * profile.launch, 12);
    expect(step.host).toBeCloseTo(profile.step + profile.answer, 12);
    expect(step.exchange).toBe(0);
  });

  it("exchanges the activations twice a layer, over the network beyond the accelerators that a link joins", () => {
    const exchangeOn = (slug: string, count: number) => {
      const serving = servingOf(on(slug, { count, batch: 64 }));
      return timePass(decodeWork(llama, serving, 1000), serving, profile).exchange;
    };
    const bytes = 2 * (7 / 8) * 64 * 4096 * 2;
    expect(exchangeOn("H100-SXM", 8)).toBeCloseTo(
      2 * 32 * (profile.exchange * Math.sqrt(3) + bytes / (450e9 * profile.link)),
      12,
    );
    const [joined, beyond] = [exchangeOn("GB200", 16), exchangeOn("B200", 16)];
    expect(beyond).toBeGreaterThan(2 * joined);
    // PCIe cards have a bridge between two alone.
    expect(exchangeOn("H100-PCIe", 4)).toBeGreaterThan(2 * exchangeOn("H100-PCIe", 2));
  });

  it("reads the experts that are touched, and one copy of a latent cache where attention is data-parallel", () => {
    const deepseek = architectureOf("deepseek-ai/DeepSeek-R1");
    const split = { replicas: 1, tensor: 8, attention: 1, pipeline: 1, expert: 1 };
    const groups = { ...split, tensor: 1, attention: 8, expert: 8 };
    const workOf = (batch: number, by: typeof split) =>
      decodeWork(deepseek, servingOf(on("H200", { split: by, batch, precision: "FP8" })), 4000);
    const few = workOf(1, split).experts.bytes;
    expect(workOf(2, split).experts.bytes / few).toBeCloseTo(2 - 8 / 256, 9);
    expect(workOf(4096, split).experts.bytes / few).toBeCloseTo(256 / 8, 6);
    expect(workOf(64, split).scores.bytes / workOf(64, groups).scores.bytes).toBe(8);
    const copies = (by: typeof split) =>
      estimateDeployment(deepseek, on("H200", { split: by, precision: "FP8" }), 4000).memory.kvCachePerSequence;
    expect(copies(split) / copies(groups)).toBe(8);
  });

  it("is never slower with more bandwidth or FLOP/s", () => {
    fc.assert(
      fc.property(architectures, targets, fc.constantFrom("bandwidth", "bf16"), (architecture, target, part) => {
        const { accelerator } = target;
        const faster =
          part === "bandwidth"
            ? { ...accelerator, bandwidth: 2 * accelerator.bandwidth }
            : { ...accelerator, peak: { ...accelerator.peak, bf16: 2 * accelerator.peak.bf16 } };
        const serving = servingOf(target);
        const work = decodeWork(architecture, serving, 3000);
        const before = timePass(work, serving, profile).total;
        expect(timePass(work, { ...serving, accelerator: faster }, profile).total).toBeLessThanOrEqual(before);
      }),
    );
  });

  it("never gives a larger batch less throughput, a shorter answer or more energy a token while it fits", () => {
    // Where prompts take most of the time a batch gains next to nothing, and its answers wait for part of a step.
    const NOTHING = 0.05;
    const lengths = fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 64, max: 8000 }));
    fc.assert(
      fc.property(architectures, targets, lengths, (architecture, target, [prompt, output]) => {
        const small = estimateAnswer(architecture, target, prompt, output);
        const large = estimateAnswer(architecture, { ...target, batch: target.batch + 7 }, prompt, output);
        if (!small || !large) return;
        expect(large.throughput).toBeGreaterThanOrEqual(small.throughput * (1 - NOTHING));
        expect(large.latency).toBeGreaterThanOrEqual(small.latency);
        expect(large.ttft).toBeGreaterThanOrEqual(small.ttft);
        expect(large.gpuTime).toBeLessThanOrEqual(small.gpuTime * (1 + NOTHING));
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
    const step = timePass(decodeWork(llama, servingOf(target), 300 + 1001 / 2), servingOf(target), profile);
    expect(many.latency - many.ttft).toBeCloseTo(1000 * step.total, 9);
  });

  it("gives no energy where the accelerator's power is not known", () => {
    const answer = estimateAnswer(architectureOf("Qwen/Qwen3-4B"), on("TPU-v5e"), 300, 500);
    expect(answer).toMatchObject({ energy: null, power: null });
  });

  it("gives the tokens of all answers of a step, and those of a prompt, by the second", () => {
    const target = on("H100-SXM", { batch: 6 });
    const estimate = estimateDeployment(llama, target, 1000);
    const serving = servingOf(target);
    const step = timePass(decodeWork(llama, serving, 1000), serving, profile);
    const prompt = timePass(prefillWork(llama, serving, 1000), serving, profile);
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
