/** A mean of values in clusters. The answers to one problem are a cluster. */
export interface ClusteredMean {
  mean: number;
  count: number;
  clusterCount: number;
  /** Absent for a single cluster. */
  standardError?: number;
}

/**
 * Returns the mean over all values and its standard error clustered by problem (Miller, "Adding error bars to evals",
 * arXiv:2411.00640, 2.2). That is √(S · G / (G - 1)) / n for n values in G clusters, where S is the sum over clusters
 * of (sum of the cluster's deviations)². For clusters of one size it is the standard error of the mean of cluster
 * means.
 *
 * @param values numbers in any unit.
 * @param problems the cluster of each value.
 * @returns null for no values.
 * @throws RangeError if there are not as many problems as values.
 */
export function clusteredMean(values: ArrayLike<number>, problems: ArrayLike<string | number>): ClusteredMean | null {
  const clusters = sumsByProblem(values, problems);
  if (clusters.length === 0) return null;
  const count = values.length;
  const mean = clusters.reduce((total, { sum }) => total + sum, 0) / count;
  const squares = clusters.reduce((total, { sum, size }) => total + (sum - size * mean) ** 2, 0);
  return { mean, count, clusterCount: clusters.length, ...standardError(squares / count ** 2, clusters.length) };
}

/**
 * Returns the mean over problems of each problem's mean, and its standard error. Every problem counts the same, however
 * many of its repeats have a value. If all have the same number of values, the result is that of `clusteredMean`.
 *
 * @param values numbers in any unit.
 * @param problems the cluster of each value.
 * @returns null for no values.
 * @throws RangeError if there are not as many problems as values.
 */
export function meanOverProblems(
  values: ArrayLike<number>,
  problems: ArrayLike<string | number>,
): ClusteredMean | null {
  const clusters = sumsByProblem(values, problems);
  const clusterCount = clusters.length;
  if (clusterCount === 0) return null;
  const means = clusters.map(({ sum, size }) => sum / size);
  const mean = means.reduce((total, value) => total + value, 0) / clusterCount;
  const squares = means.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { mean, count: values.length, clusterCount, ...standardError(squares / clusterCount ** 2, clusterCount) };
}

function standardError(variance: number, clusterCount: number): { standardError?: number } {
  if (clusterCount === 1) return {};
  return { standardError: Math.sqrt((variance * clusterCount) / (clusterCount - 1)) };
}

/** Returns the sum and the number of each problem's values, in the order in which problems first appear. */
export function sumsByProblem(values: ArrayLike<number>, problems: ArrayLike<string | number>) {
  if (problems.length !== values.length)
    throw new RangeError(`${values.length} values, but ${problems.length} problems.`);
  const clusters = new Map<string | number, { sum: number; size: number }>();
  for (let at = 0; at < values.length; at++) {
    const cluster = clusters.get(problems[at]!);
    if (cluster) {
      cluster.sum += values[at]!;
      cluster.size++;
    } else clusters.set(problems[at]!, { sum: values[at]!, size: 1 });
  }
  return [...clusters.values()];
}
