import { sql } from "drizzle-orm";
import type { SampleMetricName } from "../../frontier/metrics.ts";
import type { Database } from "../database/database.ts";
import { runStatement } from "../database/statement.ts";
import type { RunCriteria } from "../filters/runCriteria.ts";
import { voteOf } from "./ballots.ts";
import { SCORE, SPENT_TOKENS } from "./graded/sampleValues.ts";
import { readRunPortions } from "./runPortions.ts";
import { type RunWay, WAY_OF_RUN, type WayTuple, wayOf } from "./runWays.ts";

/** A graded answer with all that its source states of its cost. */
export interface GradedAnswer {
  problem: string;
  /** 1 for right, 0 for wrong, and a share between for partial credit. */
  score: number;
  /** What it votes for (`voteOf`). */
  vote: string | null;
  promptTokens: number | null;
  /** The output tokens without those of failed attempts; null where they are not known. */
  tokens: number | null;
  /** Its costs by metric, each in the metric's unit. */
  costs: Partial<Record<SampleMetricName, number>>;
}

/** The graded answers of a model in a mode on a benchmark in one experiment, and how they came about. */
export interface AnswersOfPool {
  way: RunWay;
  answers: GradedAnswer[];
}

/** The metrics of an answer that are costs, in the order in which the statement reads them. */
const COSTS = ["output_tokens", "flops", "cost", "latency"] as const satisfies SampleMetricName[];

/** The graded answers of the runs that meet the criteria, by experiment, in the order of their first runs. */
export async function readAnswersByPool(database: Database, criteria: RunCriteria): Promise<AnswersOfPool[]> {
  const runs: RunTuple[] = [];
  for (const ids of await readRunPortions(database, criteria)) {
    const rows = (await runStatement(database, "answers by pool", answersStatement, { ids })) as RunTuple[];
    runs.push(...rows.filter(([, answers]) => answers !== null));
  }
  return [...Map.groupBy(runs, ([pool]) => pool).values()].map((own) => ({
    way: wayOf(own.map(([, , , ...way]) => way)),
    answers: own.flatMap(([, answers, optionCount]) => answers.map((answer) => readAnswer(answer, optionCount))),
  }));
}

type AnswerTuple = [
  problem: string,
  score: number,
  answer: string | null,
  expected: string | null,
  promptTokens: number | null,
  tokens: number | null,
  ...costs: (number | null)[],
];

type RunTuple = [pool: string, answers: AnswerTuple[], optionCount: number | null, ...way: WayTuple];

const answersStatement = () => sql`
  select r.pool, (
    select json_agg(json_build_array(
      problem_id, ${SCORE}, answer, expected, prompt_tokens, output_tokens, ${SPENT_TOKENS}, flops, cost, latency
    ) order by problem_id, repeat)
    from samples where run_id = r.id and ${SCORE} is not null
  ), b.option_count, ${WAY_OF_RUN}
  from runs r join benchmarks b on b.id = r.benchmark_id where r.id = any(${sql.placeholder("ids")}::integer[]) order by r.id`;

function readAnswer(
  [problem, score, answer, expected, promptTokens, tokens, ...costs]: AnswerTuple,
  optionCount: number | null,
): GradedAnswer {
  const known = COSTS.flatMap((metric, i) => (costs[i] == null ? [] : [[metric, costs[i]] as const]));
  return {
    ...{ problem, score, promptTokens, tokens },
    vote: voteOf(answer, expected, optionCount),
    costs: Object.fromEntries(known),
  };
}
