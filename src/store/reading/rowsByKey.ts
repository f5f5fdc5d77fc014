import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { runStatement } from "../database/statement.ts";
import { type RunRow, runSelection } from "./runPages.ts";
import { readSample, type SampleRow, sampleColumns } from "./samplePages.ts";

/** Reads the runs of these row ids by one statement, in the order of the ids; undefined where there is none. */
export async function readRuns(database: Database, ids: readonly number[]): Promise<(RunRow | undefined)[]> {
  const compose = () =>
    sql`select ${runSelection.list} from runs r where r.id = any(${sql.placeholder("ids")}::integer[])`;
  const rows = await runStatement(database, "runs by id", compose, { ids });
  const byId = new Map(rows.map((row) => [row[0], runSelection.read(row)]));
  return ids.map((id) => byId.get(id));
}

/**
 * Reads the runs of these hashes by one statement, in the order of the hashes; undefined where there is none. A run that
 * was measured here is found by its provisional hash too.
 */
export async function readRunsByHash(database: Database, hashes: readonly string[]): Promise<(RunRow | undefined)[]> {
  const compose = () => {
    const asked = sql`any(${sql.placeholder("hashes")}::text[])`;
    return sql`
      select r.provisional_hash, ${runSelection.list} from runs r
      where r.content_hash = ${asked} or r.provisional_hash = ${asked}`;
  };
  const rows = await runStatement(database, "runs by hash", compose, { hashes });
  const byHash = new Map<unknown, RunRow>();
  for (const values of rows) {
    const run = runSelection.read(values, 1);
    byHash.set(values[0], run).set(run.contentHash, run);
  }
  return hashes.map((hash) => byHash.get(hash));
}

export interface SampleKey {
  /** The content hash or the provisional hash of its run. */
  runHash: string;
  problemId: string;
  repeat: number;
}

/** Reads the samples of these keys by one statement, in the order of the keys; undefined where there is none. */
export async function readSamples(database: Database, keys: readonly SampleKey[]): Promise<(SampleRow | undefined)[]> {
  const compose = () => sql`
    select k.place, ${sampleColumns} from unnest(
      ${sql.placeholder("runs")}::text[], ${sql.placeholder("problems")}::text[], ${sql.placeholder("repeats")}::integer[]
    ) with ordinality k (hash, problem_id, repeat, place)
    cross join lateral (
      -- The limit keeps the planner from looking for the problem in the samples of all runs first.
      select id, content_hash from runs where content_hash = k.hash or provisional_hash = k.hash limit 1
    ) r
    join samples s on s.run_id = r.id and s.problem_id = k.problem_id and s.repeat = k.repeat`;
  const rows = await runStatement(database, "samples by key", compose, {
    runs: keys.map((key) => key.runHash),
    problems: keys.map((key) => key.problemId),
    repeats: keys.map((key) => key.repeat),
  });
  const byPlace = new Map(rows.map((row) => [Number(row[0]), readSample(row.slice(1))]));
  return keys.map((_, i) => byPlace.get(i + 1));
}
