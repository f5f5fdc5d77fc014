import { LRUCache } from "lru-cache";
import { sumsByProblem } from "./clusteredMean.ts";
import { type Interval, meanInterval } from "./intervals.ts";
import { drawProblems } from "./problemDraws.ts";
import { normalDistribution, normalQuantile, studentQuantile } from "./quantiles.ts";
import { seededRandom } from "./seededRandom.ts";
import { weightedSums } from "./weightedSums.ts";

/** With fewer problems a handful of the resamples would decide the ends of the interval. */
const FEWEST_PROBLEMS = 8;
/** With more problems the mean is close to normal, and the draws would need much memory. */
const MOST_PROBLEMS = 5_000;

const RESAMPLES = 2_000;
const SEED = 1;

/** The draws for each number of problems, which all quantities of a run and all runs of a benchmark share. */
const draws = new LRUCache<number, Uint8Array>({
  maxSize: 32_000_000,
  sizeCalculation: ({ length }) => length,
  memoMethod: (problemCount) => drawProblems(problemCount, RESAMPLES, seededRandom(SEED)),
});

/**
 * Returns the mean over values with its 95 % interval by a bootstrap over problems, bias-corrected and accelerated
 * (BCa; Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapter 14; DiCiccio and Efron, "Bootstrap
 * confidence intervals", Stat. Sci. 1996). Unlike Student's interval it is not symmetric: tokens, compute and seconds
 * are skewed to the right, and a mean of few of them is more often too low than too high. It is expanded for few
 * problems: the normal quantile is replaced by Student's, times √(G / (G - 1)) for G problems (Hesterberg, "What
 * teachers should know about the bootstrap", Am. Stat. 2015).
 *
 * In simulations of log-normal values (σ = 1) it held the true mean in 86, 90 and 92 of 100 cases with 8, 20 and 45
 * problems, and Student's interval held it in 84, 87 and 89. From 300 problems on both hold it in 93, but Student's
 * interval misses it nearly always on one side. With fewer than 8 problems and more than 5,000 this function returns
 * Student's interval (`meanInterval`).
 *
 * @param values numbers in any unit, without missing ones.
 * @param problems the problem of each value.
 * @returns null for no values.
 */
export function bootstrapMeanInterval(
  values: ArrayLike<number>,
  problems: ArrayLike<string | number>,
): Interval | null {
  const student = meanInterval(values, problems);
  if (student === null || !student.standardError) return student;
  const clusters = sumsByProblem(values, problems);
  if (clusters.length < FEWEST_PROBLEMS || clusters.length > MOST_PROBLEMS) return student;

  const sums = Float64Array.from(clusters, ({ sum }) => sum);
  const sizes = Float64Array.from(clusters, ({ size }) => size);
  const { value } = student;
  const means = drawnMeans(sums, sizes, draws.memo(clusters.length));
  const levelOf = correctedLevel(shareBelow(means, value), acceleration(sums, sizes));
  const half = studentQuantile(clusters.length - 1) * Math.sqrt(clusters.length / (clusters.length - 1));
  means.sort();
  return { ...student, low: percentile(means, levelOf(-half)), high: percentile(means, levelOf(half)) };
}

function drawnMeans(sums: Float64Array, sizes: Float64Array, draws: Uint8Array): Float64Array {
  if (sizes.every((size) => size === sizes[0])) {
    // Every resample has as many problems and thus as many values: half of the sums are known.
    const count = sizes.length * sizes[0]!;
    return weightedSums(sums, draws, sums.length).map((sum) => sum / count);
  }
  const drawn = weightedSums(Float64Array.from([...sums, ...sizes]), draws, sums.length);
  return Float64Array.from({ length: drawn.length / 2 }, (_, at) => drawn[2 * at]! / drawn[2 * at + 1]!);
}

/** Returns the share of the resamples below the estimate. Those that equal it count half. */
function shareBelow(means: Float64Array, estimate: number): number {
  return means.reduce((count, mean) => count + (mean < estimate ? 1 : mean === estimate ? 0.5 : 0), 0) / means.length;
}

/** Returns how the standard error changes with the mean, from the means without one problem each (the jackknife). */
function acceleration(sums: Float64Array, sizes: Float64Array): number {
  const [sum, size] = [sums, sizes].map((terms) => terms.reduce((total, term) => total + term, 0)) as [number, number];
  const without = sums.map((own, problem) => (sum - own) / (size - sizes[problem]!));
  const center = without.reduce((total, mean) => total + mean, 0) / without.length;
  const [squares, cubes] = [2, 3].map((power) =>
    without.reduce((total, mean) => total + (center - mean) ** power, 0),
  ) as [number, number];
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}

/** Returns the level of the percentile that replaces a normal quantile, corrected for bias and acceleration. */
function correctedLevel(below: number, acceleration: number): (z: number) => number {
  const bias = normalQuantile(below);
  return (z) => normalDistribution(bias + (bias + z) / (1 - acceleration * (bias + z)));
}

function percentile(sorted: Float64Array, level: number): number {
  const at = level * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (at - Math.floor(at)) * (above - below);
}
