import { describe, expect, it } from "vitest";
import { planServing } from "../../../src/analysis/planning/servingPlan.ts";
import { requireDeployment } from "../../../src/analysis/request/deploymentPlan.ts";
import { momentsOf } from "../../../src/compute/fleets/lengths.ts";
import { PROFILE_ESTIMATOR } from "../../../src/compute/serving/estimator.ts";
import { architectureOf } from "../../compute/bundledModels.ts";

const estimators = { all: [PROFILE_ESTIMATOR], isNamed: false };
const lengths = { moments: momentsOf([400, 800, 3000]), answerCount: 3, origin: "three answers", range: null };
const load = { requestsPerSecond: 40, promptTokens: 600, ttftP95: 3, itlP95: 0.05 };
const modelOf = (slug: string, precision: "BF16" | "FP8") => ({
  ...{ slug, known: { config: {}, architecture: architectureOf(slug), precision } },
  precisions: [{ precision, checkpoint: slug }],
});

describe("a plan of serving", () => {
  it.each([
    ["meta-llama/Llama-3.1-8B-Instruct", "BF16"],
    ["deepseek-ai/DeepSeek-R1", "FP8"],
    ["Qwen/Qwen3-235B-A22B", "FP8"],
  ] as const)(
    "of %s has no more machines than any split that is stated, and as many as the best",
    async (slug, precision) => {
      const model = modelOf(slug, precision);
      const machine = { hardware: "H200", count: 8, batch: "BEST" } as const;
      const chosen = await planServing(model, requireDeployment(machine), load, lengths, estimators);
      const counts: number[] = [];
      for (const replicas of [1, 2, 4, 8]) {
        for (const attention of [1, 8 / replicas]) {
          const split = { replicas, attentionParallel: attention, tensorParallel: 8 / replicas / attention };
          const stated = requireDeployment({ ...machine, ...split });
          const plan = await planServing(model, stated, load, lengths, estimators).catch(() => null);
          if (!plan) continue;
          counts.push(plan.machines);
          expect(plan.replicas).toBe(replicas * plan.machines);
          expect(plan.utilisation).toBeLessThanOrEqual(0.95);
          expect(plan.itlP95).toBeLessThanOrEqual(0.05);
          expect(plan.ttftP95).toBeLessThanOrEqual(3);
        }
      }
      expect(counts.length).toBeGreaterThan(1);
      expect(chosen.machines).toBe(Math.min(...counts));
    },
  );

  it("has at least as many accelerators for more load, and no larger batch for a tighter limit in one split", async () => {
    const model = modelOf("meta-llama/Llama-3.1-8B-Instruct", "BF16");
    const machine = requireDeployment({ hardware: "H100-SXM", count: 2, batch: "BEST", replicas: 2 });
    let accelerators = 0;
    for (const requestsPerSecond of [0.1, 1, 10, 100, 1000]) {
      const plan = await planServing(model, machine, { ...load, requestsPerSecond }, lengths, estimators);
      expect(plan.accelerators).toBeGreaterThanOrEqual(accelerators);
      accelerators = plan.accelerators;
    }
    let batch = Number.POSITIVE_INFINITY;
    for (const itlP95 of [0.2, 0.05, 0.02, 0.012, 0.009]) {
      const plan = await planServing(model, machine, { ...load, itlP95 }, lengths, estimators);
      expect(plan.serving.batch).toBeLessThanOrEqual(batch);
      batch = plan.serving.batch;
    }
  });

  it("uses the measured time where the configuration was measured, and another at another batch", async () => {
    // A row of data/serving/measured-times.csv.
    const model = modelOf("meta-llama/Llama-3.1-8B-Instruct", "BF16");
    const answers = { ...lengths, moments: momentsOf([128]) };
    const asked = { requestsPerSecond: 0.01, promptTokens: 1024, ttftP95: null, itlP95: null };
    const at = (batch: number) =>
      requireDeployment({ hardware: "H100-SXM", engine: "TENSORRT_LLM", batch, replicas: 1, tensorParallel: 1 });
    const plan = await planServing(model, at(16), asked, answers, estimators);
    expect(plan.measured).toMatchObject({ timePerToken: 0.00977207 });
    const other = await planServing(model, at(24), asked, answers, estimators);
    expect(other.measured).toBeNull();
  });
});
