import type { Interval } from "../statistics/intervals.ts";
import { meanInterval } from "../statistics/intervals.ts";

/** One graded answer of a model in a mode. */
export interface SampledAnswer {
  problem: string;
  /** 1 for right, 0 for wrong, and a share between for partial credit. */
  score: number;
  /** The vote, which is equal for equal answers; null if the answer states nothing or its text is unknown. */
  vote: string | null;
  /** The number of output tokens. */
  tokens: number;
  /** The other costs of the answer by metric, such as `flops`, each in its unit. */
  costs: Readonly<Record<string, number>>;
}

/** The settings of test-time compute. If all are null, it is one answer of the length that the run allowed. */
export interface OperatingPoint {
  /** The output tokens at which an answer is cut off. */
  tokenCap: number | null;
  /** The number of answers of a majority vote. */
  votes: number | null;
  /** The number of answers of which the best is taken. */
  bestOf: number | null;
}

/** The accuracy and the costs of a model at an operating point. */
export interface OperatingPointValue {
  point: OperatingPoint;
  accuracy: Interval;
  /**
   * True if the right one of several answers would have to be known, so that this accuracy cannot be reached in
   * practice.
   */
  upperBound: boolean;
  /**
   * The mean for each problem of `output_tokens` and of each other cost that is known of every answer, in the metric's
   * unit.
   */
  measures: Record<string, Interval>;
}

/**
 * Returns the mean for each problem of `output_tokens` and of each other cost that every answer has.
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

/** Returns `output_tokens` and each other cost that every answer has; nothing if there are no answers. */
export function costMetrics(answers: readonly SampledAnswer[]): string[] {
  const [first, ...rest] = answers;
  if (first === undefined) return [];
  const others = Object.keys(first.costs).filter((metric) => rest.every(({ costs }) => costs[metric] !== undefined));
  return ["output_tokens", ...others.filter((metric) => metric !== "output_tokens")];
}

/** Returns the cost of an answer in the metric's unit; NaN if it is unknown. */
export function costOf(answer: SampledAnswer, metric: string): number {
  return metric === "output_tokens" ? answer.tokens : (answer.costs[metric] ?? Number.NaN);
}
