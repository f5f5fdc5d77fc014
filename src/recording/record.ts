import { inArray } from "drizzle-orm";
import type { Architecture } from "../compute/architecture/architecture.ts";
import { readArchitecture } from "../compute/config/readArchitecture.ts";
import type { Drizzle } from "../store/database/database.ts";
import type { Store } from "../store/store.ts";
import { forgotten, models, runs } from "../store/tables.ts";
import { computeEstimate } from "./answerCompute.ts";
import { type Forgotten, NO_TEXTS } from "./corrections.ts";
import { rowOf } from "./runMapping.ts";
import { insertSamples } from "./storedSamples.ts";
import { contentHash } from "./submitted/contentHash.ts";
import type { RunSubmission } from "./submitted/submission.ts";
import { summarise } from "./summary.ts";

/**
 * Stores finished runs with their samples, all of them or none. A run that the store already holds is left as it is, also
 * if it was taken back, and what was deleted for good stays deleted.
 *
 * @param bundle the name of the bundle that the runs come with, where they come with the package.
 * @param also what is done in the same transaction.
 * @returns the content hashes, in the order of the submissions.
 * @throws RequestError for a model, benchmark, lab or accelerator that the store does not hold.
 */
export async function recordRuns(
  store: Store,
  submissions: RunSubmission[],
  bundle?: string,
  also?: (transaction: Pick<Drizzle, "update">) => Promise<void>,
): Promise<string[]> {
  const catalogue = await store.catalogue();
  const prepared = submissions.map((submission) => ({
    submission,
    row: {
      ...rowOf(submission, catalogue),
      contentHash: contentHash(submission),
      status: "SUCCEEDED" as const,
      bundle,
    },
  }));
  const architectures = await readArchitectures(
    store.drizzle,
    prepared.map(({ row }) => row.modelId),
  );

  await store.drizzle.transaction(async (transaction) => {
    const gone = await readForgotten(
      transaction,
      prepared.map(({ row }) => row.contentHash),
    );
    const summaries = prepared.map(({ row, submission }) => {
      const architecture = architectures.get(row.modelId);
      const benchmark = catalogue.benchmarks.byId.get(row.benchmarkId)!;
      return summarise(
        submission,
        architecture ? computeEstimate(architecture, benchmark, submission) : null,
        benchmark.problemCount,
      );
    });
    const rows = prepared
      .map(({ row }, i) => ({ ...row, measures: summaries[i]!.measures }))
      .filter(({ contentHash }) => gone.get(contentHash) !== "RUN");
    if (rows.length === 0) return;
    const stored = await transaction
      .insert(runs)
      .values(rows)
      .onConflictDoNothing({ target: runs.contentHash })
      .returning({ id: runs.id, contentHash: runs.contentHash });
    const idOf = new Map(stored.map(({ id, contentHash }) => [contentHash, id]));
    for (const [i, { row, submission }] of prepared.entries()) {
      const id = idOf.get(row.contentHash);
      if (id === undefined || !submission.samples) continue;
      idOf.delete(row.contentHash);
      if (gone.get(row.contentHash) === "SAMPLES") continue;
      const kept =
        gone.get(row.contentHash) === "TEXTS"
          ? submission.samples.map((sample) => ({ ...sample, ...NO_TEXTS }))
          : submission.samples;
      await insertSamples(transaction, id, kept, summaries[i]!.sampleFlops);
    }
    await also?.(transaction);
  });
  await store.refresh();
  return prepared.map(({ row }) => row.contentHash);
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

async function readArchitectures(drizzle: Drizzle, modelIds: number[]): Promise<Map<number, Architecture>> {
  const rows = await drizzle
    .select({ id: models.id, config: models.config })
    .from(models)
    .where(inArray(models.id, [...new Set(modelIds)]));
  return new Map(rows.flatMap(({ id, config }) => (config ? [[id, readArchitecture(config)]] : [])));
}
