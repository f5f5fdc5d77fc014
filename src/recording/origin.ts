import { and, inArray } from "drizzle-orm";
import type { Drizzle } from "../store/database/database.ts";
import { type Assurance, feedRecords, type runs } from "../store/tables.ts";

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
  const origins = await originsOf(transaction, hashes);
  return coming.map(({ contentHash, row }) => {
    const origin = origins.get(contentHash);
    if (!origin) return row;
    const { provenance, verified, stated } = origin;
    // That it is reproduced shows when the store holds the verdict, too.
    return { ...row, provenance, verified, assurance: shownAssurance(stated, false) };
  });
}

/** What feeds say of a run that they bring. */
export interface Origin {
  provenance: "FEDERATED" | "MIRRORED";
  verified: boolean;
  /** What its lab says of it; null where a mirror alone brought it. */
  stated: Assurance | null;
  /** The content hash of the run that it reproduces, as its lab says. */
  reproduces: string | null;
}

/** What a lab says of its run, as far as this store can show it: REPRODUCED alone is a claim about another lab's run, too. */
export const shownAssurance = (stated: Assurance | null, isReproduced: boolean): Assurance | null =>
  stated === "REPRODUCED" && !isReproduced ? "SELF_ATTESTED" : stated;

/** What the records of feeds say of runs that they bring, by content hash. That of its own lab counts before a mirror's. */
export async function originsOf(
  transaction: Pick<Drizzle, "select">,
  hashes: readonly string[],
): Promise<Map<string, Origin>> {
  const { subject, kind, assurance, predicate, status } = feedRecords;
  const rows = await transaction
    .select({ subject, kind, assurance, predicate })
    .from(feedRecords)
    .where(
      and(
        inArray(subject, [...hashes]),
        inArray(kind, ["result", "correction", "mirror"]),
        inArray(status, ["WAITING", "TAKEN", "HELD"]),
      ),
    );
  const told = new Map<string, Origin>();
  const copied = { provenance: "MIRRORED", verified: false, stated: null, reproduces: null } as const;
  for (const { subject: hash } of rows) told.set(hash!, copied);
  for (const row of rows) {
    if (row.kind === "mirror") continue;
    const reproduces = (row.predicate?.reproduces as string | undefined) ?? null;
    told.set(row.subject!, { provenance: "FEDERATED", verified: true, stated: row.assurance, reproduces });
  }
  return told;
}
