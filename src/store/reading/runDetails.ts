import { inArray, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Drizzle } from "../database/database.ts";
import type { ServingFact } from "../experiment.ts";
import { dataVersions, runs } from "../tables.ts";

/** The digest of a revision, as PostgreSQL writes it. */
const versionOf = (revision: PgColumn) =>
  sql<
    string | null
  >`(select ${dataVersions.digest}::text from ${dataVersions} where ${dataVersions.revision} = ${revision})`;

/** A fact of the serving that nothing but the submission says. */
const stated = (fact: ServingFact) => sql<string | null>`${runs.submission} #>> ${`{serving,${fact}}`}`;

const columns = {
  id: runs.id,
  protocolId: runs.protocolId,
  servedAs: runs.servedAs,
  grader: runs.grader,
  serving: {
    provider: runs.provider,
    engine: runs.engine,
    precision: runs.precision,
    cachePrecision: stated("cachePrecision"),
    effort: runs.effort,
    version: stated("version"),
    date: stated("date"),
  } satisfies Record<ServingFact, unknown>,
  coverage: runs.coverage,
  measures: runs.measures,
  decoding: runs.decoding,
  deployment: runs.deployment,
  notes: runs.notes,
  recipe: runs.recipe,
  error: runs.error,
  errorCode: runs.errorCode,
  errorDetails: runs.errorDetails,
  retractionReason: runs.retractionReason,
  supersededBy: runs.supersededBy,
  verified: runs.verified,
  assurance: runs.assurance,
  reproduced: runs.reproduced,
  disputed: runs.disputed,
  derivedFrom: sql<string | null>`${runs.submission} ->> 'derivedFrom'`,
  addedVersion: versionOf(runs.addedRevision),
  retiredVersion: versionOf(runs.retiredRevision),
};

/** The columns that a list of runs leaves out, because they are large and seldom asked for. */
export type RunDetails = Awaited<ReturnType<typeof readRunDetails>>[number];

/** Reads the details of each run by one statement, in the order of the row ids. */
export async function readRunDetails(drizzle: Drizzle, ids: readonly number[]) {
  const rows = await drizzle
    .select(columns)
    .from(runs)
    .where(inArray(runs.id, [...ids]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id)!);
}
