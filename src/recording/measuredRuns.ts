import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { readArchitecture } from "../compute/config/readArchitecture.ts";
import { rfc3339 } from "../store/instant.ts";
import { newProvisionalHash } from "../store/runHash.ts";
import type { Store } from "../store/store.ts";
import { benchmarks, models, type RunStatus, runs } from "../store/tables.ts";
import { computeEstimate } from "./answerCompute.ts";
import { type LoadedProblem, settleProblems } from "./problems.ts";
import { rowOf, submissionOf } from "./runMapping.ts";
import { insertSamples, readStoredSamples } from "./storedSamples.ts";
import { contentHash } from "./submitted/contentHash.ts";
import type { RunSubmission, SampleSubmission } from "./submitted/submission.ts";
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
  /** The digest of the whole request, where runs of the same request are to be found again. */
  requestDigest?: string;
}

/** Stores runs that wait to be measured, and returns their row ids. A run has a provisional hash until it has ended. */
export async function queueRuns(store: Store, queued: QueuedRun[]): Promise<number[]> {
  const catalogue = await store.catalogue();
  const rows = queued.map(({ modelId, benchmarkId, labId, requestDigest, ...run }) => {
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
      requestDigest,
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

/** The row ids of the runs of these runners that wait for a worker, or that a worker has begun. */
export async function readRunIds(store: Store, status: "QUEUED" | "RUNNING", runners: string[]): Promise<number[]> {
  const isOne = and(eq(runs.status, status), eq(runs.provenance, "MEASURED"), inArray(runs.runner, runners));
  return (await store.drizzle.select({ id: runs.id }).from(runs).where(isOne)).map(({ id }) => id);
}

/** The runs that the latest request of this digest queued, in its order. */
export async function readRunsOfRequest(store: Store, requestDigest: string, count: number) {
  const rows = await store.drizzle
    .select({ id: runs.id, status: runs.status })
    .from(runs)
    .where(eq(runs.requestDigest, requestDigest))
    .orderBy(desc(runs.id))
    .limit(count);
  return rows.reverse();
}

/** Changes a part of what a run was asked that decides about no answer. */
export async function changeRecipe(store: Store, id: number, change: Record<string, unknown>): Promise<void> {
  const recipe = sql`${runs.recipe} || ${JSON.stringify(change)}::text::jsonb`;
  await store.drizzle.update(runs).set({ recipe }).where(eq(runs.id, id));
}

/** Lets a run that failed or was canceled wait again, with its stored answers. Returns whether it did. */
export async function reopenRun(store: Store, id: number): Promise<boolean> {
  const reopened = await store.drizzle
    .update(runs)
    .set({ status: "QUEUED", finishedAt: null, ...NO_FAILURE })
    .where(and(eq(runs.id, id), inArray(runs.status, ["FAILED", "CANCELED"])))
    .returning({ id: runs.id });
  await store.refresh();
  return reopened.length > 0;
}

/** Changes the status of a run unless it has ended meanwhile, and returns whether it did. */
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

const NO_FAILURE = { error: null, errorCode: null, errorDetails: null };

/** Marks a run as running. A run that is resumed keeps the instant at which it started. */
export function beginRun(store: Store, id: number): Promise<boolean> {
  const startedAt = sql<string>`coalesce(${runs.startedAt}, now())`;
  return moveRun(store, id, "RUNNING", { startedAt: startedAt as unknown as string, ...NO_FAILURE });
}

/** Stores samples that have finished. */
export async function storeSamples(store: Store, id: number, finished: SampleSubmission[], flops: (number | null)[]) {
  await insertSamples(store.drizzle, id, finished, flops);
}

/** The estimate of the compute of a run's answers; null where the model's architecture is not known. */
export async function readComputeEstimate(store: Store, run: MeasuredRun, submission?: RunSubmission) {
  const [model] = await store.drizzle.select({ config: models.config }).from(models).where(eq(models.id, run.modelId));
  const [benchmark] = await store.drizzle.select().from(benchmarks).where(eq(benchmarks.id, run.benchmarkId));
  return model?.config
    ? computeEstimate(readArchitecture(model.config), benchmark!, submission ?? { measures: {} })
    : null;
}

/** A warning where the data come from a file with another checksum than that of the latest other run on the benchmark. */
async function otherData(store: Store, run: MeasuredRun, recipe: RunSubmission["recipe"]): Promise<string | null> {
  const own = (recipe?.dataset as { sha256?: string } | undefined)?.sha256;
  if (own === undefined) return null;
  const sha256 = sql<string | null>`${runs.recipe} -> 'dataset' ->> 'sha256'`;
  const [latest] = await store.drizzle
    .select({ sha256 })
    .from(runs)
    .where(and(eq(runs.benchmarkId, run.benchmarkId), eq(runs.status, "SUCCEEDED"), sql`${sha256} is not null`))
    .orderBy(sql`${runs.id} desc`)
    .limit(1);
  return latest && latest.sha256 !== own
    ? `the data have another checksum than those of an earlier run (${own.slice(0, 12)}…, then ${latest.sha256!.slice(0, 12)}…)`
    : null;
}

/**
 * Marks a run as succeeded. Its measures follow from its stored samples and from what was metered, and its content hash
 * from its whole submission.
 *
 * @param problems all problems of the benchmark as they were loaded, whether asked or not.
 */
export async function finishRun(
  store: Store,
  run: MeasuredRun,
  metered: Partial<RunSubmission>,
  problems?: LoadedProblem[],
): Promise<void> {
  const samples = await readStoredSamples(store, run.id);
  const found = problems && (await settleProblems(store, run.benchmarkId, problems));
  const submission: RunSubmission = {
    ...submissionOf(run, samples),
    startedAt: run.startedAt ? rfc3339(run.startedAt) : undefined,
    finishedAt: new Date().toISOString(),
    ...metered,
    ...(found && { benchmark: found.slug }),
    samples,
  };
  const warnings = [found?.note, await otherData(store, run, submission.recipe)];
  submission.notes = [submission.notes, ...warnings].filter(Boolean).join("; ") || undefined;
  const { bySlug } = (await store.catalogue()).benchmarks;
  const { problemCount } = bySlug.get(submission.benchmark)!;
  const { measures } = summarise(submission, await readComputeEstimate(store, run, submission), problemCount);
  await moveRun(store, run.id, "SUCCEEDED", {
    ...rowOf(submission, await store.catalogue()),
    contentHash: contentHash(submission),
    measures,
  });
}
