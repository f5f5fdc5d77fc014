/** A mean of values that come in clusters: answers to the same problem. */
export interface ClusteredMean {
  mean: number;
  count: number;
  clusterCount: number;
  /** Absent for a single cluster. */
  standardError?: number;
}

/**
 * The mean over all values and its standard error clustered by problem: the root of the sum over clusters of (sum of the
 * cluster's deviations)², over the number of values, times G / (G - 1) for G clusters. For clusters of one size this is
 * the standard error of the mean of the cluster means. Miller, "Adding error bars to evals", arXiv:2411.00640, 2.2.
 *
 * @param values any unit.
 * @param problems the cluster of each value.
 * @returns null for no values.
 * @throws RangeError if there are not as many problems as values.
 */
export function clusteredError(values: ArrayLike<number>, problems: ArrayLike<string | number>): ClusteredMean | null {
  const count = values.length;
  if (problems.length !== count) throw new RangeError(`${count} values, but ${problems.length} problems.`);
  if (count === 0) return null;

  let total = 0;
  for (let at = 0; at < count; at++) total += values[at]!;
  const mean = total / count;

  const deviations = new Map<string | number, number>();
  for (let at = 0; at < count; at++) {
    deviations.set(problems[at]!, (deviations.get(problems[at]!) ?? 0) + values[at]! - mean);
  }
  const clusterCount = deviations.size;
  if (clusterCount === 1) return { mean, count, clusterCount };

  let squares = 0;
  for (const deviation of deviations.values()) squares += deviation ** 2;
  const standardError = Math.sqrt((squares * clusterCount) / (clusterCount - 1)) / count;
  return { mean, count, clusterCount, standardError };
}
