import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFrontier } from "../../src/analysis/frontier.ts";
import { type FrontierArguments, frontierRequest } from "../../src/analysis/request/frontierRequest.ts";
import type { Measures } from "../../src/store/measures.ts";
import type { Store } from "../../src/store/store.ts";
import { runs } from "../../src/store/tables.ts";
import { type Api, serveApi } from "../support/api.ts";
import { IS_LONG } from "../support/runs.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

interface WrittenRun {
  modelId: number;
  mode: string;
  benchmarkId: number;
  labId: number;
  protocolId: string | null;
  sampleCount: number;
  /** The values by metric. */
  values: Record<string, number>;
}

const value = (...values: number[]) => fc.option(fc.constantFrom(...values), { freq: 3 });
const written = fc
  .record({
    modelId: fc.integer({ min: 1, max: 2 }),
    mode: fc.constantFrom("default", "on"),
    benchmarkId: fc.integer({ min: 1, max: 2 }),
    labId: fc.integer({ min: 1, max: 2 }),
    protocolId: fc.option(fc.constantFrom("greedy", "sampled"), { freq: 2 }),
    // Different numbers of answers, so that no two experiments have equally many.
    sampleCount: fc.integer({ min: 1, max: 1_000_000 }),
    measured: fc.record({
      accuracy: value(0, 0.25, 0.5, 1),
      energy: value(0, 1, 2, 8),
      truncated_share: value(0.25, 0.5),
      coverage: value(0.5, 1),
    }),
  })
  .map(({ measured, ...run }): WrittenRun => {
    const known = Object.entries(measured).flatMap(([metric, one]) => (one === null ? [] : [[metric, one] as const]));
    return { ...run, values: Object.fromEntries(known) };
  });

let serial = 0;
const rowOf = ({ values, ...run }: WrittenRun): typeof runs.$inferInsert => ({
  ...{ ...run, contentHash: `run ${serial++}`, provenance: "IMPORTED", status: "SUCCEEDED" },
  measures: Object.fromEntries(Object.entries(values).map(([metric, one]) => [metric, { value: one }])) as Measures,
});

const QUESTIONS: { objectives: { metric: string; scale?: "LINEAR" }[]; constraint?: string }[] = [
  { objectives: [{ metric: "accuracy" }, { metric: "energy" }] },
  { objectives: [{ metric: "accuracy" }, { metric: "energy", scale: "LINEAR" }] },
  { objectives: [{ metric: "accuracy" }, { metric: "truncated_share" }] },
  { objectives: [{ metric: "accuracy" }, { metric: "energy" }, { metric: "coverage" }] },
  { objectives: [{ metric: "accuracy" }, { metric: "energy", scale: "LINEAR" }], constraint: "truncated_share" },
  { objectives: [{ metric: "accuracy" }, { metric: "joules_per_correct" }] },
];
const MEASURED: Record<string, string[]> = { joules_per_correct: ["energy", "accuracy"] };

/**
 * The candidates by their definition: on each benchmark an experiment in runs that have every metric. Over several benchmarks
 * first the protocol that reaches most of them, then the one with most answers over all of them; then the experiment with
 * most answers.
 */
function candidatesByHand(
  all: WrittenRun[],
  benchmarkIds: number[],
  { objectives, constraint }: (typeof QUESTIONS)[number],
) {
  const names = [...objectives.map(({ metric }) => metric), ...(constraint ? [constraint] : [])];
  const metrics = [...new Set(names.flatMap((name) => MEASURED[name] ?? [name]))];
  const experiment = ({ values, protocolId, labId }: WrittenRun) =>
    JSON.stringify([protocolId ?? labId, "accuracy" in values, "energy" in values]);
  const usable = all.filter(({ values }) => metrics.every((metric) => metric in values));
  return [...Map.groupBy(usable, ({ modelId, mode }) => `${modelId} ${mode}`)].flatMap(([key, own]) => {
    const alike = Map.groupBy(own, (run) => run.protocolId ?? experiment(run));
    const rank = ([first]: WrittenRun[]) => {
      const runs = alike.get(first!.protocolId ?? experiment(first!))!;
      return { reach: new Set(runs.map(({ benchmarkId }) => benchmarkId)).size, answers: weightOf(runs) };
    };
    const before = (a: WrittenRun[], b: WrittenRun[]) => {
      const [one, other] = [rank(a), rank(b)];
      const byProtocol = benchmarkIds.length === 1 ? 0 : other.reach - one.reach || other.answers - one.answers;
      return byProtocol || weightOf(b) - weightOf(a);
    };
    const chosen = benchmarkIds.flatMap((id) => {
      const ofBenchmark = own.filter((run) => run.benchmarkId === id);
      return [...Map.groupBy(ofBenchmark, experiment).values()].sort(before).slice(0, 1);
    });
    if (chosen.length < benchmarkIds.length) return [];
    const mean = (metric: string) => chosen.reduce((sum, group) => sum + pooled(group, metric), 0) / chosen.length;
    const values = objectives.map(({ metric }) =>
      metric === "joules_per_correct" ? mean("energy") / mean("accuracy") : mean(metric),
    );
    const isPlaced = objectives.every(({ metric, scale }, i) => {
      const isLog = scale !== "LINEAR" && (metric === "energy" || metric === "joules_per_correct");
      return Number.isFinite(values[i]) && (!isLog || values[i]! > 0);
    });
    return isPlaced ? [{ key, values: values.map(near), runs: chosen.flat().length }] : [];
  });
}

