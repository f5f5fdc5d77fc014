import { clusteredMean, meanOverProblems } from "./clusteredMean.ts";
import { studentQuantile, Z_95 } from "./quantiles.ts";

/** A mean with its 95 % confidence interval, in the unit of the values. */
export interface Interval {
  value: number;
  /** Absent where there are too few independent values to tell. */
  low?: number;
  high?: number;
  /** How many values the mean is of. */
  count: number;
  standardError?: number;
}

/**
 * The Wilson score interval of a proportion (Wilson, J. Am. Stat. Assoc. 1927), 95 %.
 *
 * @param proportion between 0 and 1.
 * @param trials how many independent trials it is the share of; an effective number need not be whole.
 */
export function wilsonInterval(proportion: number, trials: number): { low: number; high: number } {
  const spread = Z_95 ** 2 / trials;
  const center = (proportion + spread / 2) / (1 + spread);
  const half = (Math.sqrt((proportion * (1 - proportion)) / trials + spread / trials / 4) * Z_95) / (1 + spread);
  // At 0 and 1 rounding alone would lift an end off the proportion.
  return {
    low: proportion === 0 ? 0 : Math.max(0, center - half),
    high: proportion === 1 ? 1 : Math.min(1, center + half),
  };
}

/**
 * The accuracy: the mean over problems of the share of a problem's verdicts that are right, so that every problem counts
 * the same even where repeats are missing; with its 95 % interval. Where each problem was answered once it is Wilson's.
 * Where problems repeat, answers to one problem are no independent trials: the standard error is clustered by problem
 * (Miller, "Adding error bars to evals", arXiv:2411.00640), and Wilson's interval is taken at the effective sample size
 * p(1 - p) / se² (Franco, Little, Louis, Slud, "Comparative study of confidence intervals for proportions in complex
 * sample surveys", J. Survey Stat. Methodol. 2019), at most the number of verdicts. At 0 and 1, where that has no value,
 * every problem counts as one trial.
 *
 * @param verdicts 1 right, 0 wrong, or a share between for partial credit; leave out what was not scored.
 * @param problems the problem of each verdict.
 * @returns null for no verdicts.
 */
export function accuracyInterval(verdicts: ArrayLike<number>, problems: ArrayLike<string | number>): Interval | null {
  const clusters = meanOverProblems(verdicts, problems);
  if (clusters === null) return null;
  // Rounding may lift the mean of ones above one.
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
 * The mean over values, with Student's 95 % interval from a standard error clustered by problem (Miller,
 * arXiv:2411.00640): mean ± t(clusters - 1) · se. Without an interval where all values are of one problem.
 *
 * @param values in any unit; leave out what is missing.
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
