import { describe, expect, it } from "vitest";
import { type DeployedPlan, deployedMeasures } from "../../../src/analysis/deployment/deployedMeasures.ts";
import type { ServingFigures } from "../../../src/analysis/deployment/servingFigures.ts";
import type { AnswerEstimate } from "../../../src/compute/serving/deployment.ts";
import { ENERGY_FACTORS } from "../../../src/compute/serving/estimateErrors.ts";
import type { Measures } from "../../../src/store/measures.ts";

const PLAN: DeployedPlan = {
  ...{ count: 2, dollarsPerHour: 3, where: "2 × L40S (2 replicas) at batch 4 with vLLM" },
  error: { rows: 100, mean: 0.15, median: 0.1, factors: [0.63, 1.74] },
  measured: null,
};
/** 8 answers of 100 tokens in 10 s: 80 tokens a second on two accelerators. */
const ESTIMATE: AnswerEstimate = {
  ttft: 0.5,
  ttftP95: 0.7,
  latency: 5,
  interTokenLatency: 0.045,
  interTokenP95: 0.06,
  power: 400,
  gpuTime: 2.5,
  energy: 500,
  throughput: 80,
  gpuMemory: 40e9,
};
const SERVED: ServingFigures = {
  energyPerToken: 3,
  interTokenLatency: 0.02,
  throughput: 50,
  from: "measured by a lab",
};
const ANSWERS: Measures = {
  accuracy: { value: 0.5, low: 0.4, high: 0.6, count: 10 },
  output_tokens: { value: 100, low: 80, high: 130, count: 10 },
  latency: { value: 77, note: "somewhere else" },
  power: { value: 700 },
};

const ESTIMATED = "estimate of paretograph 2 for 2 × L40S (2 replicas) at batch 4 with vLLM";

