import type { Interval } from "../statistics/intervals.ts";
import { meanInterval } from "../statistics/intervals.ts";

/** One graded answer of a model in a mode. */
export interface SampledAnswer {
  problem: string;
  /** 1 right, 0 wrong, a share between for partial credit. */
  score: number;
  /** What it votes for, equal for equal answers; null where it states nothing, or where what it states is not known. */
  vote: string | null;
  /** Output tokens. */
  tokens: number;
  /** What else the answer cost, by metric, each in its unit, e.g. `flops`. */
  costs: Readonly<Record<string, number>>;
}

/** Where the knobs of test-time compute stand; all null: one answer, as long as the run let it be. */
export interface OperatingPoint {
  /** The output tokens at which an answer is cut off. */
  tokenCap: number | null;
  /** How many answers vote for one. */
  votes: number | null;
  /** Of how many answers the best is taken. */
  bestOf: number | null;
}

/** What a model reaches at an operating point, and what that costs. */
export interface OperatingPointValue {
  point: OperatingPoint;
  accuracy: Interval;
  /** True where whoever takes the answer would have to know which one is right: no one can count on this accuracy. */
  upperBound: boolean;
  /** `output_tokens` and each other cost known of every answer: the mean a problem, in the metric's unit. */
  measures: Record<string, Interval>;
}

/**
 * The mean a problem of `output_tokens` and of each other cost that every answer has.
 *
 * @returns an empty record for no answers.
 */
export function meanCosts(answers: readonly SampledAnswer[]): Record<string, Interval> {
  const problems = answers.map(({ problem }) => problem);
  const measures: Record<string, Interval> = {};
  for (const metric of costMetrics(answers)) {
    measures[metric] = meanInterval(
      answers.map((answer) => costOf(answer, metric)),
      problems,
    )!;
  }
  return measures;
}

/** `output_tokens` and each other cost that every answer has; none for no answers. */
export function costMetrics(answers: readonly SampledAnswer[]): string[] {
  const [first, ...rest] = answers;
  if (first === undefined) return [];
  const others = Object.keys(first.costs).filter((metric) => rest.every(({ costs }) => costs[metric] !== undefined));
  return ["output_tokens", ...others.filter((metric) => metric !== "output_tokens")];
}

/** What an answer cost, in the metric's unit; NaN where that is not known. */
export function costOf(answer: SampledAnswer, metric: string): number {
  return metric === "output_tokens" ? answer.tokens : (answer.costs[metric] ?? Number.NaN);
}
