import { sql } from "drizzle-orm";
import type { Database } from "../../database/database.ts";
import { runStatement } from "../../database/statement.ts";
import { SCORE } from "./sampleValues.ts";

/** The results of a run on the problems of one stratum. */
export interface StratumResultRow {
  name: string;
  value: string;
  /** The number of its problems that have a graded answer. */
  problemCount: number;
  answerCount: number;
  /** The mean over problems of the mean score of their answers, between 0 and 1. */
  accuracy: number;
}

/** Reads the results of each run on each stratum of its benchmark by one statement, in the order of names and values. */
export async function readStrataOfRuns(
  database: Pick<Database, "rows">,
  runIds: readonly number[],
): Promise<StratumResultRow[][]> {
  const compose = () => sql`
    select s.run_id, p.name, p.value, count(*)::integer, sum(s.answers)::integer, avg(s.score)::double precision
    from (
      select run_id, problem_id, count(${SCORE}) as answers, avg(${SCORE}) as score
      from samples join runs r on r.id = run_id join benchmarks b on b.id = r.benchmark_id
      where run_id = any(${sql.placeholder("runs")}::integer[])
        and exists (select from problem_strata p where p.benchmark = b.slug)
      group by 1, 2 having count(${SCORE}) > 0
    ) s
    join runs r on r.id = s.run_id join benchmarks b on b.id = r.benchmark_id
    join problem_strata p on p.benchmark = b.slug and p.problem_id = s.problem_id
    group by 1, 2, 3`;
  const rows = (await runStatement(database, "strata of runs", compose, { runs: runIds })) as StrataTuple[];
  const byRun = Map.groupBy(rows, ([runId]) => runId);
  return runIds.map((id) =>
    (byRun.get(id) ?? [])
      .map(([, name, value, problemCount, answerCount, accuracy]) => ({
        ...{ name, value, problemCount, answerCount, accuracy },
      }))
      .sort(inOrder),
  );
}

type StrataTuple = [runId: number, name: string, value: string, problems: number, answers: number, accuracy: number];

const byNumber = new Intl.Collator("en", { numeric: true });
/** Levels are in the order of their numbers. */
export const inOrder = (a: { name: string; value: string }, b: { name: string; value: string }) =>
  byNumber.compare(a.name, b.name) || byNumber.compare(a.value, b.value);
