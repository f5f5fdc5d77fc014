import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { BUNDLED_ENGINES } from "../support/bundledStores.ts";

describe.each(BUNDLED_ENGINES.slice(1))("the bundled results compared like with like on %s", (_, open) => {
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

  it("are as SciPy and statsmodels compare them", async () => {
    const { compare } = await api.data(`{ compare(
      a: {model: "openai/gpt-oss-120b", mode: "high"}, b: {model: "Qwen/Qwen3-235B-A22B-Thinking-2507"}, benchmark: "gpqa-diamond"
    ) { problemCount accuracy { a b difference { value low high } verdict } mcnemar { pValue onlyA onlyB }
        costs { metric { name } difference { value low high count } verdict } warnings { code } } }`);
    // From the samples in data/results/epoch by Python: numpy's means over problems, Tango's statistic by
    // scipy.optimize with the standard error of statsmodels' OLS of the differences, scipy.stats.binomtest(13, 41), and
    // scipy.stats.bootstrap (BCa, 20,000 resamples) for the tokens: 1,458 to 4,179.
    expect(compare).toMatchObject({ problemCount: 198, mcnemar: { onlyA: 13, onlyB: 28 }, warnings: [] });
    const { a, b, difference, verdict } = compare.accuracy;
    expect([a, b, difference.value]).toEqual(
      [0.7575757576, 0.8005050505, -0.0429292929].map((v) => expect.closeTo(v, 9)),
    );
    expect([difference.low, difference.high]).toEqual([-0.0843199538, -0.0032284818].map((v) => expect.closeTo(v, 7)));
    expect(compare.mcnemar.pValue).toBeCloseTo(0.0275331558, 9);
    expect(verdict).toBe("B");
    const tokens = compare.costs.find(({ metric }: any) => metric.name === "output_tokens");
    expect(tokens).toMatchObject({ difference: { value: expect.closeTo(2669.85101, 4), count: 198 }, verdict: "B" });
    expect(Math.abs(tokens.difference.low - 1458)).toBeLessThan(60);
    expect(Math.abs(tokens.difference.high - 4179)).toBeLessThan(60);
  });

  it("say where a frontier mixes labs, and no longer do within one", async () => {
    const warnings = async (where: string) =>
      (
        await api.data(
          `{ frontier(where: {benchmark: ["gpqa-diamond"]${where}}, objectives: [{metric: "accuracy"}, {metric: "output_tokens"}]) { points { mode } warnings { code message candidates { model { slug } } } } }`,
        )
      ).frontier.warnings;
    const models =
      ', model: ["nvidia/Llama-3_3-Nemotron-Super-49B-v1_5", "openai/gpt-oss-120b", "Qwen/Qwen3-235B-A22B-Thinking-2507"]';
    const [mixed] = await warnings(models);
    expect(mixed).toMatchObject({
      code: "MIXED_LABS",
      message: expect.stringMatching(
        /^On gpqa-diamond the candidates come from 2 labs: epoch \(1\), nemo-skills \(1\)\. /,
      ),
    });
    expect(mixed.candidates).toContainEqual({ model: { slug: "nvidia/Llama-3_3-Nemotron-Super-49B-v1_5" } });
    expect((await warnings(', lab: ["epoch"]')).map(({ code }: any) => code)).not.toContain("MIXED_LABS");
  });

  it("correct FLOPs of means, and say so with the bound", async () => {
    const { frontier } = await api.data(`{ frontier(where: {benchmark: ["aime24"]}) {
      points { model { slug } measures { metric { name } value estimated note } } } }`);
    const flops = frontier.points.map(({ measures }: any) =>
      measures.find(({ metric }: any) => metric.name === "flops"),
    );
    for (const { value, estimated, note } of flops) {
      const [, factor, bound] =
        /([\d.]+) times the FLOP of an answer of mean length, ([\d.]+e\+\d+), which are a lower bound/.exec(note)!;
      expect(estimated).toBe(true);
      expect(Number(factor)).toBeGreaterThan(1);
      expect(value / Number(bound)).toBeCloseTo(Number(factor), 1);
    }
  });
});
