import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { BUNDLED_ENGINES } from "../../support/bundledStores.ts";

const PLANS = `query ($model: [String!], $on: [DeploymentInput!]!, $load: LoadInput!, $estimator: String, $grain: CandidateGrain) {
  frontier(where: { benchmark: ["gpqa-diamond"], model: $model }, grain: $grain) { points { model { slug } mode servingPlans(on: $on, load: $load, estimator: $estimator) {
    deployment refusal { code message }
    plan { servedAs reason warnings machines accelerators replicas precision checkpoint batch tensorParallel attentionParallel
      pipelineParallel expertParallel utilisation meanRunning waitP95 ttftP95 itlP95 promptTokens joulesPerAnswer timeBasis
      lengths { mean variation longest answerCount origin } dollarsPerMonth { value low high }
      estimator { name version meanError medianError measuredCount } } } } } }`;

const LOAD = { requestsPerSecond: 2, promptTokens: 1000 };

describe.each(BUNDLED_ENGINES.slice(0, 1))("plans of serving on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const ask = async (variables: object) => {
    const { data, errors } = await api.ask(PLANS, { load: LOAD, ...variables });
    expect(errors).toBeUndefined();
    return data.frontier.points;
  };

  it("count with the model's own measured lengths, and follow from each other", async () => {
    const on = [{ hardware: "H100-SXM", count: 8, dollarsPerHour: 2 }];
    const [point] = await ask({ model: ["openai/gpt-oss-120b"], on, load: { ...LOAD, ttftP95: 5, itlP95: 0.05 } });
    const [{ deployment, refusal, plan }] = point.servingPlans;
    expect([deployment, refusal]).toEqual(["8 × H100-SXM", null]);
    // 198 problems, asked twice; the mean of their tokens is that of Epoch AI.
    expect(plan.lengths).toMatchObject({ answerCount: 396, mean: expect.closeTo(10_911.3, 0) });
    expect(plan.accelerators).toBe(8 * plan.machines);
    expect(plan.dollarsPerMonth).toEqual({ value: 8 * plan.machines * 2 * 730, low: null, high: null });
    expect(plan.replicas * plan.tensorParallel * plan.attentionParallel).toBe(plan.accelerators);
    expect(plan.utilisation).toBeLessThanOrEqual(0.95);
    expect(plan.itlP95).toBeLessThanOrEqual(0.05);
    expect(plan.ttftP95).toBeLessThanOrEqual(5);
    // Little's law: what runs is what comes times its stay, which is shorter than in a full batch.
    const stay = (plan.meanRunning * plan.replicas) / 2;
    expect(stay).toBeGreaterThan(1);
    expect(stay).toBeLessThanOrEqual((plan.utilisation * plan.batch * plan.replicas) / 2 + 1e-9);
    expect(plan.estimator).toMatchObject({ name: "paretograph", meanError: expect.any(Number), measuredCount: 156 });
    expect(plan.reason).toContain("by the lengths of its own 396 measured answers");
    expect(plan.warnings).toEqual([]);
  });

  it("choose a precision among those that are published, and mark an accuracy that was measured at another", async () => {
    const model = ["Qwen/Qwen3-235B-A22B-Thinking-2507"];
    const machine = { hardware: "H100-SXM", count: 8 };
    const on = [{ ...machine, choosePrecision: true }, { ...machine, precision: "INT4" }, machine];
    const [point] = await ask({ model, on });
    const [chosen, stated, published] = point.servingPlans;
    const fp8 = "Qwen/Qwen3-235B-A22B-Thinking-2507-FP8";
    expect(chosen.plan).toMatchObject({ precision: "FP8", checkpoint: fp8 });
    expect(chosen.plan.warnings.join()).toContain(`in BF16; in FP8 it may differ (served as ${fp8})`);
    expect(stated.plan).toMatchObject({ precision: "INT4", checkpoint: null });
    expect(stated.plan.warnings.join()).toContain("no checkpoint of it in that precision is known");
    expect(published.plan).toMatchObject({ precision: "BF16", warnings: [] });
    expect(published.plan.machines).toBeGreaterThan(chosen.plan.machines);
  });

  it("have a range of dollars where the lengths were not measured", async () => {
    const on = [{ hardware: "H100-SXM", dollarsPerHour: 3 }];
    const points = await ask({ model: ["microsoft/phi-4"], on, load: { requestsPerSecond: 500, promptTokens: 1000 } });
    const { plan } = points[0].servingPlans[0];
    expect(plan.lengths).toMatchObject({ answerCount: null, longest: null });
    expect(plan.dollarsPerMonth.low).toBeLessThanOrEqual(plan.dollarsPerMonth.value);
    expect(plan.dollarsPerMonth.high).toBeGreaterThan(plan.dollarsPerMonth.value);
    expect(plan.warnings.join()).toContain("were not measured one by one");
  });

  it("refuse with a code, and say what to change, beside those that there are", async () => {
    const on = [
      { hardware: "RTX-4090", count: 2 },
      { hardware: "H100-SXM", count: 8, itlP95: 0.000_1 },
      { hardware: "H100-SXM", count: 8, batch: 100_000 },
      { hardware: "H200", count: 8 },
    ];
    const [point] = await ask({ model: ["openai/gpt-oss-120b"], on });
    const refusals = point.servingPlans.map(({ refusal }: { refusal: { code: string } | null }) => refusal?.code);
    expect(refusals).toEqual(["DOES_NOT_FIT", "LATENCY_NOT_MET", "DOES_NOT_FIT", undefined]);
    const messages = point.servingPlans.map(({ refusal }: { refusal: { message: string } | null }) => refusal?.message);
    expect(messages[0]).toMatch(/needs 65 GB for its weights in FP4 .* has 42 GB to use\. Take more accelerators/);
    expect(messages[1]).toMatch(
      /slower at the 95th percentile than 0\.1 ms between two tokens \(the shortest alone is/,
    );
    expect(point.servingPlans[3].plan.machines).toBeGreaterThanOrEqual(1);
    const huge = await ask({
      model: ["openai/gpt-oss-120b"],
      on: [{ hardware: "H200" }],
      load: { requestsPerSecond: 1e6 },
    });
    expect(huge[0].servingPlans[0].refusal.code).toBe("LOAD_TOO_LARGE");
  });

  it("refuse what no service has, naming the argument", async () => {
    const wrong: [object, string, string][] = [
      [{ load: { requestsPerSecond: 0 } }, "BAD_LOAD", "load.requestsPerSecond"],
      [{ load: { requestsPerSecond: 1, promptTokens: 1e12 } }, "BAD_LOAD", "load.promptTokens"],
      [{ load: { requestsPerSecond: 1, ttftP95: -1 } }, "BAD_LOAD", "load.ttftP95"],
      [{ on: [] }, "BAD_DEPLOYMENT", "on"],
      [{ on: Array.from({ length: 9 }, () => ({ hardware: "L4" })) }, "BAD_DEPLOYMENT", "on"],
      [{ on: [{ hardware: "L4", batch: 0 }] }, "BAD_DEPLOYMENT", "on.batch"],
      [{ on: [{ hardware: "Abacus" }] }, "UNKNOWN_HARDWARE", "on.hardware"],
      [{ estimator: "crystal-ball" }, "UNKNOWN_VALUE", "estimator"],
    ];
    for (const [variables, code, argument] of wrong) {
      const given = { model: ["openai/gpt-oss-120b"], on: [{ hardware: "H200" }], load: LOAD, ...variables };
      const { errors } = await api.ask(PLANS, given);
      expect(errors?.[0]?.extensions, JSON.stringify(variables)).toMatchObject({ code, argument });
    }
  });

  it("are those of the example in docs/deployment.md, and the cheapest are the least of them", async () => {
    const [, query] = /```graphql\n(\{ frontier[\s\S]*?)```/.exec(readFileSync("docs/deployment.md", "utf8"))!;
    const { frontier } = await api.data(query!);
    const [first, second] = frontier.points[0].servingPlans;
    expect(first.plan).toMatchObject({ machines: 1, lengths: { answerCount: 396 }, timeBasis: "ESTIMATED" });
    expect(second.refusal.code).toBe("DOES_NOT_FIT");
    const cheapest = `query ($on: [DeploymentInput!]!, $load: LoadInput!) { frontier(where: { benchmark: ["gpqa-diamond"] }) {
      points { servingPlans(on: $on, load: $load) { plan { joulesPerAnswer dollarsPerMonth { value } lengths { mean } } } }
      cheapestServing(on: $on, load: $load) { by amount point { model { slug } } serving { deployment } } } }`;
    const on = [{ hardware: "H100-SXM", count: 8, dollarsPerHour: 2 }];
    const answer = (await api.data(cheapest, { on, load: LOAD })).frontier;
    type Plan = { joulesPerAnswer: number; dollarsPerMonth: { value: number }; lengths: { mean: number } } | null;
    const plans: Plan[] = answer.points.map(
      ({ servingPlans }: { servingPlans: { plan: Plan }[] }) => servingPlans[0]!.plan,
    );
    const least = (figure: (plan: NonNullable<Plan>) => number) =>
      Math.min(...plans.flatMap((plan) => (plan ? [figure(plan)] : [])));
    const amounts = answer.cheapestServing.map(({ by, amount }: { by: string; amount: number }) => [by, amount]);
    expect(amounts).toEqual([
      ["TOKENS", least(({ lengths }) => lengths.mean)],
      ["JOULES", least(({ joulesPerAnswer }) => joulesPerAnswer)],
      ["DOLLARS", least(({ dollarsPerMonth }) => dollarsPerMonth.value)],
    ]);
  });

  it("plan operating points by their capped answers, and refuse cascades", async () => {
    const query = PLANS.replace("points {", "points { operatingPoint { tokenCap votes fallback { mode } }");
    const on = [{ hardware: "H100-SXM", count: 8 }];
    const model = ["openai/gpt-oss-120b", "deepseek-ai/DeepSeek-R1-0528"];
    const { data, errors } = await api.ask(query, { model, on, load: LOAD, grain: "OPERATING_POINT" });
    expect(errors).toBeUndefined();
    let capped = 0;
    for (const { operatingPoint, servingPlans } of data.frontier.points) {
      const [{ plan, refusal }] = servingPlans;
      if (operatingPoint.fallback) expect(refusal.code).toBe("CASCADE");
      if (!plan || operatingPoint.tokenCap === null) continue;
      capped++;
      expect(plan.lengths.longest).toBeLessThanOrEqual(operatingPoint.tokenCap);
    }
    expect(capped).toBeGreaterThan(0);
  });
});
