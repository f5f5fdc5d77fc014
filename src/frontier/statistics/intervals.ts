import { clusteredMean, meanOverProblems } from "./clusteredMean.ts";
import { studentQuantile, Z_95 } from "./quantiles.ts";

/** A mean with its 95 % confidence interval, in the unit of the values. */
export interface Interval {
  value: number;
  /** The ends are absent if there are too few independent values for an interval. */
  low?: number;
  high?: number;
  /** The number of values. */
  count: number;
  standardError?: number;
}

/**
 * Returns the 95 % Wilson score interval of a proportion (Wilson, J. Am. Stat. Assoc. 1927).
 *
 * @param proportion a number between 0 and 1.
 * @param trials the number of independent trials. An effective number need not be whole.
 */
export function wilsonInterval(proportion: number, trials: number): { low: number; high: number } {
  const spread = Z_95 ** 2 / trials;
  const center = (proportion + spread / 2) / (1 + spread);
  const half = (Math.sqrt((proportion * (1 - proportion)) / trials + spread / trials / 4) * Z_95) / (1 + spread);
  // At 0 and 1 rounding would otherwise move an end away from the proportion.
  return {
    low: proportion === 0 ? 0 : Math.max(0, center - half),
    high: proportion === 1 ? 1 : Math.min(1, center + half),
  };
}

/**
 * Returns the accuracy with its 95 % interval. The accuracy is the mean over problems of the share of right verdicts,
 * so that every problem counts the same even if some repeats are missing. If each problem was answered once, the
 * interval is Wilson's. If problems repeat, answers to one problem are not independent trials: the standard error is
 * clustered by problem (Miller, "Adding error bars to evals", arXiv:2411.00640), and Wilson's interval uses the
 * effective sample size p(1 - p) / se² (Franco, Little, Louis, Slud, "Comparative study of confidence intervals for
 * proportions in complex sample surveys", J. Survey Stat. Methodol. 2019), at most the number of verdicts. At 0 and 1,
 * where that has no value, every problem counts as one trial.
 *
 * @param verdicts 1 for right, 0 for wrong, or a share between for partial credit, without answers that were not
 *   scored.
 * @param problems the problem of each verdict.
 * @returns null for no verdicts.
 */
export function accuracyInterval(verdicts: ArrayLike<number>, problems: ArrayLike<string | number>): Interval | null {
  const clusters = meanOverProblems(verdicts, problems);
  if (clusters === null) return null;
  // Rounding can make the mean of ones exceed one.
  const value = Math.min(1, clusters.mean);
  const binomial = Math.sqrt((value * (1 - value)) / clusters.count);
  const repeats = clusters.count > clusters.clusterCount;
  const standardError = repeats ? clusters.standardError : binomial;

  const { low, high } = wilsonInterval(value, effectiveTrials(value, clusters, repeats));
  return { value, low, high, count: clusters.count, ...(standardError !== undefined && { standardError }) };
}

function effectiveTrials(
  value: number,
  { count, clusterCount, standardError }: { count: number; clusterCount: number; standardError?: number },
  repeats: boolean,
): number {
  if (!repeats) return count;
  if (value === 0 || value === 1 || standardError === undefined) return clusterCount;
  return Math.min(count, (value * (1 - value)) / standardError ** 2);
}

/**
 * Returns the mean over values with Student's 95 % interval from a standard error clustered by problem (Miller,
 * arXiv:2411.00640): mean ± t(clusters - 1) · se. There is no interval if all values belong to one problem.
 *
 * @param values numbers in any unit, without missing ones.
 * @param problems the problem of each value.
 * @returns null for no values.
 */
export function meanInterval(values: ArrayLike<number>, problems: ArrayLike<string | number>): Interval | null {
  const clusters = clusteredMean(values, problems);
  if (clusters === null) return null;
  const { mean, count, clusterCount, standardError } = clusters;
  if (standardError === undefined) return { value: mean, count };
  const half = studentQuantile(clusterCount - 1) * standardError;
  return { value: mean, low: mean - half, high: mean + half, count, standardError };
}
