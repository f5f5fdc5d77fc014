import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { runStatement } from "../database/statement.ts";
import { conditionsOf, counted, type RunCriteria, shapeOf, valuesOf } from "../filters/runCriteria.ts";

/** The samples that one statement reads, about: an embedded database answers nothing else meanwhile. */
const SAMPLES = 4000;
/** What a run takes beside its samples, in samples. A run without a count has none stored. */
const OF_A_RUN = 10;

/** The row ids of the runs that succeeded and meet the criteria, in order, in portions that have few samples. */
export async function readRunPortions(database: Database, criteria: RunCriteria): Promise<number[][]> {
  const conditions = sql.join([counted(criteria), ...conditionsOf(criteria)], sql` and `);
  const rows = await runStatement(
    database,
    `run portions|${shapeOf(criteria)}`,
    () =>
      sql`select r.id, coalesce(r.sample_count, 0) + ${sql.raw(String(OF_A_RUN))} from runs r where ${conditions} order by r.id`,
    valuesOf(criteria),
  );
  const portions: number[][] = [];
  let room = 0;
  for (const [id, samples] of rows as [number, number][]) {
    if (room <= 0) {
      portions.push([]);
      room = SAMPLES;
    }
    portions.at(-1)!.push(id);
    room -= samples;
  }
  return portions;
}
