import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { runStatement } from "../database/statement.ts";
import { inOrder } from "./problemStrata.ts";
import { SCORE } from "./sampleValues.ts";

/** How a model in a mode answered one problem, over all its runs. */
export interface ProblemResultRow {
  modelId: number;
  mode: string;
  right: number;
  /** The number of its graded answers; one that could not be decided counts as wrong. */
  total: number;
}

/** A problem as far as the store knows it: its question is not stored. */
export interface ProblemRow {
  benchmarkId: number;
  problemId: string;
  strata: { name: string; value: string }[];
  results: ProblemResultRow[];
}

/** Reads a problem with its strata and its results, those of the models that solve it most often first. Null if it is unknown. */
export async function readProblem(
  database: Pick<Database, "rows">,
  { id: benchmarkId, slug }: { id: number; slug: string },
  problemId: string,
): Promise<ProblemRow | null> {
  const values = { benchmarkId, slug, problemId };
  const [strata, results] = (await Promise.all([
    runStatement(database, "strata of a problem", composeStrata, values),
    runStatement(database, "results on a problem", composeResults, values),
  ])) as [[string, string][], [number, string, number, number][]];
  if (strata.length === 0 && results.length === 0) return null;
  return {
    ...{ benchmarkId, problemId },
    strata: strata.map(([name, value]) => ({ name, value })).sort(inOrder),
    results: results.map(([modelId, mode, right, total]) => ({ modelId, mode, right, total })),
  };
}

const composeStrata = () => sql`
  select name, value from problem_strata
  where benchmark = ${sql.placeholder("slug")} and problem_id = ${sql.placeholder("problemId")}`;

const composeResults = () => sql`
  select model_id, mode, count(*) filter (where score = 1)::integer, count(score)::integer
  from (
    select r.model_id, r.mode, ${SCORE} as score from runs r join samples on samples.run_id = r.id
    where r.benchmark_id = ${sql.placeholder("benchmarkId")}::integer and r.status = 'SUCCEEDED'
      and samples.problem_id = ${sql.placeholder("problemId")}
  ) s join models m on m.id = model_id
  group by model_id, mode, m.slug having count(score) > 0
  order by avg(score) desc, count(score) desc, m.slug, mode`;
