/** The range between two percentiles of resampled values, in their unit. */
export interface PercentileInterval {
  low: number;
  high: number;
}

/**
 * Returns the percentile interval of a bootstrap (Efron 1979): the middle 95 % of the resampled values, interpolated
 * linearly between neighbours (Hyndman and Fan's type 7, NumPy's default). Resamples without a value (NaN) are left
 * out.
 *
 * @param values the resampled values in any order. They are not changed.
 * @param low the share of values, between 0 and 1, below the lower end.
 * @param high the share of values, between 0 and 1, below the upper end.
 * @returns null if no resample has a value.
 */
export function percentileInterval(values: ArrayLike<number>, low = 0.025, high = 0.975): PercentileInterval | null {
  // The sort puts NaN last.
  const ordered = Float64Array.from(values).sort();
  let count = ordered.length;
  while (count > 0 && Number.isNaN(ordered[count - 1]!)) count--;
  if (count === 0) return null;
  return { low: percentile(ordered, count, low), high: percentile(ordered, count, high) };
}

function percentile(ordered: Float64Array, count: number, share: number): number {
  const at = share * (count - 1);
  const below = ordered[Math.floor(at)]!;
  const above = ordered[Math.ceil(at)]!;
  return below === above ? below : below + (at - Math.floor(at)) * (above - below);
}
