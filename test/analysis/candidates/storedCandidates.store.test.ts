import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPointMeasures } from "../../../src/analysis/candidates/pointMeasures.ts";
import { readStoredCandidates } from "../../../src/analysis/candidates/storedCandidates.ts";
import type { CandidateRequest, Candidates } from "../../../src/analysis/request/candidate.ts";
import { paretoFrontier } from "../../../src/frontier/dominance/dominance.ts";
import type { Direction } from "../../../src/frontier/metrics.ts";
import type { Measures } from "../../../src/store/measures.ts";
import type { Store } from "../../../src/store/store.ts";
import { pooledResults, runs } from "../../../src/store/tables.ts";
import { fillSmallStore } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

/** A run as the properties write it. Its numbers are few, so that ties, gaps and equal candidates are frequent. */
interface WrittenRun {
  modelId: number;
  mode: string;
  benchmarkId: number;
  labId: number;
  status: "SUCCEEDED" | "FAILED" | "RETRACTED";
  protocolId: string | null;
  servedAs: string | null;
  coverage: number | null;
  sampleCount: number | null;
  accuracy: number | null;
  tokens: number | null;
  plugin: number | null;
}

const written = fc.record<WrittenRun>({
  modelId: fc.integer({ min: 1, max: 3 }),
  mode: fc.constantFrom("default", "on"),
  benchmarkId: fc.integer({ min: 1, max: 2 }),
  labId: fc.integer({ min: 1, max: 2 }),
  status: fc.constantFrom("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "FAILED", "RETRACTED"),
  protocolId: fc.option(fc.constantFrom("greedy", "sampled"), { freq: 2 }),
  servedAs: fc.option(fc.constantFrom("vllm", "vllm, fp8"), { freq: 1 }),
  coverage: fc.option(fc.constantFrom(0.1, 1), { freq: 2 }),
  sampleCount: fc.option(fc.integer({ min: 1, max: 5 })),
  accuracy: fc.option(fc.constantFrom(0, 0.25, 0.5, 1), { freq: 6 }),
  tokens: fc.option(fc.constantFrom(10, 20, 40), { freq: 6 }),
  plugin: fc.option(fc.constantFrom(1, 2)),
});

let serial = 0;
function rowOf({ accuracy, tokens, plugin, coverage, ...run }: WrittenRun): typeof runs.$inferInsert {
  const measures: Measures = {};
  if (accuracy !== null) measures.accuracy = { value: accuracy, low: accuracy / 2, high: accuracy, count: 2 };
  if (tokens !== null) measures.output_tokens = { value: tokens, estimated: tokens === 10 };
  if (plugin !== null) measures.reasoning_tokens = { value: plugin };
  if (coverage !== null) measures.coverage = { value: coverage };
  return { ...run, contentHash: `run ${serial++}`, provenance: "IMPORTED", measures };
}

/** The pooled value by its definition: the mean over runs that have one, weighted by their answers. */
function pooled(all: WrittenRun[], value: (run: WrittenRun) => number | null): number | null {
  const known = all.filter((run) => value(run) !== null);
  const weight = (run: WrittenRun) => run.sampleCount ?? 1;
  const total = known.reduce((sum, run) => sum + weight(run), 0);
  return total === 0 ? null : known.reduce((sum, run) => sum + weight(run) * value(run)!, 0) / total;
}

/** The pool key by its definition. Runs whose protocol nobody stated are alike within their lab alone. */
const groupKey = (run: WrittenRun) =>
  JSON.stringify([
    ...[run.benchmarkId, run.modelId, run.mode, run.protocolId ?? run.labId, run.servedAs],
    ...[run.accuracy, run.tokens, run.plugin].map((value) => value !== null),
  ]);

const describePool = (group: WrittenRun[]) => {
  const [{ benchmarkId, modelId, mode, protocolId, servedAs }] = group as [WrittenRun];
  const coverages = group.flatMap(({ coverage }) => coverage ?? []);
  return {
    ...{ benchmarkId, modelId, mode, protocolId, servedAs, runCount: group.length },
    weight: group.reduce((sum, { sampleCount }) => sum + (sampleCount ?? 1), 0),
    accuracy: near(pooled(group, ({ accuracy }) => accuracy)),
    low: near(pooled(group, ({ accuracy }) => accuracy && accuracy / 2)),
    tokens: near(pooled(group, ({ tokens }) => tokens)),
    plugin: near(pooled(group, ({ plugin }) => plugin)),
    coverage: coverages.length > 0 ? Math.max(...coverages) : null,
    estimated: group.some(({ tokens }) => tokens === 10),
  };
};

/** Two orders of a sum may differ in their last digits. */
const near = (value: number | null | undefined) => (value == null ? null : Number(value.toFixed(9)));
const inOrder = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();

describe.each(ENGINES)("pooled results on %s", (_, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
  });
  afterAll(() => store.close());
  const RUNS = { numRuns: 100 };

  it("equal the pooled runs after any inserts, updates and deletes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(11), fc.option(written)), { maxLength: 6 }),
        async (inserted, changes) => {
          await store.drizzle.delete(runs);
          const current = new Map<number, WrittenRun>();
          const ids = await store.drizzle.insert(runs).values(inserted.map(rowOf)).returning({ id: runs.id });
          inserted.forEach((run, i) => {
            current.set(ids[i]!.id, run);
          });
          for (const [place, change] of changes) {
            const id = ids[place % ids.length]!.id;
            if (!current.has(id)) continue;
            if (change === null) {
              await store.drizzle.delete(runs).where(eq(runs.id, id));
              current.delete(id);
            } else {
              await store.drizzle.update(runs).set(rowOf(change)).where(eq(runs.id, id));
              current.set(id, change);
            }
          }
          const groups = Map.groupBy(
            [...current.values()].filter(({ status }) => status === "SUCCEEDED"),
            groupKey,
          );
          const rows = await store.drizzle.select().from(pooledResults);
          const kept = rows.map(({ benchmarkId, modelId, mode, protocolId, servedAs, runCount, weight, ...row }) => ({
            ...{ benchmarkId, modelId, mode, protocolId, servedAs, runCount, weight: Number(weight) },
            accuracy: near(row.accuracy),
            low: near(row.measures.accuracy?.low),
            tokens: near(row.output_tokens),
            plugin: near(row.measures.reasoning_tokens?.value),
            coverage: row.coverage,
            estimated: row.measures.output_tokens?.estimated ?? false,
          }));
          expect(inOrder(kept)).toEqual(inOrder([...groups.values()].map(describePool)));
          const pools = Map.groupBy(rows, (row) => `${row.benchmarkId} ${row.modelId} ${row.mode}`);
          for (const row of rows) {
            expect(row.alone).toBe(pools.get(`${row.benchmarkId} ${row.modelId} ${row.mode}`)!.length === 1);
          }
        },
      ),
      RUNS,
    );
  });

  it("give the same candidates and measures as pooling the runs, and the database leaves out only dominated candidates", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { minLength: 1, maxLength: 25 }),
        fc.constantFrom<number[]>([1], [2], [1, 2]),
        fc.constantFrom<Direction[]>(["MAXIMIZE", "MINIMIZE"], ["MINIMIZE", "MINIMIZE"], ["MAXIMIZE", "MAXIMIZE"]),
        fc.boolean(),
        async (inserted, benchmarkIds, directions, withPlugin) => {
          await store.drizzle.delete(runs);
          await store.drizzle.insert(runs).values(inserted.map(rowOf));
          const metrics = ["accuracy", withPlugin ? "reasoning_tokens" : "output_tokens"];
          const objectives = metrics.map((metric, i) => ({
            metric,
            direction: directions[i]!,
            scale: "linear" as const,
          }));
          const fromPooledResults: CandidateRequest = {
            criteria: { benchmarkIds },
            grain: "MODEL",
            on: null,
            objectives,
            constraints: [],
          };
          // This filter matches the same runs, but pooled results cannot answer it.
          const fromRuns: CandidateRequest = { ...fromPooledResults, criteria: { benchmarkIds, labIds: [1, 2] } };

          const [a, b] = [
            await readStoredCandidates(store, fromPooledResults, false),
            await readStoredCandidates(store, fromRuns, false),
          ];
          expect(summaryOf(a)).toEqual(summaryOf(b));
          expect(summaryOf(a).rows).toEqual(candidatesByHand(inserted, benchmarkIds, withPlugin));

          const values = (candidates: Candidates) => candidates.rows.map((row) => row.values.map(rounded));
          const front = (rows: number[][]) =>
            paretoFrontier(rows, directions)
              .map((row) => rows[row]!.join())
              .sort();
          const reduced = await readStoredCandidates(store, fromPooledResults, true);
          expect(reduced.count).toBe(a.count);
          expect(reduced.bounds).toEqual(a.bounds);
          expect(front(values(reduced))).toEqual(front(values(a)));

          const [c, d] = [
            await readPointMeasures(store, fromPooledResults, a.rows),
            await readPointMeasures(store, fromRuns, a.rows),
          ];
          expect(c).toEqual(d);
          a.rows.forEach((row, i) => {
            row.values.forEach((value, k) => {
              expectClose(c[i]![metrics[k]!]!.value, value);
            });
          });
        },
      ),
      RUNS,
    );
  });

  it("are read for a frontier by their primary key, and runs by the pooling index alone", async () => {
    const pooling = `select model_id, mode, pool, sum(weight * accuracy), max(coverage) from runs
      where status = 'SUCCEEDED' and benchmark_id = 1 and lab_id = 1 and runner = 'vllm' and hardware_id = 1
        and provenance = 'MEASURED' and finished_at > now() and protocol_id = 'greedy' and served_as = 'vllm' group by 1, 2, 3`;
    // Of a table with a row or two any index is as cheap.
    await store.drizzle.delete(runs);
    await store.drizzle.insert(runs).values(fc.sample(written, { numRuns: 200, seed: 1 }).map(rowOf));
    // Otherwise the plan would depend on when the database last looked at its tables by itself.
    await store.drizzle.execute(sql`vacuum analyze runs, pooled_results`);
    // In one transaction, so on one connection: tables this small would be read whole.
    await store.drizzle.transaction(async (transaction) => {
      await transaction.execute(sql`set local enable_seqscan = off`);
      await transaction.execute(sql`set local enable_bitmapscan = off`);
      const plan = async (text: string) =>
        JSON.stringify(await transaction.execute(sql.raw(`explain (costs off) ${text}`)));
      expect(await plan("select accuracy, flops from pooled_results where benchmark_id = 1")).toContain(
        "pooled_results_benchmark_id_model_id_mode_pool_pk",
      );
      expect(await plan(pooling)).toContain("Index Only Scan using runs_pooling");
    });
  });
});

