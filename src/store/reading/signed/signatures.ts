import { and, asc, inArray, isNotNull, ne, sql } from "drizzle-orm";
import type { Drizzle } from "../../database/database.ts";
import { countersignatures, feedRecords, peers, type Signer } from "../../tables.ts";

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

/** The CI jobs that signed runs by Sigstore, in the order of the content hashes: that of a run's own lab before a mirror's. */
export async function readSigners(drizzle: Drizzle, hashes: readonly string[]): Promise<(Signer | null)[]> {
  const { subject, kind, identity, status } = feedRecords;
  const rows = await drizzle
    .select({ subject, identity })
    .from(feedRecords)
    .where(
      and(
        inArray(subject, [...hashes]),
        inArray(kind, ["result", "correction", "mirror"]),
        isNotNull(identity),
        ne(status, "REFUSED"),
      ),
    )
    .orderBy(sql`${kind} = 'mirror' desc`, feedRecords.peerId, feedRecords.digest);
  const byHash = new Map(rows.map((row) => [row.subject, row.identity]));
  return hashes.map((hash) => byHash.get(hash) ?? null);
}

/** The ids of the keys by which the feeds of labs are known, in the order of their slugs; null where none is. */
export async function readFeedKeys(drizzle: Drizzle, labs: readonly string[]): Promise<(string | null)[]> {
  const rows = await drizzle
    .select({ lab: peers.lab, pinned: peers.pinned })
    .from(peers)
    .where(inArray(peers.lab, [...labs]));
  const keys = new Map(rows.map(({ lab, pinned }) => [lab, pinned]));
  return labs.map((lab) => keys.get(lab) || null);
}
