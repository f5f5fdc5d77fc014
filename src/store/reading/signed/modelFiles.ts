import { and, inArray, isNotNull, sql } from "drizzle-orm";
import type { Drizzle } from "../../database/database.ts";
import { feedRecords, runs } from "../../tables.ts";

/** A file of a model, as a run names it. */
export interface ModelFile {
  name: string;
  sha256: string;
  /** The other digests that runs of the same model name for a file of this name, in order. */
  otherDigests: string[];
}

type Named = Pick<ModelFile, "name" | "sha256">[];

/** What a run says of the files of its model, or else the record that brought it: that of its own lab before a mirror's. */
const files = sql<Named | null>`coalesce(${runs.submission} -> 'modelFiles', (
  select ${feedRecords.predicate} -> 'modelFiles' from ${feedRecords}
  where ${feedRecords.subject} = ${runs.contentHash} and ${feedRecords.kind} in ('result', 'correction', 'mirror')
    and ${feedRecords.status} = 'TAKEN' and ${feedRecords.predicate} ? 'modelFiles'
  order by ${feedRecords.kind} = 'mirror', ${feedRecords.peerId}, ${feedRecords.digest} limit 1))`;

/** The files of the models of runs, in the order of the content hashes; null where a run names none. */
export async function readModelFilesOf(drizzle: Drizzle, hashes: readonly string[]): Promise<(ModelFile[] | null)[]> {
  const { contentHash, modelId, status } = runs;
  const ofModels = drizzle
    .select({ modelId })
    .from(runs)
    .where(inArray(contentHash, [...hashes]));
  const named = await drizzle
    .select({ contentHash, modelId, files, counts: sql<boolean>`${status} = 'SUCCEEDED'` })
    .from(runs)
    .where(and(inArray(modelId, ofModels), isNotNull(files)));
  const digests = digestsByFile(named.filter(({ counts }) => counts));
  const byHash = new Map(named.map((run) => [run.contentHash, run]));
  return hashes.map((hash) => {
    const run = byHash.get(hash);
    if (!run) return null;
    return run.files!.map(({ name, sha256 }) => {
      const others = digests.get(`${run.modelId} ${name}`) ?? new Set();
      return { name, sha256, otherDigests: [...others].filter((one) => one !== sha256).sort() };
    });
  });
}

/** The digests that runs name for each file of a model. */
function digestsByFile(named: readonly { modelId: number; files: Named | null }[]): Map<string, Set<string>> {
  const digests = new Map<string, Set<string>>();
  for (const { modelId, files: all } of named) {
    for (const { name, sha256 } of all!) {
      const key = `${modelId} ${name}`;
      digests.set(key, (digests.get(key) ?? new Set()).add(sha256));
    }
  }
  return digests;
}
