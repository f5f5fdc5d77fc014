import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunSubmissionInput } from "../../src/recording/submitted/submission.ts";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

/** Answers to problems p1 … whose verdicts are the characters. */
const answers = (verdicts: string) =>
  [...verdicts].map((verdict, i) => ({
    ...{ problem: `p${i + 1}`, repeat: 0, correct: verdict === "1", outputTokens: 100, promptTokens: 10 },
  }));

describe.each(ENGINES)("the same model served differently on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    api = await serveApi(store);
    const run = (more: Partial<RunSubmissionInput>) =>
      recordRun(store, { measures: { flops: { value: 1e9 } }, ...more });
    await run({ serving: { provider: "Together", precision: "FP8" }, samples: answers("1111000000") });
    await run({ serving: { provider: "Fireworks", precision: "bfloat16" }, samples: answers("1111111100") });
    await run({ servedAs: "groq, fp8", samples: answers("11111") });
    // Another provider answered other problems, and one published a total alone.
    const other = answers("11").map((answer) => ({ ...answer, problem: `other ${answer.problem}` }));
    await run({ model: "acme/large", serving: { provider: "together" }, samples: other });
    await run({ model: "acme/large", serving: { provider: "groq" }, samples: answers("01") });
    await run({
      model: "acme/large",
      serving: { provider: "fireworks" },
      measures: { accuracy: { value: 0.5 }, flops: { value: 1e9 } },
    });
    await run({ model: "closed/best", serving: { provider: "unknown", precision: "auto" }, samples: answers("11") });
    await run({ mode: "high+python", runner: "vllm", deployment: { precision: "half" }, samples: answers("1110") });
    await run({ mode: "low+python", runner: "openai", samples: answers("1000") });
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const FIELDS = `groups { key candidateCount } ungrouped ungroupedCandidates { model { slug } mode reason } pairCount
    pairs { model { slug } a { key mode } b { key mode } problemCount reason
      accuracy { a b difference { value count } verdict } mcnemar { onlyA onlyB pValue } }`;
  const compare = async (by: string) =>
    (await api.data(`{ comparison(where: { benchmark: ["sums"] }, by: ${by}) { ${FIELDS} } }`)).comparison;

  it("reads the facts from what is stated, and leaves unknown what nobody said", async () => {
    const { runs } = await api.data(`{ runs(first: 20, orderBy: { field: ACCURACY, direction: DESC }) {
      nodes { model { slug } mode serving { provider engine precision effort version date } } totalCount } }`);
    expect(runs.totalCount).toBe(9);
    const of = (slug: string, mode: string) =>
      runs.nodes.filter((run: any) => run.model.slug === slug && run.mode === mode).map((run: any) => run.serving);
    const nothing = { provider: null, engine: null, precision: null, effort: null, version: null, date: null };
    expect(of("closed/best", "default")).toEqual([nothing]);
    expect(of("acme/small", "high+python")).toEqual([
      { ...nothing, engine: "vllm", precision: "fp16", effort: "high" },
    ]);
    // A server that speaks the protocol of OpenAI may be any engine.
    expect(of("acme/small", "low+python")).toEqual([{ ...nothing, effort: "low" }]);
    const small = of("acme/small", "default");
    expect(small).toHaveLength(3);
    expect(small).toEqual(
      expect.arrayContaining([
        { ...nothing, provider: "together", precision: "fp8" },
        { ...nothing, provider: "fireworks", precision: "bf16" },
        { ...nothing, provider: "groq", precision: "fp8" },
      ]),
    );
  });

  it("pairs the providers of a model where their runs share problems, and says why others are left out", async () => {
    const { groups, pairs, pairCount, ungrouped, ungroupedCandidates } = await compare("PROVIDER");
    expect(groups.map(({ key }: any) => key)).toEqual(["fireworks", "groq", "together"]);
    expect(pairCount).toBe(6);
    const pair = (slug: string, a: string, b: string) =>
      pairs.find((one: any) => one.model.slug === slug && one.a.key === a && one.b.key === b);
    expect(pair("acme/small", "fireworks", "together")).toMatchObject({
      problemCount: 10,
      reason: null,
      accuracy: { a: 0.8, b: 0.4, difference: { value: expect.closeTo(0.4, 12), count: 10 }, verdict: "TIED" },
      // 2 · 0.5⁴, by hand
      mcnemar: { onlyA: 4, onlyB: 0, pValue: expect.closeTo(0.125, 12) },
    });
    expect(pair("acme/small", "groq", "together")).toMatchObject({ problemCount: 5, accuracy: { a: 1, b: 0.8 } });
    expect(pair("acme/large", "groq", "together")).toMatchObject({
      ...{ problemCount: 0, accuracy: null, mcnemar: null, reason: "No problem was answered by both." },
    });
    expect(pair("acme/large", "fireworks", "groq").reason).toBe(
      "No single answers of the first are stored, only a total.",
    );
    expect(ungrouped).toBe(3);
    expect(ungroupedCandidates).toHaveLength(3);
    expect(ungroupedCandidates[0].reason).toBe("PROVIDER is not known of any of its runs.");
  });

  it("compares precisions by their usual names", async () => {
    const { groups, pairs } = await compare("PRECISION");
    expect(groups.map(({ key }: any) => key)).toEqual(["bf16", "fp16", "fp8"]);
    expect(pairs).toHaveLength(1);
    expect(pairs[0]).toMatchObject({ a: { key: "bf16" }, b: { key: "fp8" }, problemCount: 10 });
  });

  it("pairs efforts, whose modes differ by nothing else", async () => {
    const { groups, pairs } = await compare("EFFORT");
    expect(groups.map(({ key }: any) => key)).toEqual(["high", "low"]);
    expect(pairs).toMatchObject([
      {
        a: { key: "high", mode: "high+python" },
        b: { key: "low", mode: "low+python" },
        ...{ problemCount: 4, accuracy: { a: 0.75, b: 0.25 } },
      },
    ]);
  });

  it("groups engines, and has no pairs where the key is a property of models", async () => {
    expect((await compare("ENGINE")).groups).toEqual([{ key: "vllm", candidateCount: 1 }]);
    expect(await compare("ARCHITECTURE")).toMatchObject({ pairCount: 0, pairs: [] });
  });

  it("filters by provider, engine, precision and effort, and refuses values that no run has", async () => {
    const count = async (where: string) =>
      (await api.data(`{ runs(where: {${where}}) { totalCount } }`)).runs.totalCount;
    expect(await count('provider: ["together"]')).toBe(2);
    expect(await count('precision: ["fp8"]')).toBe(2);
    expect(await count('engine: ["vllm"], effort: ["high"]')).toBe(1);
    const { errors } = await api.ask(`{ runs(where: { precision: ["bfloat16"] }) { totalCount } }`);
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/bf16, fp16, fp8/), extensions: { code: "UNKNOWN_VALUE" } },
    ]);
  });

  it("counts the rows of every connection and lists them without cursors", async () => {
    const { models, model, benchmarks } = await api.data(`{
      models(first: 1) { totalCount nodes { slug } edges { node { slug } } }
      model(slug: "acme/small") { runs(first: 5) { totalCount nodes { samples(correct: true) { totalCount } } } }
      benchmarks(first: 2) { nodes { slug runs { totalCount } } }
    }`);
    expect(models).toMatchObject({
      totalCount: 3,
      nodes: [{ slug: "acme/large" }],
      edges: [{ node: { slug: "acme/large" } }],
    });
    expect(model.runs.totalCount).toBe(5);
    expect(model.runs.nodes.map((run: any) => run.samples.totalCount).sort()).toEqual([1, 3, 4, 5, 8]);
    expect(benchmarks.nodes).toEqual([
      { slug: "proofs", runs: { totalCount: 0 } },
      { slug: "sums", runs: { totalCount: 9 } },
    ]);
  });

  it("gives a benchmark the frontier and the trajectory of the root", async () => {
    const own = `objectives: [{ metric: "accuracy" }, { metric: "output_tokens" }], grain: RUN, asOf: "2024-06-01"`;
    const dated = `objectives: [{ metric: "accuracy" }, { metric: "output_tokens" }], from: "2024-06-01"`;
    const frontier = "{ candidateCount points { mode value: measures { value } } dataVersion }";
    const trajectory = "{ steps { date candidateCount points { mode } } }";
    const { benchmark, ...root } = await api.data(`{
      benchmark(slug: "sums") { frontier(${own}) ${frontier} trajectory(${dated}) ${trajectory} }
      frontier(where: { benchmark: ["sums"] }, ${own}) ${frontier}
      trajectory(where: { benchmark: ["sums"] }, ${dated}) ${trajectory}
    }`);
    expect(benchmark).toEqual(root);
    expect(benchmark.frontier.points.length).toBeGreaterThan(0);
  });
});
