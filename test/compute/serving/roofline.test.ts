import { describe, expect, it } from "vitest";
import type { Accelerator } from "../../../src/compute/accelerators/dataSheet.ts";
import type { DeploymentTarget } from "../../../src/compute/serving/deploymentTarget.ts";
import type { PassWork } from "../../../src/compute/serving/passWork.ts";
import { timePass } from "../../../src/compute/serving/roofline.ts";
import { EASY_EFFICIENCIES, EASY_TARGET } from "./easyFigures.ts";

const WORK: PassWork = {
  tokens: 10,
  answers: 5,
  layers: 3,
  hiddenSize: 100,
  matrixFlops: 8000,
  attentionFlops: 1000,
  weights: { experts: 20, others: 30 },
  cacheBytes: 60,
};

function time(work: Partial<PassWork> = {}, target: Partial<DeploymentTarget> = {}) {
  return timePass({ ...WORK, ...work }, { ...EASY_TARGET, ...target }, EASY_EFFICIENCIES);
}

function withPeak(peak: Accelerator["peak"]): Accelerator {
  return { ...EASY_TARGET.accelerator, peak };
}

describe("the time of a pass, by hand", () => {
  // 1000 FLOP/s in BF16 at a share of 0.5; 10 bytes a second at 0.5, and at 0.25 for experts.
  it("is that of arithmetic and memory, at the shares that are reached and at those of the data sheet", () => {
    expect(time()).toMatchObject({
      compute: 8000 / 500 + 1000 / 500,
      peakCompute: 8000 / 1000 + 1000 / 1000,
      memory: 30 / 5 + 20 / 2.5 + 60 / 5,
      peakMemory: (30 + 20 + 60) / 10,
    });
  });

  it("is as long as the slower of the two, for matrices and attention each by itself", () => {
    expect(time().roofline).toBe(16 + 12);
    expect(time({ matrixFlops: 100, cacheBytes: 1 }).roofline).toBe(14 + 2);
  });

  it("has overhead for the step, its layers and its answers", () => {
    const { overhead, total, roofline } = time();
    expect(overhead).toBe(7 + 3 * 0.5 + 5 * 0.125);
    expect(total).toBe(roofline + overhead);
  });

  it("is cut evenly over several accelerators, which exchange activations twice a layer", () => {
    const two = time({}, { count: 2 });
    expect(two.compute).toBe(time().compute / 2);
    expect(two.memory).toBe(time().memory / 2);
    expect(two.peakMemory).toBe(time().peakMemory / 2);
    // Of 10 · 100 values of 2 bytes, 2 · 1/2 are sent, at half of 400 bytes a second.
    expect(two.overhead - time().overhead).toBeCloseTo(2 * 3 * (0.25 + (10 * 100 * 2) / 200), 9);
    const four = time({}, { count: 4 });
    expect(four.overhead - time().overhead).toBeCloseTo(2 * 3 * (0.25 + (1.5 * 10 * 100 * 2) / 200), 9);
  });
});

describe("the format that matrices are multiplied in", () => {
  const both = withPeak({ bf16: 1000, fp8: 4000, int8: 2000, fp4: 8000 });
  const matrices = (precision: DeploymentTarget["precision"], accelerator: Accelerator) =>
    time({ attentionFlops: 0 }, { precision, accelerator }).compute;

  it("is that of the weights where the accelerator has it, and BF16 where not", () => {
    const seconds = (["BF16", "FP8", "INT8", "FP4", "INT4"] as const).map((precision) => matrices(precision, both));
    expect(seconds).toEqual([16, 4, 8, 2, 16]);
    expect(matrices("FP8", withPeak({ bf16: 1000 }))).toBe(16);
  });

  it("is BF16 for attention in every precision", () => {
    expect(time({ matrixFlops: 0 }, { precision: "FP8", accelerator: both }).compute).toBe(2);
  });
});
