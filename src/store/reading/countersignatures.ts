import { asc, inArray } from "drizzle-orm";
import type { Drizzle } from "../database/database.ts";
import { countersignatures } from "../tables.ts";

/** What a lab signed of another lab's run. */
export type Countersignature = typeof countersignatures.$inferSelect;

/** Reads what was signed of each run, in the order of the content hashes; of one run in the order of the labs. */
export async function readCountersignatures(
  drizzle: Drizzle,
  hashes: readonly string[],
): Promise<Countersignature[][]> {
  const rows = await drizzle
    .select()
    .from(countersignatures)
    .where(inArray(countersignatures.subject, [...hashes]))
    .orderBy(asc(countersignatures.lab));
  const bySubject = Map.groupBy(rows, ({ subject }) => subject);
  return hashes.map((hash) => bySubject.get(hash) ?? []);
}
