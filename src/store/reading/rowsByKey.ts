import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { runStatement } from "../database/statement.ts";
import { type RunRow, runSelection } from "./runPages.ts";
import { type SampleRow, sampleSelection } from "./samplePages.ts";

/** The runs of these ids in their order, undefined where there is none, by one statement. */
export async function readRuns(database: Database, ids: readonly number[]): Promise<(RunRow | undefined)[]> {
  const compose = () =>
    sql`select ${runSelection.list} from runs r where r.id = any(${sql.placeholder("ids")}::integer[])`;
  const rows = await runStatement(database, "runs by id", compose, { ids });
  const byId = new Map(rows.map((row) => [row[0], runSelection.read(row)]));
  return ids.map((id) => byId.get(id));
}

export interface SampleKey {
  runId: number;
  problemId: string;
  repeat: number;
}

/** The samples of these keys in their order, undefined where there is none, by one statement. */
export async function readSamples(database: Database, keys: readonly SampleKey[]): Promise<(SampleRow | undefined)[]> {
  const compose = () => sql`
    select ${sampleSelection.list} from samples s
    join unnest(
      ${sql.placeholder("runs")}::integer[], ${sql.placeholder("problems")}::text[], ${sql.placeholder("repeats")}::integer[]
    ) k (run_id, problem_id, repeat) using (run_id, problem_id, repeat)`;
  const rows = await runStatement(database, "samples by key", compose, {
    runs: keys.map((key) => key.runId),
    problems: keys.map((key) => key.problemId),
    repeats: keys.map((key) => key.repeat),
  });
  const text = (key: SampleKey) => `${key.runId}:${key.repeat}:${key.problemId}`;
  const byKey = new Map(rows.map((row) => sampleSelection.read(row)).map((sample) => [text(sample), sample]));
  return keys.map((key) => byKey.get(text(key)));
}
