import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { readSamplesWithFlops } from "../../recording/storedSamples.ts";
import { rfc3339 } from "../../store/instant.ts";
import type { Measures } from "../../store/measures.ts";
import type { Store } from "../../store/store.ts";
import { runs } from "../../store/tables.ts";
import { type Computed, computedMeasures } from "./computedMeasures.ts";
import type { OpenMetric } from "./openMetrics.ts";

/** What became of the metrics of a run: the names of those that it has now and had not, or had with another value. */
export interface Added {
  changed: string[];
  /** The names of those that it has from now on. */
  has: string[];
  failures: Computed["failures"];
}

const columns = {
  id: runs.id,
  modelId: runs.modelId,
  benchmarkId: runs.benchmarkId,
  labId: runs.labId,
  mode: runs.mode,
  runner: runs.runner,
  hardwareId: runs.hardwareId,
  hardwareCount: runs.hardwareCount,
  finishedAt: runs.finishedAt,
  measures: runs.measures,
};
type Row = Pick<typeof runs.$inferSelect, keyof typeof columns>;

/** Computes the metrics of plugins for a run that has ended, and stores them with its measures. */
export async function addMetricsTo(store: Store, metrics: readonly OpenMetric[], runId: number): Promise<Added | null> {
  if (metrics.length === 0) return null;
  const isIt = and(eq(runs.id, runId), eq(runs.status, "SUCCEEDED"));
  const [row] = await store.drizzle.select(columns).from(runs).where(isIt);
  if (!row) return null;
  const added = await addTo(store, metrics, row, false);
  if (added.changed.length > 0) await store.refresh();
  return added;
}

/**
 * Computes the metrics of plugins for runs that were stored just now, such as imported ones, and gives what became of each.
 *
 * @param hashes the content hashes of the runs.
 */
export async function addMetricsToStored(
  store: Store,
  metrics: readonly OpenMetric[],
  hashes: readonly string[],
): Promise<Added[]> {
  const added: Added[] = [];
  if (metrics.length === 0) return added;
  for (let at = 0; at < hashes.length; at += PAGE) {
    const some = inArray(runs.contentHash, hashes.slice(at, at + PAGE));
    const page = await store.drizzle
      .select(columns)
      .from(runs)
      .where(and(eq(runs.status, "SUCCEEDED"), some));
    for (const row of page) added.push(await addTo(store, metrics, row, false));
  }
  if (added.some(({ changed }) => changed.length > 0)) await store.refresh();
  return added;
}

const PAGE = 500;

/**
 * Computes the metrics of plugins for all runs that count, and gives what became of each, one after another.
 *
 * @param dryRun whether nothing is stored.
 */
export async function* addMetricsToAll(
  store: Store,
  metrics: readonly OpenMetric[],
  { dryRun, signal }: { dryRun: boolean; signal: AbortSignal },
): AsyncGenerator<Added> {
  if (metrics.length === 0) return;
  try {
    for (let last = 0; ; ) {
      const page = await store.drizzle
        .select(columns)
        .from(runs)
        .where(and(eq(runs.status, "SUCCEEDED"), gt(runs.id, last)))
        .orderBy(runs.id)
        .limit(PAGE);
      for (const row of page) {
        signal.throwIfAborted();
        yield await addTo(store, metrics, row, dryRun);
      }
      if (page.length < PAGE) return;
      last = page.at(-1)!.id;
    }
  } finally {
    if (!dryRun) await store.refresh();
  }
}

async function addTo(store: Store, metrics: readonly OpenMetric[], row: Row, dryRun: boolean): Promise<Added> {
  const { models, benchmarks, labs, hardware } = await store.catalogue();
  let read: ReturnType<typeof readSamplesWithFlops> | undefined;
  const about = {
    model: models.byId.get(row.modelId)!.slug,
    benchmark: benchmarks.byId.get(row.benchmarkId)!.slug,
    lab: labs.byId.get(row.labId)!.slug,
    mode: row.mode,
    runner: row.runner,
    hardware:
      row.hardwareId === null ? null : { slug: hardware.byId.get(row.hardwareId)!.slug, count: row.hardwareCount ?? 1 },
    finishedAt: row.finishedAt && rfc3339(row.finishedAt),
  };
  const { measures, failures } = await computedMeasures(metrics, {
    about,
    measures: row.measures,
    samples: () => {
      read ??= readSamplesWithFlops(store, row.id);
      return read;
    },
  });
  const changed = Object.entries(measures).filter(([name, measure]) => !isSame(row.measures[name], measure));
  if (changed.length > 0 && !dryRun) await storeMeasures(store, row.id, Object.fromEntries(changed));
  return { changed: changed.map(([name]) => name), has: Object.keys(measures), failures };
}

const isSame = (before: Measures[string] | undefined, now: Measures[string]) =>
  before !== undefined &&
  before.value === now.value &&
  before.low === now.low &&
  before.high === now.high &&
  before.note === now.note;

async function storeMeasures({ drizzle }: Store, id: number, measures: Measures): Promise<void> {
  const all = sql`${runs.measures} || ${JSON.stringify(measures)}::text::jsonb`;
  await drizzle
    .update(runs)
    .set({ measures: all })
    .where(and(eq(runs.id, id), eq(runs.status, "SUCCEEDED")));
}
