import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { runStatement } from "../database/statement.ts";
import { conditionsOf, counted, type RunCriteria, shapeOf, valuesOf } from "../filters/runCriteria.ts";

/** A place of publication, and the number of runs behind an answer that come from it. */
export interface SourceRow {
  labId: number;
  url: string | null;
  license: string | null;
  runCount: number;
}

/** Reads the sources of all runs that meet the criteria, those with most runs first. */
export async function readSources(database: Database, criteria: RunCriteria): Promise<SourceRow[]> {
  const compose = () => {
    const where = sql.join([counted(criteria), ...conditionsOf(criteria)], sql` and `);
    return sql`
      select r.lab_id, r.source_url, r.license, count(*)::integer from runs r where ${where}
      group by 1, 2, 3 order by 4 desc, r.source_url, r.license, r.lab_id`;
  };
  const rows = await runStatement(database, `sources|${shapeOf(criteria)}`, compose, valuesOf(criteria));
  return (rows as [number, string | null, string | null, number][]).map(([labId, url, license, runCount]) => ({
    ...{ labId, url, license, runCount },
  }));
}
