import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunSubmissionInput } from "../../src/recording/submitted/submission.ts";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const FIELDS = `problemCount a { mode answerCount onlyHere tokenCap votes } b { mode answerCount onlyHere }
  accuracy { metric { name } a b difference { value low high count } verdict }
  mcnemar { pValue onlyA onlyB }
  costs { metric { name } a b difference { value low high count } verdict }
  differing(first: 3) { edges { node { problemId a b } cursor } pageInfo { hasNextPage } }
  warnings { code message candidates { model { slug } mode } }`;

/** Answers to problems p1 … whose verdicts are the characters, each of so many tokens. */
const answers = (verdicts: string, tokens: number, more: object = {}) =>
  [...verdicts].map((verdict, i) => ({
    ...{ problem: `p${i + 1}`, repeat: 0, correct: verdict === "1", outputTokens: tokens + i, promptTokens: 10 },
    ...{ answer: verdict === "1" ? "7" : `${i}`, expected: "7" },
    ...more,
  }));

describe.each(ENGINES)("compare on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    api = await serveApi(store);
    const run = (more: Partial<RunSubmissionInput>) => recordRun(store, more);
    await run({ model: "acme/small", samples: answers("1100000000", 100) });
    await run({ model: "acme/large", samples: answers("1111111101", 200, { cost: 0.5 }).slice(0, 9), lab: "lab-b" });
    await run({ model: "acme/small", mode: "on", samples: answers("1111000000", 300) });
    const repeats = [0, 1, 2].flatMap((repeat) => answers(repeat === 2 ? "000" : "110", 50 * (repeat + 1), { repeat }));
    await run({ model: "closed/best", samples: repeats });
    await run({ model: "closed/best", mode: "total", measures: { accuracy: { value: 0.5 } } });
    const asked = (grader: string) => ({ protocol: { grader, prompt: "short" }, mode: "asked" });
    await run({ model: "acme/small", ...asked("rules"), samples: answers("1010", 20) });
    await run({ model: "acme/large", ...asked("rules"), samples: answers("0110", 30) });
    await run({ model: "acme/large", ...asked("judge"), samples: answers("11111", 40) });
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const refusalsOf = async (query: string) => (await api.ask(query)).errors!;
  const compare = async (a: string, b: string, more = "") =>
    (await api.data(`{ compare(a: {${a}}, b: {${b}}, benchmark: "sums"${more}) { ${FIELDS} } }`)).compare;

  it("pairs the problems that both answered", async () => {
    const paired = await compare('model: "acme/small", mode: "default"', 'model: "acme/large", mode: "default"');
    expect(paired).toMatchObject({
      problemCount: 9,
      a: { mode: "default", answerCount: 9, onlyHere: 1, tokenCap: null, votes: null },
      b: { answerCount: 9, onlyHere: 0 },
      accuracy: { metric: { name: "accuracy" }, difference: { count: 9 }, verdict: "B" },
      // statsmodels.stats.contingency_tables.mcnemar([[2, 0], [6, 1]], exact=True)
      mcnemar: { onlyA: 0, onlyB: 6, pValue: expect.closeTo(0.03125, 12) },
      differing: {
        edges: [
          { node: { problemId: "p3", a: 0, b: 1 } },
          { node: { problemId: "p4" } },
          { node: { problemId: "p5" } },
        ],
        pageInfo: { hasNextPage: true },
      },
      warnings: [{ code: "MIXED_LABS", message: expect.stringMatching(/2 labs: lab-a \(1\), lab-b \(1\)/) }],
    });
    expect(paired.accuracy.difference.value).toBeCloseTo(-6 / 9, 12);
    // Dollars are known of one side alone.
    expect(paired.costs.map(({ metric }: any) => metric.name).sort()).toEqual(["flops", "output_tokens"]);
    const tokens = paired.costs.find(({ metric }: any) => metric.name === "output_tokens");
    expect(tokens).toMatchObject({ a: 104, b: 204, difference: { value: -100, low: -100, high: -100 }, verdict: "A" });
  });

  it("asks the filter of the models, the benchmark and the mode too", async () => {
    const sides = ['model: "acme/small", mode: "default"', 'model: "acme/large", mode: "default"'] as const;
    const where = (filter: string) => `, where: {${filter}}`;
    const both = where('model: ["acme/small", "acme/large"], benchmark: ["sums"], mode: ["default"]');
    expect((await compare(...sides, both)).problemCount).toBe(9);
    for (const [filter, message] of [
      ['model: ["acme/small"]', "where: it leaves out acme/large, which is compared."],
      ['benchmark: ["proofs"]', "where: it leaves out sums, which is compared."],
      ['mode: ["on"]', /a\.mode: acme\/small has no results in a mode "default"/],
    ] as const) {
      const query = `{ compare(a: {${sides[0]}}, b: {${sides[1]}}, benchmark: "sums"${where(filter)}) { problemCount } }`;
      const [error] = await refusalsOf(query);
      expect(error!.message).toMatch(message);
    }
  });

  it("compares modes of one model and turns round with the sides", async () => {
    const [off, on] = ['model: "acme/small", mode: "default"', 'model: "acme/small", mode: "on"'];
    const [one, other] = [await compare(off, on), await compare(on, off)];
    expect(one.accuracy).toMatchObject({ difference: { value: -0.2 }, verdict: "TIED" });
    expect(one.accuracy.difference.low).toBeCloseTo(-other.accuracy.difference.high, 9);
    expect(one.mcnemar.pValue).toBeCloseTo(0.5, 12);
    expect(one.warnings).toEqual([]);
    expect((await compare(on, on)).accuracy).toMatchObject({ difference: { value: 0 }, verdict: "TIED" });
  });

  it("compares operating points by caps and votes", async () => {
    const [capped, full] = ['model: "acme/small", mode: "on", tokenCap: 301', 'model: "acme/small", mode: "on"'];
    const paired = await compare(capped, full);
    expect(paired.accuracy).toMatchObject({ a: 0.2, b: 0.4, difference: { value: -0.2 } });
    const tokens = paired.costs.find(({ metric }: any) => metric.name === "output_tokens");
    // The first answer has 300 tokens, and nine are cut off at 301.
    expect(tokens.a).toBeCloseTo(300.9, 9);
    const flops = paired.costs.find(({ metric }: any) => metric.name === "flops");
    expect(flops.a).toBeLessThan(flops.b);

    const votes = await compare(
      'model: "closed/best", mode: "default", votes: 3',
      'model: "closed/best", mode: "default"',
    );
    // Two of three answers to p1 and p2 are right and vote alike; p3 is always wrong.
    expect(votes.accuracy.a).toBeCloseTo(2 / 3, 12);
    expect(votes.accuracy.b).toBeCloseTo(4 / 9, 12);
    const spent = votes.costs.find(({ metric }: any) => metric.name === "output_tokens");
    expect(spent.a / spent.b).toBeCloseTo(3, 12);
  });

  it("takes experiments that were asked alike, and can be held to one", async () => {
    const sides = ['model: "acme/small", mode: "asked"', 'model: "acme/large", mode: "asked"'] as const;
    const alike = await compare(...sides);
    expect(alike).toMatchObject({
      problemCount: 4,
      mcnemar: { onlyA: 1, onlyB: 1, pValue: expect.closeTo(1, 12) },
      warnings: [],
    });
    const judged = await refusalsOf(
      `{ compare(a: {${sides[0]}}, b: {${sides[1]}}, benchmark: "sums", where: {grader: ["judge"]}) { problemCount } }`,
    );
    expect(judged[0]!).toMatchObject({
      message: expect.stringMatching(/a\.model: no results of acme\/small on sums match/),
      extensions: { code: "NOTHING_TO_COMPARE" },
    });
  });

  it.each([
    ['model: "acme/tiny"', "UNKNOWN_MODEL", /a\.model: there is no model "acme\/tiny"/],
    ['model: "acme/small", mode: "fast"', "UNKNOWN_VALUE", /no results in a mode "fast".*asked, default, on/],
    ['model: "closed/best", mode: "total"', "NOTHING_TO_COMPARE", /no single answers/],
    ['model: "acme/small", mode: "on", votes: 2', "BAD_RANGE", /only 1 of them/],
    ['model: "acme/small", mode: "on", votes: 1', "BAD_RANGE", /a\.votes: 1 is not between/],
    ['model: "acme/small", mode: "on", tokenCap: 0', "BAD_RANGE", /a\.tokenCap: 0 is not between/],
  ])("refuses %s with %s", async (side, code, message) => {
    const query = `{ compare(a: {${side}}, b: {model: "acme/large", mode: "default"}, benchmark: "sums") { problemCount } }`;
    expect((await refusalsOf(query))[0]!).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code },
    });
  });

  it("refuses sides without a problem in common, and pages the problems", async () => {
    await recordRun(store, { mode: "elsewhere", samples: [{ problem: "q1", repeat: 0, correct: true }] });
    const query = `{ compare(a: {model: "acme/small", mode: "elsewhere"}, b: {model: "acme/large", mode: "default"}, benchmark: "sums") { problemCount } }`;
    expect((await refusalsOf(query))[0]!.extensions!.code).toBe("NOTHING_TO_COMPARE");
    const page = (after: string) =>
      api.data(`{ compare(a: {model: "acme/small", mode: "default"}, b: {model: "acme/large", mode: "default"}, benchmark: "sums") {
        differing(first: 4${after}) { edges { node { problemId } cursor } pageInfo { hasNextPage } } } }`);
    const first = (await page("")).compare.differing;
    const second = (await page(`, after: "${first.edges[3].cursor}"`)).compare.differing;
    expect([...first.edges, ...second.edges].map(({ node }) => node.problemId)).toEqual([
      "p3",
      "p4",
      "p5",
      "p6",
      "p7",
      "p8",
    ]);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });
});
