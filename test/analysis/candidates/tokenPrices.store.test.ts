import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { readFrontier } from "../../../src/analysis/frontier.ts";
import { type FrontierArguments, frontierRequest } from "../../../src/analysis/request/frontierRequest.ts";
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
    const samples = [100, 200, 600, 700].flatMap((outputTokens, problem) =>
      [0, 1, 2].map((repeat) => ({
        ...{ problem: `p${problem}`, repeat, outputTokens: outputTokens + repeat * 10, promptTokens: 50 },
        ...{ answer: problem + repeat < 4 ? "7" : "8", expected: "7" },
        correct: problem + repeat < 4,
      })),
    );
    await recordRun(store, { mode: "sampled", samples });
    await recordRun(store, { model: "closed/best", mode: "sampled", samples });
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api?.close();
    await store?.close();
  });

  const frontierOf = async (asked: FrontierArguments) => {
    const catalogue = await store.catalogue();
    const objectives = asked.objectives ?? [{ metric: "accuracy" }, { metric: "cost" }];
    const frontier = await readFrontier(store, frontierRequest({ ...asked, objectives }, catalogue));
    const points = [...frontier.points, ...(await frontier.dominated())];
    const all = await Promise.all(
      points.map(async (point) => ({
        ...{ model: catalogue.models.byId.get(point.modelId)!.slug, mode: point.mode, values: point.values },
        ...{
          point: point.operatingPoint,
          cost: (await frontier.measuresOf(point)).cost!,
          membership: await frontier.membershipOf(point),
        },
      })),
    );
    return { frontier, all, of: (slug: string) => all.find(({ model }) => model === slug)! };
  };
  const SUMS = { benchmark: ["sums"], mode: ["default"] };

  it.each<FrontierArguments>([
    {},
    { grain: "RUN" },
    { betterThanChance: true },
    { minMembership: 0 },
    { where: { ...SUMS, lab: ["lab-a"] } },
  ])("gives a candidate without a cost one by hand: (200 × 0.5 + 1000 × 2) / 10^6 = 0.0021 (%j)", async (more) => {
    const { of } = await frontierOf({ where: SUMS, ...more });
    const small = of("acme/small");
    expect(small.values[1]).toBeCloseTo(0.0021, 12);
    expect(small.cost).toMatchObject({ value: expect.closeTo(0.0021, 12), estimated: true });
    // The prompt is not stated: the 100 tokens that are usual there, (100 × 3 + 400 × 15) / 10^6.
    expect(of("closed/best").values[1]).toBeCloseTo(0.0063, 12);
    expect(of("acme/large").values[1]).toBe(0.001);
    expect(of("acme/large").cost).toEqual({ value: 0.001 });
  });

  it("are those of a paired comparison too, also of answers that are cut off, with a note", async () => {
    const compare = async (capped: string) => {
      const [a, b] = [`model: "acme/small", mode: "sampled"${capped}`, 'model: "closed/best", mode: "sampled"'];
      const { costs } = (
        await api.data(
          `{ compare(a: {${a}}, b: {${b}}, benchmark: "sums") { costs { metric { name } a b verdict note } } }`,
        )
      ).compare;
      return costs.find(({ metric }: any) => metric.name === "cost");
    };
    // 50 prompt tokens and 410 output tokens in the mean.
    expect(await compare("")).toEqual({
      // Four problems cannot tell.
      ...{ metric: { name: "cost" }, verdict: "TIED" },
      a: expect.closeTo((50 * 0.5 + 410 * 2) / 1e6, 12),
      b: expect.closeTo((50 * 3 + 410 * 15) / 1e6, 12),
      note: expect.stringMatching(/^acme\/small: tokens at 0\.5 and 2 US dollars .*; closed\/best: tokens at 3 and 15/),
    });
    // Cut off at 500 tokens, the answers have 110, 210, 500 and 500.
    expect((await compare(", tokenCap: 500")).a).toBeCloseTo((50 * 0.5 + 330 * 2) / 1e6, 12);
    expect((await compare(", votes: 3")).a).toBeCloseTo((3 * (50 * 0.5 + 410 * 2)) / 1e6, 12);
  });

  it("names the price's source, provider and date, and what is not known of the prompt", async () => {
    const { of } = await frontierOf({ where: SUMS });
    expect(of("closed/best").cost.note).toBe(
      "tokens at 3 and 15 US dollars per million input and output tokens (Acme Cloud, 2025-08-05; the price list); prompt tokens assumed to be the 100 that are usual on the benchmark",
    );
    const proofs = await frontierOf({ where: { benchmark: ["proofs"] } });
    expect(proofs.of("acme/small").cost).toMatchObject({
      value: 0.004,
      note: expect.stringContaining("prompt tokens are not known and not paid for here"),
    });
  });

  it("takes results with a cost of their own before larger ones without", async () => {
    const { all } = await frontierOf({ where: { ...SUMS, mode: ["off"] } });
    expect(all.map(({ values }) => values)).toEqual([[0.7, 0.004]]);
  });

  it("is the mean over several benchmarks", async () => {
    const { all } = await frontierOf({ where: { benchmark: ["sums", "proofs"] } });
    expect(all.map(({ model, mode }) => `${model} ${mode}`)).toEqual(["acme/small default"]);
    expect(all[0]!.values[1]).toBeCloseTo((0.0021 + 0.004) / 2, 12);
    expect(all[0]!.cost.value).toBeCloseTo((0.0021 + 0.004) / 2, 12);
  });

  it("competes within constraints, and by what a right answer costs", async () => {
    const objectives = [{ metric: "accuracy" }, { metric: "cost_per_correct" }];
    const within = (max: number) => frontierOf({ where: SUMS, objectives, constraints: [{ metric: "cost", max }] });
    expect((await within(0.0022)).of("acme/small").values[1]).toBeCloseTo(0.0021 / 0.8, 12);
    expect((await within(0.002)).all.map(({ model }) => model)).toEqual(["acme/large"]);
  });

  it("leaves out what has no price, and says nothing of what has one", async () => {
    const { frontier } = await frontierOf({ where: { ...SUMS, mode: ["default", "on"] } });
    const leftOut = (await frontier.leftOut()).map(({ modelId, mode, reason }) => [modelId, mode, reason]);
    expect(leftOut).toEqual([[2, "on", "NO_VALUE"]]);
  });

  it("resamples costs with the answers, as the intervals that these give have them", async () => {
    const { of } = await frontierOf({ where: { ...SUMS, mode: ["sampled"] } });
    for (const model of ["acme/small", "closed/best"]) {
      expect(of(model).membership).toMatchObject({ probability: expect.any(Number), note: null });
    }
    // Of equal answers the one at a lower price is on the frontier in every resample.
    expect(of("acme/small").membership.probability).toBe(1);
    expect(of("closed/best").membership.probability).toBe(0);
  });

  it("prices caps, votes and cascades", async () => {
    const { all } = await frontierOf({ where: { ...SUMS, mode: ["sampled"] }, grain: "OPERATING_POINT" });
    const at = (find: Record<string, unknown>, model = "acme/small") => {
      const none = { tokenCap: null, votes: null, bestOf: null, fallback: null };
      return all.find(
        (one) => one.model === model && JSON.stringify(one.point) === JSON.stringify({ ...none, ...find }),
      );
    };
    // Mean tokens 410 and 50 of the prompt: (50 × 0.5 + 410 × 2) / 10^6.
    const one = 0.000845;
    expect(at({})!.values[1]).toBeCloseTo(one, 12);
    expect(at({ votes: 2 })!.values[1]).toBeCloseTo(2 * one, 12);
    // At a cap of 256 the answers of two problems are cut: (100 + 110 + 120 + 200 + 210 + 220 + 6 × 256) / 12 = 208.
    expect(at({ tokenCap: 256 })!.values[1]).toBeCloseTo((50 * 0.5 + 208 * 2) / 1e6, 12);
    expect(at({ tokenCap: 256 })!.cost).toMatchObject({ estimated: true, note: expect.stringContaining("Acme Cloud") });
    const cascades = all.filter(({ point }) => point?.fallback);
    expect(cascades.length).toBeGreaterThan(0);
    for (const { cost } of cascades) expect(cost.note).toMatch(/0\.5 and 2 US .* 15 US|15 US .* 0\.5 and 2 US/);
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
    const costAt = async (dollars: { dollarsPerHour?: number }) =>
      (await frontierOf({ where: { benchmark: ["proofs"] }, on: { hardware: "h100-sxm", ...dollars } })).of(
        "acme/small",
      ).cost;
    const own = await costAt({});
    expect(own.value).toBeCloseTo((await costAt({ dollarsPerHour: 2.5 })).value, 15);
    expect(own.note).toContain("at 2.5 US dollars an hour of an accelerator (Acme Cloud, 2025-08; the price list)");
    expect((await costAt({ dollarsPerHour: 5 })).note).not.toContain("Acme Cloud");
    await expect(frontierOf({ where: SUMS, on: { hardware: "l40s" } })).rejects.toThrow("ACCELERATOR_PRICES");
  });
});
