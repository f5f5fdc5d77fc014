import { sql } from "drizzle-orm";
import type { Database } from "../../database/database.ts";
import { runStatement } from "../../database/statement.ts";
import { inOrder } from "./problemStrata.ts";
import { SCORE } from "./sampleValues.ts";

/** A problem by its benchmark. */
export interface ProblemKey {
  benchmarkId: number;
  problemId: string;
}

/** How a model in a mode answered one problem, over all its runs. */
export interface ProblemResultRow {
  modelId: number;
  mode: string;
  right: number;
  /** The number of its graded answers; one that could not be decided counts as wrong. */
  total: number;
  /** The mean score of these answers, between 0 and 1. */
  score: number;
}

/** A problem as far as the store knows it: its question is not stored. */
export interface ProblemRow extends ProblemKey {
  strata: { name: string; value: string }[];
  results: ProblemResultRow[];
}

/**
 * Reads problems with their strata and their results, those of the models that solve it most often first, by two statements.
 * In the order of the keys, null for a problem of which nothing is known.
 */
export async function readProblems(
  database: Pick<Database, "rows">,
  keys: readonly ProblemKey[],
): Promise<(ProblemRow | null)[]> {
  const values = {
    benchmarks: keys.map(({ benchmarkId }) => benchmarkId),
    problems: keys.map(({ problemId }) => problemId),
  };
  const [strata, results] = (await Promise.all([
    runStatement(database, "strata of problems", composeStrata, values),
    runStatement(database, "results on problems", composeResults, values),
  ])) as [[string, string, string][], [string, number, string, number, number, number][]];
  const [strataOf, resultsOf] = [Map.groupBy(strata, placeOf), Map.groupBy(results, placeOf)];
  return keys.map((key, i) => {
    const [parts, answers] = [strataOf.get(i + 1) ?? [], resultsOf.get(i + 1) ?? []];
    if (parts.length === 0 && answers.length === 0) return null;
    return {
      ...key,
      strata: parts.map(([, name, value]) => ({ name, value })).sort(inOrder),
      results: answers.map(([, modelId, mode, right, total, score]) => ({ modelId, mode, right, total, score })),
    };
  });
}

const placeOf = ([place]: readonly [string | number, ...unknown[]]) => Number(place);

const KEYS = sql`unnest(${sql.placeholder("benchmarks")}::integer[], ${sql.placeholder("problems")}::text[])
  with ordinality k (benchmark_id, problem_id, place)`;

const composeStrata = () => sql`
  select k.place, p.name, p.value from ${KEYS} join benchmarks b on b.id = k.benchmark_id
  join problem_strata p on p.benchmark = b.slug and p.problem_id = k.problem_id`;

const composeResults = () => sql`
  select place, model_id, mode, count(*) filter (where score = 1)::integer, count(score)::integer,
    avg(score)::double precision
  from (
    select k.place, r.model_id, r.mode, ${SCORE} as score from ${KEYS}
    join runs r on r.benchmark_id = k.benchmark_id and r.status = 'SUCCEEDED'
    join samples on samples.run_id = r.id and samples.problem_id = k.problem_id
  ) s join models m on m.id = model_id
  group by place, model_id, mode, m.slug having count(score) > 0
  order by place, avg(score) desc, count(score) desc, m.slug, mode`;
