import { bootstrapMeanInterval } from "../statistics/bootstrapInterval.ts";
import { exactMcNemar } from "./mcnemar.ts";
import { tangoInterval } from "./tangoInterval.ts";

/** Two models' figures on one problem: each the mean over the model's answers to it. */
export interface PairedFigures {
  a: number;
  b: number;
}

/** The side that is better by the data, or `TIED` where the data cannot tell. */
export type PairedVerdict = "A" | "B" | "TIED";

/** The mean difference a - b over problems, with its 95 % interval, all in the unit of the figures. */
export interface PairedDifference extends PairedFigures {
  difference: number;
  /** The ends are absent if there are too few problems for an interval. */
  low?: number;
  high?: number;
  problemCount: number;
  verdict: PairedVerdict;
}

export interface PairedAccuracy extends PairedDifference {
  /** The number of problems on which the first model did better, and on which the second did. */
  onlyA: number;
  onlyB: number;
  /** The two-sided p of the exact McNemar test over these problems. */
  pValue: number;
}

const SIGNIFICANT = 0.05;

/**
 * Compares the accuracy of two models on the same problems. Each problem counts alike, and is one independent trial,
 * however often it was answered. The interval is Tango's score interval (`tangoInterval`), for repeats with the
 * effective number of pairs v / se²: v is the variance of a pair of single answers, and se the standard error of the
 * mean difference over problems (Miller, "Adding error bars to evals", arXiv:2411.00640, 4.2). It is at most the number
 * of answers; problems that all agree count once each.
 *
 * The verdict is a side only if the interval leaves out 0. With single answers p must also be below 0.05, so that the
 * two never say different things.
 *
 * @param problems the shares of right answers, or scores between 0 and 1.
 * @param answers the number of answers of the model that has fewer.
 * @returns null for no problems.
 */
export function pairedAccuracy(problems: readonly PairedFigures[], answers: number): PairedAccuracy | null {
  const means = meansOf(problems);
  if (means === null) return null;
  const count = problems.length;
  const rightOfA = mean(problems.map(({ a, b }) => a * (1 - b)));
  const rightOfB = mean(problems.map(({ a, b }) => b * (1 - a)));
  const isSingle = problems.every(({ a, b }) => isVerdict(a) && isVerdict(b)) && answers === count;
  const pairs = isSingle ? count : effectivePairs(problems, means.difference, rightOfA + rightOfB, answers);
  const { low, high } = tangoInterval(rightOfA, rightOfB, pairs);
  const onlyA = problems.filter(({ a, b }) => a > b).length;
  const onlyB = problems.filter(({ a, b }) => a < b).length;
  const pValue = exactMcNemar(onlyA, onlyB);
  const isClear = !isSingle || pValue < SIGNIFICANT;
  const verdict = isClear && low > 0 ? "A" : isClear && high < 0 ? "B" : "TIED";
  return { ...means, low, high, problemCount: count, verdict, onlyA, onlyB, pValue };
}

/**
 * Compares a cost of two models on the same problems, of which less is better. The interval is that of the mean of the
 * differences by a bootstrap over problems (`bootstrapMeanInterval`).
 *
 * @param problems the costs, in any unit.
 * @returns null for no problems.
 */
export function pairedCost(problems: readonly PairedFigures[]): PairedDifference | null {
  const means = meansOf(problems);
  if (means === null) return null;
  const differences = problems.map(({ a, b }) => a - b);
  const { low, high } = bootstrapMeanInterval(differences, Array.from(differences.keys()))!;
  const ends = low === undefined ? {} : { low, high: high! };
  const verdict = low !== undefined && high! < 0 ? "A" : low !== undefined && low > 0 ? "B" : "TIED";
  return { ...means, ...ends, problemCount: problems.length, verdict };
}

function meansOf(problems: readonly PairedFigures[]): (PairedFigures & { difference: number }) | null {
  if (problems.length === 0) return null;
  const [a, b] = [mean(problems.map((problem) => problem.a)), mean(problems.map((problem) => problem.b))];
  return { a, b, difference: mean(problems.map((problem) => problem.a - problem.b)) };
}

function effectivePairs(
  problems: readonly PairedFigures[],
  difference: number,
  discordant: number,
  answers: number,
): number {
  const count = problems.length;
  const squares = problems.reduce((sum, { a, b }) => sum + (a - b - difference) ** 2, 0);
  if (squares === 0) return count;
  return Math.min(answers, (discordant - difference ** 2) / (squares / (count * (count - 1))));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const isVerdict = (share: number) => share === 0 || share === 1;
