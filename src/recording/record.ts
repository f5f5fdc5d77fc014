import { setImmediate } from "node:timers/promises";
import { inArray } from "drizzle-orm";
import type { Architecture } from "../compute/architecture/architecture.ts";
import { readArchitecture } from "../compute/config/readArchitecture.ts";
import type { Catalogue } from "../store/catalogue.ts";
import type { Drizzle } from "../store/database/database.ts";
import type { Store } from "../store/store.ts";
import { forgotten, models, runs } from "../store/tables.ts";
import { computeEstimate } from "./answerCompute.ts";
import { type Forgotten, NO_TEXTS } from "./corrections.ts";
import { withOrigin } from "./origin.ts";
import { rowOf } from "./runMapping.ts";
import { insertNewSamples } from "./storedSamples.ts";
import { contentHash } from "./submitted/contentHash.ts";
import type { RunSubmission } from "./submitted/submission.ts";
import { summarise } from "./summary.ts";
import { retireSuperseded } from "./supersede.ts";
import { Window } from "./window.ts";

/** The statements that are sent before the first of them is answered: the database need not wait for this process. */
const STATEMENTS_AHEAD = 3;

/** A run that is ready to be stored: what had to be computed is. */
export interface PreparedRun {
  submission: RunSubmission;
  contentHash: string;
  row: typeof runs.$inferInsert;
  /** The FLOP of each sample; null where they are not known. */
  sampleFlops: (number | null)[];
}

/**
 * Stores finished runs with their samples, all of them or none. A run that the store already holds is left as it is, also
 * if it was taken back, and what was deleted for good stays deleted.
 *
 * @param bundle the name of the bundle that the runs come with, where they come with the package.
 * @param also what is done in the same transaction.
 * @returns the content hashes, in the order of the submissions.
 * @throws RequestError for a model, benchmark, lab or accelerator that the store does not hold, and as `retireSuperseded`.
 */
export async function recordRuns(
  store: Store,
  submissions: RunSubmission[],
  bundle?: string,
  also?: (transaction: Pick<Drizzle, "update">) => Promise<void>,
): Promise<string[]> {
  const prepared = await prepareRuns(store.drizzle, await store.catalogue(), submissions, bundle);
  await storePrepared(store, prepared, also);
  return prepared.map(({ contentHash }) => contentHash);
}

/**
 * Computes what is stored of runs. Other work goes on between two of them.
 *
 * @throws RequestError for a model, benchmark, lab or accelerator that the catalogue does not hold.
 */
export async function prepareRuns(
  drizzle: Pick<Drizzle, "select">,
  catalogue: Catalogue,
  submissions: RunSubmission[],
  bundle?: string,
): Promise<PreparedRun[]> {
  const rows = submissions.map((submission) => rowOf(submission, catalogue));
  const architectures = await readArchitectures(
    drizzle,
    rows.map(({ modelId }) => modelId),
  );
  const prepared: PreparedRun[] = [];
  for (const [i, submission] of submissions.entries()) {
    const row = rows[i]!;
    const architecture = architectures.get(row.modelId);
    const benchmark = catalogue.benchmarks.byId.get(row.benchmarkId)!;
    const compute = architecture ? computeEstimate(architecture, benchmark, submission) : null;
    const { measures, sampleFlops } = summarise(submission, compute, benchmark.problemCount);
    const hash = contentHash(submission);
    const stored = { ...row, contentHash: hash, status: "SUCCEEDED" as const, bundle, measures };
    prepared.push({ submission, contentHash: hash, row: stored, sampleFlops });
    // A statement that waits to be sent is sent now.
    await setImmediate();
  }
  return prepared;
}

/** Stores runs as `recordRuns` says, in one transaction. */
export async function storePrepared(
  store: Store,
  prepared: PreparedRun[],
  also?: (transaction: Pick<Drizzle, "update">) => Promise<void>,
): Promise<void> {
  await store.drizzle.transaction(async (transaction) => {
    await storeWithin(transaction, prepared);
    await also?.(transaction);
  });
  await store.refresh();
}

/** Stores runs as `recordRuns` says, in a transaction that is open. */
export async function storeWithin(
  transaction: Pick<Drizzle, "select" | "insert" | "update" | "execute">,
  prepared: PreparedRun[],
): Promise<void> {
  const gone = await readForgotten(
    transaction,
    prepared.map(({ contentHash }) => contentHash),
  );
  const kept = prepared.filter(({ contentHash }) => gone.get(contentHash) !== "RUN");
  if (kept.length === 0) return;
  const stored = await transaction
    .insert(runs)
    .values(await withOrigin(transaction, kept))
    .onConflictDoNothing({ target: runs.contentHash })
    .returning({ id: runs.id, contentHash: runs.contentHash });
  const idOf = new Map(stored.map(({ id, contentHash }) => [contentHash, id]));
  const added: PreparedRun[] = [];
  const inserts = new Window(STATEMENTS_AHEAD);
  for (const run of kept) {
    const { contentHash, submission, sampleFlops } = run;
    const id = idOf.get(contentHash);
    if (id === undefined) continue;
    idOf.delete(contentHash);
    added.push(run);
    if (!submission.samples || gone.get(contentHash) === "SAMPLES") continue;
    const samples =
      gone.get(contentHash) === "TEXTS"
        ? submission.samples.map((sample) => ({ ...sample, ...NO_TEXTS }))
        : submission.samples;
    await insertNewSamples(transaction, id, samples, sampleFlops, inserts);
  }
  await inserts.end();
  for (const { row, contentHash, submission } of added) {
    if (submission.supersedes !== undefined)
      await retireSuperseded(transaction, row, contentHash, submission.supersedes);
  }
}

/** What was deleted of these runs for good, by content hash: it does not come back by being brought in again. */
async function readForgotten(transaction: Pick<Drizzle, "select">, hashes: string[]): Promise<Map<string, Forgotten>> {
  const rows = await transaction.select().from(forgotten).where(inArray(forgotten.contentHash, hashes));
  return new Map(
    rows.sort((a, b) => EXTENT.indexOf(a.what) - EXTENT.indexOf(b.what)).map((row) => [row.contentHash, row.what]),
  );
}

/** From the least to the most that can be deleted. */
const EXTENT: Forgotten[] = ["TEXTS", "SAMPLES", "RUN"];

async function readArchitectures(
  drizzle: Pick<Drizzle, "select">,
  modelIds: number[],
): Promise<Map<number, Architecture>> {
  const rows = await drizzle
    .select({ id: models.id, config: models.config })
    .from(models)
    .where(inArray(models.id, [...new Set(modelIds)]));
  return new Map(rows.flatMap(({ id, config }) => (config ? [[id, readArchitecture(config)]] : [])));
}
