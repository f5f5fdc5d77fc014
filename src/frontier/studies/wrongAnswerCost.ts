import { type Interval, wilsonInterval } from "../statistics/intervals.ts";
import { studentQuantile } from "../statistics/quantiles.ts";
import { costOf, type SampledAnswer } from "../testTimeCompute/sampledAnswers.ts";

/** The answers of a model in a mode on a benchmark. */
export interface AnswersOfPair {
  /** The name of the pair in the result. */
  key: string;
  /** The problems of one benchmark have the same names in all of its pairs, and other names than another's. */
  answers: readonly SampledAnswer[];
}

/** A ratio of costs, 1 if wrong answers cost as much as right ones, with its 95 % interval and number of problems. */
export type CostRatio = Pick<Interval, "value" | "low" | "high" | "count">;

/** The ratio of the cost of wrong answers to that of right ones, for a model in a mode on a benchmark. */
export interface WrongAnswerCost {
  key: string;
  right: number;
  wrong: number;
  /**
   * The mean cost of all wrong answers divided by that of all right ones. Hard problems cause both length and errors.
   */
  pooled: CostRatio | null;
  /** The geometric mean of the ratios within problems that have both, which difficulty cannot explain. */
  withinProblem: CostRatio | null;
}

export interface WrongAnswerCosts {
  pairs: WrongAnswerCost[];
  /** The geometric mean of the pairs' pooled ratios, with Student's interval over pairs. */
  pooled: CostRatio | null;
  /** The geometric mean over every problem of every pair that has both, clustered by problem. */
  withinProblem: CostRatio | null;
  /**
   * The share of the pairs that spend more on wrong answers, with Wilson's interval; pairs without a ratio left out.
   */
  shareOfPairs: Interval | null;
  shareOfPairsWithinProblem: Interval | null;
}

/**
 * Compares the costs of wrong and right answers. An answer is right at a score of 1 and wrong at 0. Answers with
 * partial credit, and those whose cost is unknown or zero, are left out.
 *
 * @param metric `output_tokens`, or another cost of the answers.
 */
export function wrongAnswerCost(pairs: readonly AnswersOfPair[], metric = "output_tokens"): WrongAnswerCosts {
  const studied = pairs.map(({ key, answers }) => studyPair(key, answers, metric));
  const costs = studied.map(({ cost }) => cost);
  const pooled = costs.flatMap((cost) => cost.pooled ?? []);
  const within = costs.flatMap((cost) => cost.withinProblem ?? []);
  return {
    pairs: costs,
    pooled: geometricMean(pooled.map(({ value }, pair) => ({ cluster: pair, logRatio: Math.log(value) }))),
    withinProblem: geometricMean(studied.flatMap(({ logRatios }) => logRatios)),
    shareOfPairs: shareAboveOne(pooled),
    shareOfPairsWithinProblem: shareAboveOne(within),
  };
}

/** The cost of a problem's answers with one verdict. */
interface Sum {
  sum: number;
  count: number;
}

interface LogRatio {
  cluster: string | number;
  logRatio: number;
}

function studyPair(key: string, answers: readonly SampledAnswer[], metric: string) {
  const problems = new Map<string, { right: Sum; wrong: Sum }>();
  for (const answer of answers) {
    const cost = costOf(answer, metric);
    if (!(cost > 0) || (answer.score !== 0 && answer.score !== 1)) continue;
    const problem = problems.get(answer.problem) ?? { right: { sum: 0, count: 0 }, wrong: { sum: 0, count: 0 } };
    const side = answer.score === 1 ? problem.right : problem.wrong;
    side.sum += cost;
    side.count++;
    problems.set(answer.problem, problem);
  }
  const sums = [...problems.values()];
  const logRatios = [...problems]
    .filter(([, { right, wrong }]) => right.count > 0 && wrong.count > 0)
    .map(([cluster, { right, wrong }]) => ({ cluster, logRatio: Math.log(meanOf(wrong) / meanOf(right)) }));
  const cost: WrongAnswerCost = {
    key,
    right: sums.reduce((total, { right }) => total + right.count, 0),
    wrong: sums.reduce((total, { wrong }) => total + wrong.count, 0),
    pooled: ratioOfMeans(sums),
    withinProblem: geometricMean(logRatios),
  };
  return { cost, logRatios };
}

/**
 * Returns the ratio of the mean over wrong answers to that over right ones. The standard error of its logarithm is
 * clustered by problem (the delta method: the squares of each problem's part in the logarithm's deviation are summed
 * and multiplied by G / (G - 1)). G is the number of problems with wrong answers or of those with right ones, whichever
 * is smaller, since few wrong answers say little.
 */
function ratioOfMeans(problems: readonly { right: Sum; wrong: Sum }[]): CostRatio | null {
  const right = added(problems.map((problem) => problem.right));
  const wrong = added(problems.map((problem) => problem.wrong));
  if (right.count === 0 || wrong.count === 0) return null;
  const squares = problems.reduce((total, problem) => {
    const ofWrong = problem.wrong.sum / wrong.sum - problem.wrong.count / wrong.count;
    const ofRight = problem.right.sum / right.sum - problem.right.count / right.count;
    return total + (ofWrong - ofRight) ** 2;
  }, 0);
  const clusters = Math.min(
    problems.filter((problem) => problem.wrong.count > 0).length,
    problems.filter((problem) => problem.right.count > 0).length,
  );
  return ratioInterval(Math.log(meanOf(wrong) / meanOf(right)), squares, clusters);
}

/** Returns the geometric mean of ratios. The standard error of its logarithm is clustered. */
function geometricMean(ratios: readonly LogRatio[]): CostRatio | null {
  if (ratios.length === 0) return null;
  const mean = ratios.reduce((total, { logRatio }) => total + logRatio, 0) / ratios.length;
  const deviations = new Map<string | number, number>();
  for (const { cluster, logRatio } of ratios) {
    deviations.set(cluster, (deviations.get(cluster) ?? 0) + (logRatio - mean) / ratios.length);
  }
  const squares = [...deviations.values()].reduce((total, deviation) => total + deviation ** 2, 0);
  return ratioInterval(mean, squares, deviations.size);
}

function ratioInterval(logRatio: number, squares: number, clusters: number): CostRatio {
  if (clusters < 2) return { value: Math.exp(logRatio), count: clusters };
  const half = studentQuantile(clusters - 1) * Math.sqrt((squares * clusters) / (clusters - 1));
  return {
    value: Math.exp(logRatio),
    low: Math.exp(logRatio - half),
    high: Math.exp(logRatio + half),
    count: clusters,
  };
}

function shareAboveOne(ratios: readonly CostRatio[]): Interval | null {
  const count = ratios.length;
  if (count === 0) return null;
  const value = ratios.filter((ratio) => ratio.value > 1).length / count;
  return { value, ...wilsonInterval(value, count), count };
}

function added(sums: readonly Sum[]): Sum {
  return sums.reduce((total, { sum, count }) => ({ sum: total.sum + sum, count: total.count + count }), {
    sum: 0,
    count: 0,
  });
}

function meanOf({ sum, count }: Sum): number {
  return sum / count;
}
