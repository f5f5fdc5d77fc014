import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findOrAddBenchmark } from "../../src/recording/additions.ts";
import type { Store } from "../../src/store/store.ts";
import { benchmarks } from "../../src/store/tables.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

describe.each(ENGINES)("chance on %s", (_, open) => {
  let store: Store;
  let api: Api;
  const state = (model: string, value: number, tokens: number, mode = "default") =>
    recordRun(store, {
      ...{ model, mode, benchmark: "choices" },
      measures: { accuracy: { value, count: 200 }, output_tokens: { value: tokens } },
    });
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    await store.drizzle.insert(benchmarks).values({ slug: "choices", name: "Choices", version: "1", optionCount: 4 });
    await store.refresh();
    api = await serveApi(store);
    // The guesser is the cheapest, and the best of those that cost less than the large model.
    await state("acme/small", 0.29, 10);
    await state("acme/small", 0.3, 20, "on");
    await state("closed/best", 0.4, 25);
    await state("acme/large", 0.8, 1000);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const objectives = 'objectives: [{metric: "accuracy"}, {metric: "output_tokens"}]';
  const ask = async (more: string, fields: string, where = 'benchmark: ["choices"]') =>
    (await api.data(`{ frontier(where: {${where}}, ${objectives}${more}) { ${fields} } }`)).frontier;

  it("marks points that are not better than guessing, and warns of them", async () => {
    const { points, warnings } = await ask(
      "",
      "points { mode betterThanChance } warnings { code message candidates { mode } }",
    );
    expect(points.map(({ betterThanChance }: any) => betterThanChance)).toEqual([false, false, true, true]);
    const warning = warnings.find(({ code }: any) => code === "NOT_ABOVE_CHANCE");
    expect(warning).toMatchObject({ candidates: [{ mode: "default" }, { mode: "on" }], message: /^2 of the 4 points/ });
  });

  it("leaves them out of the best, though they meet the limits", async () => {
    const best = async (constraint: string) =>
      (await ask("", `best(constraints: [${constraint}]) { model { slug } mode }`)).best;
    expect(await best('{metric: "output_tokens", max: 30}')).toEqual({
      model: { slug: "closed/best" },
      mode: "default",
    });
    expect(await best('{metric: "output_tokens", max: 20}')).toBeNull();
    expect(await best('{metric: "accuracy", min: 0.2}')).toEqual({ model: { slug: "closed/best" }, mode: "default" });
  });

  it("leaves them out where that is asked", async () => {
    const fields = "candidateCount hypervolume points { model { slug } }";
    const { candidateCount, points } = await ask(", betterThanChance: true", fields);
    expect(candidateCount).toBe(2);
    expect(points.map(({ model }: any) => model.slug)).toEqual(["closed/best", "acme/large"]);
    expect((await ask(", betterThanChance: false", fields)).candidateCount).toBe(4);
    const runs = await ask(", betterThanChance: true, grain: RUN", fields);
    expect(runs.candidateCount).toBe(2);
  });

  it("names what is left out for it, with the reason and its runs", async () => {
    const fields = "leftOut { model { slug } mode reason message runCount competes }";
    const message =
      "Its accuracy is not better than guessing, which reaches 25.0 %: the 95 % interval begins at or below that.";
    const guessing = { model: { slug: "acme/small" }, reason: "NOT_BETTER_THAN_CHANCE", message, runCount: 1 };
    for (const grain of ["MODEL", "RUN"]) {
      const { leftOut } = await ask(`, betterThanChance: true, grain: ${grain}`, fields);
      expect(leftOut).toEqual([
        { ...guessing, mode: "default", competes: false },
        { ...guessing, mode: "on", competes: false },
      ]);
    }
    expect((await ask("", fields)).leftOut).toEqual([]);
    // Another run of the same model in the same mode that does not guess.
    await state("acme/small", 0.9, 15, "on");
    const { leftOut } = await ask(", betterThanChance: true, grain: RUN", fields);
    expect(leftOut).toContainEqual({ ...guessing, mode: "on", competes: true });
  });

  it("is a property of a benchmark, and that of the mean over several", async () => {
    const plugin = { slug: "mixed", name: "Mixed", domain: "science", version: "1", url: null, chanceLevel: 0.3 };
    await findOrAddBenchmark(store, plugin);
    await findOrAddBenchmark(store, { ...plugin, chanceLevel: 0.35 });
    const level = async (slug: string) =>
      (await api.data(`{ benchmark(slug: "${slug}") { chanceLevel } }`)).benchmark.chanceLevel;
    expect(await Promise.all(["choices", "mixed", "sums"].map(level))).toEqual([0.25, 0.35, 0]);
    await recordRun(store, {
      model: "acme/small",
      measures: { accuracy: { value: 0, count: 4 }, output_tokens: { value: 1 } },
    });
    // The mean of 0.29 and 0 lies above 0.125, the mean of the two levels, but Wilson's interval of 204 answers reaches 0.104.
    const { points } = await ask(
      "",
      "points { betterThanChance }",
      'benchmark: ["choices", "sums"], mode: ["default"]',
    );
    expect(points).toEqual([{ betterThanChance: false }]);
  });
});
