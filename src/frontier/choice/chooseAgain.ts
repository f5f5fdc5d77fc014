/** The values of candidates and of their resamples, of which one objective is the gain and one the cost. */
export interface Resamples {
  /** The reported values: candidates × objectives, row-major. */
  values: Float64Array;
  /** Resamples × candidates × objectives, row-major (`resample`); NaN where a candidate is missing. */
  resampled: Float64Array;
  width: number;
  /** The objective that is maximised, and the one that is minimised. */
  gain: number;
  cost: number;
}

/**
 * Chooses the candidate with the highest gain within each budget anew in every resample, and judges each choice by what
 * did not lead to it. The best of many candidates is partly the luckiest, so that its own value is too high on average.
 * A resample adds a deviation to every value. The value less that deviation is uncorrelated with the value plus it where
 * the deviations vary as the values themselves do, as if problems had been split into two halves: one chooses and the
 * other judges (data fission; Leiner, Duan, Wasserman, Ramdas, J. Am. Stat. Assoc. 2023). The choice is then one by half
 * of the problems, so that the mean of the results errs to the low side, by less than the value of the best errs to the
 * high side.
 *
 * @param budgets ascending costs in the metric's unit.
 * @param isHeld whether the reported costs decide what a budget reaches, instead of those of the resample.
 * @returns budgets × resamples, row-major: the gain of the choice; -Infinity where nothing is within the budget.
 */
export function chooseAgain(
  { values, resampled, width, gain, cost }: Resamples,
  budgets: Float64Array,
  isHeld: boolean,
): Float64Array {
  const count = values.length / width;
  const resamples = values.length === 0 ? 0 : resampled.length / values.length;
  const judged = new Float64Array(budgets.length * resamples).fill(Number.NEGATIVE_INFINITY);
  const held = Int32Array.from({ length: count }, (_, row) => firstWithin(budgets, values[row * width + cost]!));
  const best = new Int32Array(budgets.length);
  for (let drawn = 0; drawn < resamples; drawn++) {
    const from = drawn * values.length;
    best.fill(-1);
    for (let row = 0; row < count; row++) {
      const at = from + row * width;
      const own = resampled[at + gain]!;
      const budget = isHeld ? held[row]! : firstWithin(budgets, resampled[at + cost]!);
      if (Number.isNaN(own) || budget >= budgets.length) continue;
      if (best[budget] === -1 || own > resampled[from + best[budget]! * width + gain]!) best[budget] = row;
    }
    let chosen = -1;
    for (let budget = 0; budget < budgets.length; budget++) {
      const other = best[budget]!;
      const isBetter = (row: number) => resampled[from + row * width + gain]!;
      if (other !== -1 && (chosen === -1 || isBetter(other) > isBetter(chosen))) chosen = other;
      if (chosen === -1) continue;
      judged[budget * resamples + drawn] = 2 * values[chosen * width + gain]! - isBetter(chosen);
    }
  }
  return judged;
}

/** Costs are rounded when they are resampled, so that a budget reaches a little further. */
const SLACK = 1 + 1e-9;

/** The first of ascending budgets that reaches a cost; their number if none does, as for a missing cost. */
function firstWithin(budgets: Float64Array, cost: number): number {
  let [low, high] = [0, budgets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cost <= budgets[middle]! * (budgets[middle]! > 0 ? SLACK : 1)) high = middle;
    else low = middle + 1;
  }
  return low;
}
