import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { runStatement } from "../database/statement.ts";
import { conditionsOf, type RunCriteria, shapeOf, valuesOf } from "../filters/runCriteria.ts";
import { choiceConditions, choiceShape, type SampleChoice } from "./graded/sampleFates.ts";
import { PARENT_COLUMNS, type RunParent } from "./runPages.ts";

/** The number of runs that meet the criteria. */
export async function countRuns(database: Database, criteria: RunCriteria): Promise<number> {
  const compose = () => sql`select count(*)::integer from runs r ${whereAll(conditionsOf(criteria))}`;
  const [row] = await runStatement(database, `count runs|${shapeOf(criteria)}`, compose, valuesOf(criteria));
  return row![0] as number;
}

/** The number of runs that meet the criteria of each of several models, benchmarks or labs. */
export async function countRunsOf(
  database: Database,
  parent: RunParent,
  parentIds: readonly number[],
  criteria: RunCriteria,
): Promise<number[]> {
  const column = sql`r.${PARENT_COLUMNS[parent]}`;
  const compose = () => {
    const conditions = [sql`${column} = any(${sql.placeholder("parents")}::integer[])`, ...conditionsOf(criteria)];
    return sql`select ${column}, count(*)::integer from runs r ${whereAll(conditions)} group by 1`;
  };
  const shape = `count runs of|${parent}|${shapeOf(criteria)}`;
  return inOrderOf(
    parentIds,
    await runStatement(database, shape, compose, { parents: parentIds, ...valuesOf(criteria) }),
  );
}

/** The number of stored samples of each of several runs, of those that are wanted. */
export async function countSamplesOf(
  database: Database,
  runIds: readonly number[],
  choice: SampleChoice,
): Promise<number[]> {
  const compose = () => {
    const conditions = [sql`s.run_id = any(${sql.placeholder("runs")}::integer[])`, ...choiceConditions(choice)];
    return sql`select s.run_id, count(*)::integer from samples s ${whereAll(conditions)} group by 1`;
  };
  const values = { runs: runIds, correct: choice.correct };
  return inOrderOf(runIds, await runStatement(database, `count samples|${choiceShape(choice)}`, compose, values));
}

const whereAll = (conditions: SQL[]) =>
  conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``;

/** The counts of rows of an id and a count, in the order of the ids. An id that is missing has none. */
function inOrderOf(ids: readonly number[], rows: unknown[][]): number[] {
  const counts = new Map(rows as [number, number][]);
  return ids.map((id) => counts.get(id) ?? 0);
}
