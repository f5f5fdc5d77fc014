import { paretoFrontier } from "../dominance/dominance.ts";
import type { Direction } from "../metrics.ts";

/**
 * Returns the probability that each candidate is on the Pareto frontier: the share of the resamples in which no other
 * candidate dominates it. Candidates that do not move compete at their values.
 *
 * @param resampled resamples × candidates × objectives (`resample`). A candidate without a value (NaN) is not on the
 *   frontier of that resample and dominates nobody.
 * @param sampled 1 for each candidate that moves in the resamples.
 * @returns one number between 0 and 1 for each candidate; NaN for those that do not move.
 * @throws RangeError if there is no objective.
 */
export function membership(
  resampled: Float64Array,
  sampled: Uint8Array,
  directions: readonly Direction[],
): Float64Array {
  const stride = sampled.length * directions.length;
  const times = new Float64Array(sampled.length);
  const resamples = sampled.length === 0 ? 0 : resampled.length / stride;
  for (let drawn = 0; drawn < resamples; drawn++) {
    const values = resampled.subarray(drawn * stride, (drawn + 1) * stride);
    for (const row of paretoFrontier(values, directions)) times[row]!++;
  }
  return times.map((count, row) => (sampled[row] === 1 ? count / resamples : Number.NaN));
}
