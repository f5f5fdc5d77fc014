import { and, eq, inArray, sql } from "drizzle-orm";
import { readArchitecture } from "../compute/config/readArchitecture.ts";
import { rfc3339 } from "../store/instant.ts";
import { newProvisionalHash } from "../store/runHash.ts";
import type { Store } from "../store/store.ts";
import { benchmarks, models, type RunStatus, runs } from "../store/tables.ts";
import { computeEstimate } from "./answerCompute.ts";
import { contentHash } from "./contentHash.ts";
import { rowOf, submissionOf } from "./runMapping.ts";
import { insertSamples, readStoredSamples } from "./storedSamples.ts";
import type { RunSubmission, SampleSubmission } from "./submission.ts";
import { summarise } from "./summary.ts";

/** A run that this system measures, from its place in the queue to its end. */
export interface QueuedRun {
  modelId: number;
  mode: string;
  benchmarkId: number;
  labId: number;
  runner: string;
  decoding: RunSubmission["decoding"];
  recipe: Record<string, unknown>;
}

/** Stores runs that wait to be measured; their ids. Until a run has ended its provisional hash stands for its content hash. */
export async function queueRuns(store: Store, queued: QueuedRun[]): Promise<number[]> {
  const catalogue = await store.catalogue();
  const rows = queued.map(({ modelId, benchmarkId, labId, ...run }) => {
    const submission: RunSubmission = {
      ...run,
      model: catalogue.models.byId.get(modelId)!.slug,
      benchmark: catalogue.benchmarks.byId.get(benchmarkId)!.slug,
      lab: catalogue.labs.byId.get(labId)!.slug,
      provenance: "MEASURED",
      measures: {},
    };
    const provisionalHash = newProvisionalHash();
    return {
      ...rowOf(submission, catalogue),
      contentHash: provisionalHash,
      provisionalHash,
      status: "QUEUED" as const,
    };
  });
  const stored = await store.drizzle.insert(runs).values(rows).returning({ id: runs.id });
  await store.refresh();
  return stored.map(({ id }) => id);
}

export type MeasuredRun = typeof runs.$inferSelect;

export async function readMeasuredRun(store: Store, id: number): Promise<MeasuredRun | undefined> {
  const [run] = await store.drizzle.select().from(runs).where(eq(runs.id, id));
  return run;
}

/** Runs of these runners that a worker had begun: where none holds one any more, it is to be taken up again. */
export async function readRunningIds(store: Store, runners: string[]): Promise<number[]> {
  const isBegun = and(eq(runs.status, "RUNNING"), eq(runs.provenance, "MEASURED"), inArray(runs.runner, runners));
  return (await store.drizzle.select({ id: runs.id }).from(runs).where(isBegun)).map(({ id }) => id);
}

/** Moves a run on, unless it has ended meanwhile; whether it did. */
export async function moveRun(
  store: Store,
  id: number,
  to: RunStatus,
  change: Partial<typeof runs.$inferInsert> = {},
): Promise<boolean> {
  const moved = await store.drizzle
    .update(runs)
    .set({ ...change, status: to })
    .where(and(eq(runs.id, id), inArray(runs.status, ["QUEUED", "RUNNING"])))
    .returning({ id: runs.id });
  await store.refresh();
  return moved.length > 0;
}

/** Marks a run as begun, now if this is its first begin. */
export function beginRun(store: Store, id: number): Promise<boolean> {
  const startedAt = sql<string>`coalesce(${runs.startedAt}, now())`;
  return moveRun(store, id, "RUNNING", { startedAt: startedAt as unknown as string, error: null });
}

/** Stores samples as they finish. */
export async function storeSamples(store: Store, id: number, finished: SampleSubmission[], flops: (number | null)[]) {
  await insertSamples(store.drizzle, id, finished, flops);
}

/** What estimates the compute of a run's answers; null where the model's architecture is not known. */
export async function readComputeEstimate(store: Store, run: MeasuredRun, submission?: RunSubmission) {
  const [model] = await store.drizzle.select({ config: models.config }).from(models).where(eq(models.id, run.modelId));
  const [benchmark] = await store.drizzle.select().from(benchmarks).where(eq(benchmarks.id, run.benchmarkId));
  return model?.config
    ? computeEstimate(readArchitecture(model.config), benchmark!, submission ?? { measures: {} })
    : null;
}

/**
 * Ends a run well: its measures follow from its stored samples and from what was metered, and its content hash from all
 * of it.
 */
export async function finishRun(store: Store, run: MeasuredRun, metered: Partial<RunSubmission>): Promise<void> {
  const samples = await readStoredSamples(store, run.id);
  const submission: RunSubmission = {
    ...submissionOf(run, samples),
    startedAt: run.startedAt ? rfc3339(run.startedAt) : undefined,
    finishedAt: new Date().toISOString(),
    ...metered,
    samples,
  };
  const { measures } = summarise(submission, await readComputeEstimate(store, run, submission));
  await moveRun(store, run.id, "SUCCEEDED", {
    ...rowOf(submission, await store.catalogue()),
    contentHash: contentHash(submission),
    measures,
  });
}
