import { and, eq, inArray, lt, or, sql } from "drizzle-orm";
import type { Drizzle } from "../store/database/database.ts";
import type { Store } from "../store/store.ts";
import { countersignatures, forgotten, runs, samples } from "../store/tables.ts";
import { settleStanding } from "./standing.ts";

/**
 * Takes back a run that succeeded: it leaves every pool and stays in the store with the reason. Gives false where it does not
 * count, because it has not succeeded or was taken back before.
 *
 * @param supersededBy the content hash of the run that replaces it, where there is one.
 */
export async function retractRun(
  store: Store,
  runId: number,
  reason: string,
  supersededBy: string | null = null,
): Promise<boolean> {
  const retracted = await store.drizzle
    .update(runs)
    .set({ status: "RETRACTED", retractionReason: reason, supersededBy })
    .where(and(eq(runs.id, runId), eq(runs.status, "SUCCEEDED")))
    .returning({ contentHash: runs.contentHash });
  const hashes = retracted.map(({ contentHash }) => contentHash);
  await settleStanding(store.drizzle, await linkedWith(store.drizzle, hashes));
  await store.refresh();
  return retracted.length > 0;
}

/** The content hashes of runs and of those that verdicts link with them: where one is gone, its verdicts count no more. */
async function linkedWith(drizzle: Pick<Drizzle, "select">, hashes: string[]): Promise<string[]> {
  const { subject, run } = countersignatures;
  const links = await drizzle
    .select({ subject, run })
    .from(countersignatures)
    .where(or(inArray(subject, hashes), inArray(run, hashes)));
  return links.flatMap((link) => [link.subject, link.run]);
}

/** The texts that models wrote or were asked. */
export const NO_TEXTS = { output: null, answer: null, expected: null, judgement: null, error: null };

/** What can be deleted for good. */
export type Forgotten = (typeof forgotten.$inferSelect)["what"];

/**
 * Deletes runs, their samples or the texts in their samples for good. A tombstone with the reason stays. Figures that were
 * computed stay where a run stays.
 *
 * @param hashes content hashes of runs.
 * @returns those of the hashes that the store held.
 */
export async function forget(store: Store, hashes: string[], what: Forgotten, reason: string): Promise<string[]> {
  const held = await store.drizzle.transaction(async (transaction) => {
    const found = await transaction
      .select({ id: runs.id, contentHash: runs.contentHash })
      .from(runs)
      .where(inArray(runs.contentHash, hashes));
    if (found.length === 0) return [];
    const ids = found.map(({ id }) => id);
    if (what === "RUN") await transaction.delete(runs).where(inArray(runs.id, ids));
    if (what === "SAMPLES") await transaction.delete(samples).where(inArray(samples.runId, ids));
    if (what === "TEXTS") await transaction.update(samples).set(NO_TEXTS).where(inArray(samples.runId, ids));
    // Earlier answers rested on the samples too. Where the run itself goes, a trigger does the same.
    if (what !== "RUN") {
      await transaction.execute(
        sql`select lose_versions(min(added_revision), case when count(*) = count(retired_revision) then max(retired_revision) end)
            from runs where ${inArray(runs.id, ids)}`,
      );
    }
    if (what === "RUN") await settleStanding(transaction, await linkedWith(transaction, hashes));
    await transaction.insert(forgotten).values(found.map(({ contentHash }) => ({ contentHash, what, reason })));
    return found.map(({ contentHash }) => contentHash);
  });
  await store.refresh();
  return held;
}

/** Deletes the outputs of runs that ended more than so many days ago. Answers, verdicts and figures stay. */
export async function forgetOldOutputs(store: Store, days: number): Promise<void> {
  const old = store.drizzle
    .select({ id: runs.id })
    .from(runs)
    .where(lt(runs.finishedAt, sql`now() - make_interval(days => ${days})`));
  await store.drizzle
    .update(samples)
    .set({ output: null })
    .where(and(inArray(samples.runId, old), sql`${samples.output} is not null`));
}