const weightOf = (group: WrittenRun[]) => group.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
function pooled(group: WrittenRun[], metric: string): number {
  if (metric === "coverage") return Math.max(...group.map(({ values }) => values.coverage!));
  return group.reduce((sum, run) => sum + run.sampleCount * run.values[metric]!, 0) / weightOf(group);
}
const near = (number: number) => Number(number.toPrecision(9));

describe.each(ENGINES)("the values of a candidate on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  it("come from the same runs, and every run that plays no part is counted", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { minLength: 1, maxLength: 14 }),
        fc.constantFrom<number[]>([1], [1, 2]),
        fc.constantFrom(...QUESTIONS),
        fc.boolean(),
        async (inserted, benchmarkIds, question, byFilter) => {
          await store.drizzle.delete(runs);
          await store.drizzle.insert(runs).values(inserted.map(rowOf));
          await store.refresh();
          const catalogue = await store.catalogue();
          const asked: FrontierArguments = {
            where: {
              benchmark: benchmarkIds.map((id) => catalogue.benchmarks.byId.get(id)!.slug),
              // This matches all runs, but pooled results cannot answer it.
              ...(byFilter && { lab: ["lab-a", "lab-b"] }),
            },
            objectives: question.objectives,
            constraints: question.constraint ? [{ metric: question.constraint, min: 0 }] : [],
          };
          const frontier = await readFrontier(store, frontierRequest(asked, catalogue));
          const points = [...frontier.points, ...(await frontier.dominated())];
          const matched = inserted.filter(({ benchmarkId }) => benchmarkIds.includes(benchmarkId));
          const expected = candidatesByHand(matched, benchmarkIds, question);
          const found = points.map(({ modelId, mode, values }) => ({
            key: `${modelId} ${mode}`,
            values: values.map(near),
          }));
          const inOrder = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();
          expect(inOrder(found)).toEqual(inOrder(expected.map(({ key, values }) => ({ key, values }))));
          for (const point of points) {
            const measures = await frontier.measuresOf(point);
            question.objectives.forEach(({ metric }, i) => {
              expect(near(measures[metric]!.value)).toBe(near(point.values[i]!));
            });
          }
          const leftOut = await frontier.leftOut();
          const used = expected.reduce((sum, candidate) => sum + candidate.runs, 0);
          expect(used + leftOut.reduce((sum, { runCount }) => sum + runCount, 0)).toBe(matched.length);
          const apart = leftOut.filter(({ competes }) => !competes);
          const modes = new Set(matched.map(({ modelId, mode }) => `${modelId} ${mode}`));
          expect(apart.length).toBe(modes.size - expected.length);
        },
      ),
      { numRuns: IS_LONG ? 300 : 60 },
    );
  });

  it("say which runs were left out: the one without a cost no longer lifts the one with it", async () => {
    await store.drizzle.delete(runs);
    const stated = (accuracy: number, cost?: number) => ({
      measures: { accuracy: { value: accuracy }, ...(cost !== undefined && { cost: { value: cost } }) },
    });
    await recordRun(store, stated(0.9));
    await recordRun(store, stated(0.3, 1));
    await recordRun(store, { ...stated(0.5, 1), model: "acme/large" });
    await recordRun(store, { ...stated(0.8, 0), model: "closed/best" });
    await recordRun(store, { ...stated(0.7), model: "closed/best", mode: "on" });
    const QUERY = (scale: string) => `{ frontier(where: {benchmark: ["sums"]},
      objectives: [{metric: "accuracy"}, {metric: "cost"${scale}}]) { candidateCount incomplete
        objectives { metric { name } scale }
        points { model { slug } measures { metric { name } value } }
        dominated(first: 5) { edges { node { model { slug } measures { metric { name } value } dominatedBy { model { slug } } } } }
        leftOut { model { slug } mode reason message runCount competes }
        leftOutCounts { reason competes modelCount runCount } } }`;
    const { frontier } = await api.data(QUERY(""));
    const one = (slug: string, accuracy: number, cost: number) => ({
      model: { slug },
      measures: [
        { metric: { name: "accuracy" }, value: accuracy },
        { metric: { name: "cost" }, value: cost },
        { metric: { name: "cost_per_correct" }, value: cost / accuracy },
      ],
    });
    expect(frontier).toMatchObject({ candidateCount: 2, incomplete: 2, points: [one("acme/large", 0.5, 1)] });
    expect(frontier.dominated.edges).toMatchObject([
      { node: { ...one("acme/small", 0.3, 1), dominatedBy: [{ model: { slug: "acme/large" } }] } },
    ]);
    expect(frontier.leftOut).toEqual([
      {
        ...{
          model: { slug: "closed/best" },
          mode: "default",
          reason: "NO_PLACE_ON_AXIS",
          runCount: 1,
          competes: false,
        },
        message: "Its cost is 0, which has no place on a logarithmic axis. It competes with scale: LINEAR.",
      },
      {
        ...{ model: { slug: "closed/best" }, mode: "on", reason: "NO_VALUE", runCount: 1, competes: false },
        message: "It has no value of cost in the runs that have accuracy.",
      },
      {
        ...{ model: { slug: "acme/small" }, mode: "default", reason: "NO_VALUE", runCount: 1, competes: true },
        message: "Runs of it without one of accuracy, cost: 1.",
      },
    ]);
    expect(frontier.leftOutCounts).toContainEqual({ reason: "NO_VALUE", competes: true, modelCount: 1, runCount: 1 });
    const linear = (await api.data(QUERY(", scale: LINEAR"))).frontier;
    expect(linear).toMatchObject({ candidateCount: 3, incomplete: 1, points: [{ model: { slug: "closed/best" } }] });
    expect(linear.objectives[1]).toEqual({ metric: { name: "cost" }, scale: "LINEAR" });
  });

  it("are compared up to a given reference, which two queries can share", async () => {
    const volume = async (model: string, reference: string) => {
      const { frontier } = await api.data(`{ frontier(where: {benchmark: ["sums"], model: [${model}]},
        objectives: [{metric: "accuracy"}, {metric: "cost"}]) { hypervolume of: hypervolume(reference: [${reference}]) } }`);
      return frontier;
    };
    const REFERENCE = `{metric: "cost", value: 100}, {metric: "accuracy", value: 0}`;
    // 0.3 and 0.5 times two decades; each alone is all of its own box.
    expect(await volume('"acme/small"', REFERENCE)).toEqual({ hypervolume: 1, of: expect.closeTo(0.6, 12) });
    expect(await volume('"acme/large"', REFERENCE)).toEqual({ hypervolume: 1, of: expect.closeTo(1, 12) });
    const refused = async (reference: string) => {
      const { errors } = await api.ask(`{ frontier(where: {benchmark: ["sums"]}, objectives: [{metric: "accuracy"},
        {metric: "cost"}]) { hypervolume(reference: [${reference}]) } }`);
      return errors![0]!.extensions!.code;
    };
    expect(await refused(`{metric: "cost", value: 0}, {metric: "accuracy", value: 0}`)).toBe("BAD_RANGE");
    expect(await refused(`{metric: "cost", value: 1}`)).toBe("BAD_OBJECTIVES");
    expect(await refused(`{metric: "cost", value: 1}, {metric: "cost", value: 2}`)).toBe("BAD_OBJECTIVES");
    expect(await refused(`{metric: "cost", value: 1}, {metric: "flops", value: 2}`)).toBe("BAD_OBJECTIVES");
  });
});