function candidatesByHand(all: WrittenRun[], benchmarkIds: number[], withPlugin: boolean): string[] {
  const counted = all.filter(({ status, benchmarkId }) => status === "SUCCEEDED" && benchmarkIds.includes(benchmarkId));
  const groups = Map.groupBy(counted, ({ modelId, mode }) => `${modelId} ${mode}`);
  return [...groups]
    .flatMap(([key, group]) => {
      const pools = completePools(group, withPlugin);
      const perBenchmark = benchmarkIds.map(
        (id) => pools.filter(({ benchmarkId }) => benchmarkId === id).sort(byChoice(pools))[0],
      );
      if (perBenchmark.includes(undefined)) return [];
      const means = [0, 1].map(
        (i) => perBenchmark.reduce((sum, pool) => sum + pool!.values[i]!, 0) / benchmarkIds.length,
      );
      return [`${key} ${means.map(rounded)}`];
    })
    .sort();
}

interface CompletePool {
  benchmarkId: number;
  protocolId: string | null;
  /** What pools of several benchmarks have in common if their results were asked alike. */
  alike: string;
  weight: number;
  values: [number, number];
}

/** The pools of a model in a mode that have both values. */
function completePools(runsOfOne: WrittenRun[], withPlugin: boolean): CompletePool[] {
  return [...Map.groupBy(runsOfOne, groupKey).values()].flatMap((group) => {
    const { accuracy, tokens, plugin, benchmarkId, protocolId, weight } = describePool(group);
    const second = withPlugin ? plugin : tokens;
    if (accuracy === null || second === null) return [];
    const alike = protocolId ?? JSON.stringify(JSON.parse(groupKey(group[0]!)).slice(3));
    return [{ benchmarkId, protocolId, alike, weight, values: [accuracy, second] }];
  });
}

