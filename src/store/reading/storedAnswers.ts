import { type SQL, sql } from "drizzle-orm";
import type { SampledAnswer } from "../../frontier/testTimeCompute/sampledAnswers.ts";
import type { Database } from "../database/database.ts";
import { runStatement } from "../database/statement.ts";
import type { RunCriteria } from "../filters/runCriteria.ts";
import { voteOf } from "./ballots.ts";
import { SCORE } from "./graded/sampleValues.ts";
import { readRunPortions } from "./runPortions.ts";

/** An answer as it is stored: with what its prompt had, since its compute depends on that. */
export interface StoredAnswer extends SampledAnswer {
  promptTokens: number | null;
}

/** The answers of a model in a mode on a benchmark, over all runs of the experiment that has most of them. */
export interface AnswersOfModel {
  modelId: number;
  mode: string;
  benchmarkId: number;
  /** The experiment that they belong to, as candidates name it: the row id of the benchmark and the key of the pool. */
  pool: string;
  /** Whether its runs state what a problem cost. */
  hasCost: boolean;
  answers: StoredAnswer[];
}

/**
 * The graded answers with known length of the runs that meet the criteria, those of a model in a mode on a benchmark
 * together. Runs of different experiments are not mixed: the answers are those of the one with most answers. For what an
 * answer votes, see `voteOf`; the answers of a run are known for all of them or none.
 */
export async function readSampledAnswers(database: Database, criteria: RunCriteria): Promise<AnswersOfModel[]> {
  const runs: RunTuple[] = [];
  for (const ids of await readRunPortions(database, criteria)) {
    const rows = await runStatement(database, "sampled answers", answersStatement, { ids });
    runs.push(...(rows.filter((row) => row[3] !== null) as RunTuple[]));
  }
  const groups = Map.groupBy(runs, ([modelId, mode, benchmarkId]) => `${modelId} ${benchmarkId} ${mode}`);
  return [...groups.values()].map((group) => {
    const largest = largestPool(group);
    const [modelId, mode, benchmarkId, , , pool, hasCost] = largest[0]!;
    const answers = largest.flatMap(answersOf);
    return { modelId, mode, benchmarkId, pool: `${benchmarkId} ${pool}`, hasCost, answers };
  });
}

/** The runs of the pool with most answers; of several the first, in the order of the rows. */
function largestPool(runs: RunTuple[]): RunTuple[] {
  const pools = [...Map.groupBy(runs, (run) => run[5]).values()];
  const size = (pool: RunTuple[]) => pool.reduce((sum, run) => sum + run[3].length, 0);
  return pools.reduce((largest, pool) => (size(pool) > size(largest) ? pool : largest));
}

type AnswerTuple = [
  problem: string,
  score: number,
  answer: string | null,
  expected: string | null,
  tokens: number,
  promptTokens: number | null,
  flops: number | null,
];

type RunTuple = [
  modelId: number,
  mode: string,
  benchmarkId: number,
  AnswerTuple[],
  optionCount: number | null,
  pool: string,
  hasCost: boolean,
];

function answersStatement(): SQL {
  return sql`
    select r.model_id, r.mode, r.benchmark_id, (
      select json_agg(json_build_array(
        problem_id, ${SCORE}, answer, expected, output_tokens, prompt_tokens, flops
      ) order by problem_id, repeat)
      from samples where run_id = r.id and output_tokens is not null and ${SCORE} is not null
    ), b.option_count, r.pool, r.cost is not null
    from runs r join benchmarks b on b.id = r.benchmark_id where r.id = any(${sql.placeholder("ids")}::integer[]) order by r.id`;
}

function answersOf([, , , answers, optionCount]: RunTuple): StoredAnswer[] {
  return answers.map((answer) => readAnswer(answer, optionCount));
}

function readAnswer(
  [problem, score, answer, expected, tokens, promptTokens, flops]: AnswerTuple,
  optionCount: number | null,
): StoredAnswer {
  return {
    problem,
    score,
    vote: voteOf(answer, expected, optionCount),
    tokens,
    promptTokens,
    costs: flops === null ? {} : { flops },
  };
}
