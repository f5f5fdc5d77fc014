import { and, inArray, isNotNull, ne, sql } from "drizzle-orm";
import type { Drizzle } from "../database/database.ts";
import { feedRecords, type Signer } from "../tables.ts";

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