/** The protocol that reaches most benchmarks first, then the one with most answers, then the largest pool. */
function byChoice(pools: CompletePool[]) {
  const alike = Map.groupBy(pools, (pool) => pool.alike);
  const reach = (pool: CompletePool) => new Set(alike.get(pool.alike)!.map(({ benchmarkId }) => benchmarkId)).size;
  const answers = (pool: CompletePool) => alike.get(pool.alike)!.reduce((sum, { weight }) => sum + weight, 0);
  const isSeveral = new Set(pools.map(({ benchmarkId }) => benchmarkId)).size > 1;
  const named = ({ protocolId }: CompletePool) => protocolId ?? "~";
  return (a: CompletePool, b: CompletePool) =>
    (isSeveral &&
      (reach(b) - reach(a) || answers(b) - answers(a) || (named(a) < named(b) ? -1 : +(named(a) > named(b))))) ||
    b.weight - a.weight ||
    a.values[0] - b.values[0] ||
    a.values[1] - b.values[1];
}

function expectClose(actual: number | null, expected: number | null): void {
  if (expected === null) expect(actual).toBeNull();
  else expect(actual).toBeCloseTo(expected, 10);
}

const summaryOf = (candidates: Candidates) => ({
  count: candidates.count,
  incomplete: candidates.incomplete,
  rows: candidates.rows.map((row) => `${row.modelId} ${row.mode} ${row.values.map(rounded)}`).sort(),
});

/** The hand's values are rounded to nine digits before they are averaged. */
const rounded = (value: number) => Number(value.toPrecision(8));
