import { and, eq, inArray, ne, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Drizzle } from "../store/database/database.ts";
import { countersignatures, runs } from "../store/tables.ts";

/** What a lab signed of another lab's run by one of its own: their content hashes, and what it says. */
export type CountedVerdict = Pick<typeof countersignatures.$inferSelect, "subject" | "run" | "verdict">;

/**
 * The verdicts on these runs, and those that were made by them. A verdict counts while the store holds both runs and neither
 * was taken back.
 */
export async function countedVerdicts(
  transaction: Pick<Drizzle, "select">,
  hashes: readonly string[],
): Promise<CountedVerdict[]> {
  const { subject, run, verdict } = countersignatures;
  const [theirs, own] = [alias(runs, "theirs"), alias(runs, "own")];
  return transaction
    .select({ subject, run, verdict })
    .from(countersignatures)
    .innerJoin(theirs, and(eq(theirs.contentHash, subject), ne(theirs.status, "RETRACTED")))
    .innerJoin(own, and(eq(own.contentHash, run), ne(own.status, "RETRACTED")))
    .where(or(inArray(subject, [...hashes]), inArray(run, [...hashes])));
}
