import { and, inArray } from "drizzle-orm";
import type { Drizzle } from "../store/database/database.ts";
import { countersignatures, feedRecords, type runs } from "../store/tables.ts";

type Row = typeof runs.$inferInsert;

/**
 * The rows of runs that come in, with what feeds say of them: a run that its lab signed is FEDERATED and verified, and one
 * that only a mirror signed is MIRRORED, whatever the run says of itself. The content hash is that of the run alone.
 */
export async function withOrigin(
  transaction: Pick<Drizzle, "select">,
  coming: readonly { contentHash: string; row: Row }[],
): Promise<Row[]> {
  const hashes = coming.map(({ contentHash }) => contentHash);
  const told = await originsOf(transaction, hashes);
  const verdicts = await transaction
    .select({ subject: countersignatures.subject, verdict: countersignatures.verdict })
    .from(countersignatures)
    .where(inArray(countersignatures.subject, hashes));
  const has = (hash: string, wanted: string) =>
    verdicts.some(({ subject, verdict }) => subject === hash && verdict === wanted);
  return coming.map(({ contentHash, row }) => ({
    ...row,
    ...told.get(contentHash),
    ...(has(contentHash, "reproduced") && { reproduced: true }),
    ...(has(contentHash, "disputed") && { disputed: true }),
  }));
}

/** What the records of feeds say of runs that they bring, by content hash. That of its own lab counts before a mirror's. */
export async function originsOf(
  transaction: Pick<Drizzle, "select">,
  hashes: string[],
): Promise<Map<string, Pick<Row, "provenance" | "verified" | "assurance">>> {
  const { subject, kind, assurance, status } = feedRecords;
  const rows = await transaction
    .select({ subject, kind, assurance })
    .from(feedRecords)
    .where(
      and(
        inArray(subject, hashes),
        inArray(kind, ["result", "correction", "mirror"]),
        inArray(status, ["WAITING", "TAKEN", "HELD"]),
      ),
    );
  const told = new Map<string, Pick<Row, "provenance" | "verified" | "assurance">>();
  for (const { subject: hash } of rows) told.set(hash!, { provenance: "MIRRORED" });
  for (const row of rows) {
    if (row.kind === "mirror") continue;
    told.set(row.subject!, { provenance: "FEDERATED", verified: true, assurance: row.assurance });
  }
  return told;
}
