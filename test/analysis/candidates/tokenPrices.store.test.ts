import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Prices, TokenPrice } from "../../../src/store/prices.ts";
import { openStore, type Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { createDatabaseOn } from "../../support/createDatabase.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";

const price = (model: string, date: string, input: number, output: number): TokenPrice => ({
  ...{ model, date, input, output, provider: "Acme Cloud", cached: null },
  ...{ source: "the price list", license: null, note: null },
});
const PRICES: Prices = {
  tokens: [
    price("acme/small", "2025-02", 9, 9),
    price("acme/small", "2025-08-05", 0.5, 2),
    price("closed/best", "2025-08-05", 3, 15),
    price("nobody/unknown", "2025-08-05", 1, 1),
  ],
  accelerators: [
    { accelerator: "H100-SXM", provider: "Acme Cloud", date: "2025-08", dollarsPerHour: 2.5, source: "the price list" },
  ],
};

const STORES: [string, (prices: Prices) => Promise<Store>][] = [
  ["PGlite", (prices) => openStore({}, prices)],
  ["PostgreSQL", async (prices) => openStore({ url: await createDatabaseOn(inject("postgresUrl")) }, prices)],
];
const OBJECTIVES = '[{ metric: "accuracy" }, { metric: "cost" }]';
const POINTS = "points { model { slug } mode values measures { metric { name } value low high count estimated note } }";

interface Point {
  model: { slug: string };
  mode: string;
  values: number[];
  measures: { metric: { name: string }; value: number; low: number; high: number; estimated: boolean; note: string }[];
}

const costOf = ({ measures }: Point) => measures.find(({ metric }) => metric.name === "cost");

describe.each(STORES)("costs from the prices of tokens on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open(PRICES);
    await fillSmallStore(store);
    const measures = (values: Record<string, number>) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
    const run = (model: string, values: Record<string, number>, more = {}) =>
      recordRun(store, { model, measures: measures(values), ...more });
    await run("acme/small", { accuracy: 0.8, output_tokens: 1000, prompt_tokens: 200 });
    await run("closed/best", { accuracy: 0.9, output_tokens: 400 });
    await run("acme/large", { accuracy: 0.5, output_tokens: 10, cost: 0.001 });
    await run("acme/large", { accuracy: 0.4, output_tokens: 10 }, { mode: "on" });
    await run("acme/small", { accuracy: 0.4, output_tokens: 2000 }, { benchmark: "proofs" });
    // More answers, and a cost that only follows from tokens: the smaller run with its own cost goes first.
    await run("acme/small", { accuracy: 0.7, output_tokens: 5, cost: 0.004 }, { mode: "off", problemCount: 1 });
    await run("acme/small", { accuracy: 0.7, output_tokens: 5000 }, { mode: "off", lab: "lab-b", problemCount: 4 });
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api?.close();
    await store?.close();
  });
  const pointsOf = async (where: string, more = "") => {
    const query = `{ frontier(where: { ${where} }, objectives: ${OBJECTIVES} ${more}) {
      candidateCount dominated { model { slug } mode values measures { metric { name } value estimated note } } ${POINTS} } }`;
    const { frontier } = await api.data(query);
    const points: Point[] = frontier.points;
    return { points, all: [...points, ...(frontier.dominated as Point[])] };
  };

  it.each(["", "grain: RUN", "betterThanChance: true", "minMembership: 0"])(
    "gives a candidate without a cost one by hand: (200 × 0.5 + 1000 × 2) / 10^6 = 0.0021 (%s)",
    async (more) => {
      const { all } = await pointsOf('benchmark: ["sums"], mode: ["default"]', more);
      const bySlug = new Map(all.map((point) => [point.model.slug, point]));
      const small = bySlug.get("acme/small")!;
      expect(small.values[1]).toBeCloseTo(0.0021, 12);
      expect(costOf(small)).toMatchObject({ value: expect.closeTo(0.0021, 12), estimated: true });
      // The prompt is not stated: the 100 tokens that are usual there, (100 × 3 + 400 × 15) / 10^6.
      expect(bySlug.get("closed/best")!.values[1]).toBeCloseTo(0.0063, 12);
      expect(bySlug.get("acme/large")!.values[1]).toBe(0.001);
      expect(costOf(bySlug.get("acme/large")!)).toMatchObject({ value: 0.001, estimated: false, note: null });
    },
  );

  it("names the price's source, provider and date, and what is not known of the prompt", async () => {
    const { all } = await pointsOf('benchmark: ["sums"], mode: ["default"]');
    const note = costOf(all.find(({ model }) => model.slug === "closed/best")!)!.note;
    expect(note).toBe(
      "tokens at 3 and 15 US dollars per million input and output tokens (Acme Cloud, 2025-08-05; the price list); prompt tokens assumed to be the 100 that are usual on the benchmark",
    );
    const { all: proofs } = await pointsOf('benchmark: ["proofs"]');
    expect(costOf(proofs[0]!)).toMatchObject({
      value: 0.004,
      note: expect.stringContaining("prompt tokens are not known and not paid for here"),
    });
  });

  it("takes results with a cost of their own before larger ones without", async () => {
    const { points } = await pointsOf('benchmark: ["sums"], mode: ["off"]');
    expect(points.map(({ values }: Point) => values)).toEqual([[0.7, 0.004]]);
  });

  it("gives the same over runs as over pooled results, and the mean over benchmarks", async () => {
    const { all } = await pointsOf('benchmark: ["sums"], mode: ["default"], lab: ["lab-a"]');
    expect(all.find(({ model }) => model.slug === "acme/small")!.values[1]).toBeCloseTo(0.0021, 12);
    const { points } = await pointsOf('benchmark: ["sums", "proofs"]');
    expect(points.map(({ model }: Point) => model.slug)).toEqual(["acme/small"]);
    expect(points[0]!.values[1]).toBeCloseTo((0.0021 + 0.004) / 2, 12);
    expect(costOf(points[0]!)!.value).toBeCloseTo((0.0021 + 0.004) / 2, 12);
  });

  it("competes within constraints, and by what a right answer costs", async () => {
    const query = (max: number) => `{ frontier(where: { benchmark: ["sums"], mode: ["default"] },
      objectives: [{ metric: "accuracy" }, { metric: "cost_per_correct" }], constraints: [{ metric: "cost", max: ${max} }]) {
      candidateCount points { model { slug } values } } }`;
    const { frontier } = await api.data(query(0.0022));
    const small = frontier.points.find(({ model }: Point) => model.slug === "acme/small")!;
    expect(small.values[1]).toBeCloseTo(0.0021 / 0.8, 12);
    const { frontier: cheaper } = await api.data(query(0.002));
    expect(cheaper.points.map(({ model }: Point) => model.slug)).toEqual(["acme/large"]);
  });

  it("leaves out what has no price, and says nothing of what has one", async () => {
    const { frontier } =
      await api.data(`{ frontier(where: { benchmark: ["sums"], mode: ["default", "on"] }, objectives: ${OBJECTIVES}) {
        leftOut { model { slug } mode reason competes } } }`);
    expect(frontier.leftOut).toEqual([
      { model: { slug: "acme/large" }, mode: "on", reason: "NO_VALUE", competes: false },
    ]);
  });

  it("lists the prices of a model, the newest first", async () => {
    const { model } = await api.data(
      '{ model(slug: "acme/small") { prices { provider date input cached output source license note } } }',
    );
    const rest = { provider: "Acme Cloud", cached: null, source: "the price list", license: null, note: null };
    expect(model.prices).toEqual([
      { date: "2025-08-05", input: 0.5, output: 2, ...rest },
      { date: "2025-02", input: 9, output: 9, ...rest },
    ]);
  });

  it("takes the price of an accelerator for an hour from its table, and names it", async () => {
    const cost = async (dollars: string) => {
      const { frontier } = await api.data(
        `{ frontier(where: { benchmark: ["proofs"] }, objectives: ${OBJECTIVES}, on: { hardware: "h100-sxm" ${dollars} }) { ${POINTS} } }`,
      );
      return costOf(frontier.points[0]!)!;
    };
    const own = await cost("");
    expect(own.value).toBeCloseTo((await cost("dollarsPerHour: 2.5")).value, 15);
    expect(own.note).toContain("at 2.5 US dollars an hour of an accelerator (Acme Cloud, 2025-08; the price list)");
    expect((await cost("dollarsPerHour: 5")).note).not.toContain("Acme Cloud");
    const response = await api.ask(
      `{ frontier(where: { benchmark: ["proofs"] }, objectives: ${OBJECTIVES}, on: { hardware: "l40s" }) { candidateCount } }`,
    );
    expect(JSON.stringify(response)).toContain("ACCELERATOR_PRICES");
  });
});