describe("the measures of an answer on a deployment", () => {
  it("come from the estimate if serving was not measured", () => {
    const { accuracy, latency, throughput, gpu_time, gpu_memory, energy, energy_per_token, inter_token_latency, cost } =
      deployedMeasures(ANSWERS, PLAN, null, ESTIMATE);
    expect(accuracy).toEqual(ANSWERS.accuracy);
    expect(latency).toMatchObject({
      ...{ value: 5, estimated: true },
      note: `${ESTIMATED}, off by 15 % on the mean; 95 % of measured values are 0.63 to 1.74 times such estimates`,
    });
    expect(throughput).toMatchObject({ value: 80 });
    // Two accelerators for 100 tokens at 80 tokens a second.
    expect(gpu_time).toMatchObject({ value: 2.5 });
    // 2.5 GPU-seconds at 3 dollars for each of 3,600.
    expect(cost!.value).toBeCloseTo((2.5 * 3) / 3600, 15);
    expect(gpu_memory).toMatchObject({ value: 40e9 });
    expect(energy).toMatchObject({ value: 500 });
    expect(energy_per_token).toMatchObject({ value: 5 });
    expect(inter_token_latency!.value).toBeCloseTo(4.5 / 100, 15);
  });

  it("come from measured figures per token first", () => {
    const measures = deployedMeasures(ANSWERS, PLAN, SERVED, ESTIMATE);
    expect(measures.latency).toMatchObject({ value: 0.5 + 0.02 * 100, estimated: true, note: "measured by a lab" });
    expect(measures.ttft).toMatchObject({ value: 0.5, note: `${ESTIMATED}; its own error is not known` });
    expect(measures.throughput).toMatchObject({ value: 50, note: "measured by a lab" });
    expect(measures.gpu_time).toMatchObject({ value: 4, note: "measured by a lab" });
    expect(measures.energy).toMatchObject({ value: 300, note: "measured by a lab" });
    expect(measures.energy_per_token).toMatchObject({ value: 3, note: "measured by a lab" });
    expect(measures.cost!.value).toBeCloseTo((4 * 3) / 3600, 15);
  });

  it("are as uncertain as the length of the answer, where serving was measured, and have no interval if the deployment sets them", () => {
    const { latency, energy, gpu_time, throughput, energy_per_token } = deployedMeasures(ANSWERS, PLAN, SERVED, null);
    expect(latency).toMatchObject({ low: 2 * 0.8, high: 2 * 1.3, count: 10 });
    expect(energy).toMatchObject({ low: 240, high: 390 });
    expect(gpu_time).toMatchObject({ low: 3.2, high: 5.2 });
    for (const measure of [throughput, energy_per_token]) expect(measure).not.toHaveProperty("low");
  });

  it("have the error of their estimator too where nothing was measured, by squares of logarithms", () => {
    const measures = deployedMeasures(ANSWERS, PLAN, null, ESTIMATE);
    const both = (value: number, tokens: number, factor: number) =>
      value * Math.exp(Math.sign(factor - 1) * Math.hypot(Math.log(tokens), Math.log(factor)));
    expect(measures.latency).toMatchObject({ estimatorFactors: [0.63, 1.74], count: 10 });
    expect(measures.latency!.low).toBeCloseTo(both(5, 0.8, 0.63), 12);
    expect(measures.latency!.high).toBeCloseTo(both(5, 1.3, 1.74), 12);
    expect(measures.energy!.high).toBeCloseTo(both(500, 1.3, ENERGY_FACTORS[1]), 12);
    expect(measures.gpu_time!.high).toBeCloseTo(both(2.5, 1.3, 1.74), 12);
    // What the deployment sets does not vary with the tokens.
    expect(measures.throughput!.low).toBeCloseTo(80 / 1.74, 9);
    expect(measures.throughput!.high).toBeCloseTo(80 / 0.63, 9);
    // Nothing is known of the error of these.
    for (const metric of ["ttft", "gpu_memory"]) {
      expect(measures[metric]).not.toHaveProperty("low");
      expect(measures[metric]!.note).toBe(`${ESTIMATED}; its own error is not known`);
    }
    for (const end of [{ low: 80 }, { high: 130 }, {}]) {
      const partial: Measures = { ...ANSWERS, output_tokens: { value: 100, ...end } };
      expect(deployedMeasures(partial, PLAN, null, ESTIMATE).energy).toMatchObject({
        low: 500 * ENERGY_FACTORS[0],
        high: 500 * ENERGY_FACTORS[1],
      });
    }
  });

  it("have no error of an estimator where the time of this configuration was measured, and say when", () => {
    const measured = { timePerToken: 0.045, version: "0.19.0", measuredOn: "2026-04-17" };
    const { latency, throughput, energy } = deployedMeasures(ANSWERS, { ...PLAN, measured }, null, ESTIMATE);
    expect(throughput).not.toHaveProperty("low");
    expect(latency!.note).toBe(
      "from the time per token of version 0.19.0 measured 2026-04-17 for 2 × L40S (2 replicas) at batch 4 with vLLM",
    );
    expect(energy).toMatchObject({ estimatorFactors: ENERGY_FACTORS });
  });

  it("leave out metrics that another deployment decided, and metrics that neither a measurement nor an estimate gives", () => {
    const measures = deployedMeasures(ANSWERS, { ...PLAN, dollarsPerHour: null }, SERVED, null);
    expect(measures).not.toHaveProperty("power");
    expect(measures).not.toHaveProperty("cost");
    expect(measures).not.toHaveProperty("ttft");
    expect(measures).not.toHaveProperty("gpu_memory");
    expect(measures.latency!.value).toBe(2);
  });

  it("cost more for several answers side by side, but take no longer", () => {
    const four: Measures = { ...ANSWERS, output_tokens: { value: 400 } };
    const measures = deployedMeasures(four, PLAN, SERVED, ESTIMATE, 4);
    expect(measures.latency!.value).toBe(2.5);
    expect(measures.energy!.value).toBe(1200);
    expect(measures.gpu_time!.value).toBe(16);
    expect(deployedMeasures(four, PLAN, null, ESTIMATE, 4).energy!.value).toBe(2000);
  });
});
