import { inArray } from "drizzle-orm";
import type { Architecture } from "../compute/architecture/architecture.ts";
import { readArchitecture } from "../compute/config/readArchitecture.ts";
import { RequestError } from "../errors/requestError.ts";
import type { Drizzle } from "../store/database/database.ts";
import type { Store } from "../store/store.ts";
import { forgotten, models, runs } from "../store/tables.ts";
import { computeEstimate } from "./answerCompute.ts";
import { contentHash } from "./contentHash.ts";
import { rowOf } from "./runMapping.ts";
import { insertSamples } from "./storedSamples.ts";
import type { RunSubmission } from "./submission.ts";
import { summarise } from "./summary.ts";

/**
 * Stores finished runs with their samples, all of them or none. A run that the store already holds is left as it is.
 *
 * @param bundle the name of the bundle that the runs come with, where they come with the package.
 * @returns the content hashes, in the order of the submissions.
 * @throws RequestError for a model, benchmark, lab or accelerator that the store does not hold.
 */
export async function recordRuns(store: Store, submissions: RunSubmission[], bundle?: string): Promise<string[]> {
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
    await refuseForgotten(
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
    const stored = await transaction
      .insert(runs)
      .values(prepared.map(({ row }, i) => ({ ...row, measures: summaries[i]!.measures })))
      .onConflictDoNothing({ target: runs.contentHash })
      .returning({ id: runs.id, contentHash: runs.contentHash });
    const idOf = new Map(stored.map(({ id, contentHash }) => [contentHash, id]));
    for (const [i, { row, submission }] of prepared.entries()) {
      const id = idOf.get(row.contentHash);
      if (id === undefined || !submission.samples) continue;
      idOf.delete(row.contentHash);
      await insertSamples(transaction, id, submission.samples, summaries[i]!.sampleFlops);
    }
  });
  await store.refresh();
  return prepared.map(({ row }) => row.contentHash);
}

/** What was deleted for good does not come back by being brought in again. */
async function refuseForgotten(transaction: Pick<Drizzle, "select">, hashes: string[]): Promise<void> {
  const [found] = await transaction
    .select({ hash: forgotten.contentHash, reason: forgotten.reason })
    .from(forgotten)
    .where(inArray(forgotten.contentHash, hashes))
    .limit(1);
  if (!found) return;
  const message = `The run ${found.hash.slice(0, 12)}… was deleted for good and is not stored again: ${found.reason}`;
  throw new RequestError("BAD_RUN", message);
}

async function readArchitectures(drizzle: Drizzle, modelIds: number[]): Promise<Map<number, Architecture>> {
  const rows = await drizzle
    .select({ id: models.id, config: models.config })
    .from(models)
    .where(inArray(models.id, [...new Set(modelIds)]));
  return new Map(rows.flatMap(({ id, config }) => (config ? [[id, readArchitecture(config)]] : [])));
}
