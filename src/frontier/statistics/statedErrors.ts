import { normalDraws } from "./normalDraws.ts";
import { Z_95 } from "./quantiles.ts";
import { seededRandom } from "./seededRandom.ts";

/** Errors of values that no samples show: those that a source states with a value, or those of an estimate. */
export interface StatedErrors {
  /**
   * The group of each candidate, a whole number of 32 bits from which its draws follow, whatever other candidates there
   * are and in which order. The candidates of a group err together: their draws are the same.
   */
  groups: Uint32Array;
  /**
   * The standard errors below and above each value, candidates × objectives, row-major: as logarithms for the objectives
   * in `logarithmic`, else in the metric's unit; 0 where no error is known.
   */
  below: Float64Array;
  above: Float64Array;
  /** 1 for each objective whose errors are factors. */
  logarithmic: Uint8Array;
}

/** The standard errors below and above a value. */
export interface Spread {
  below: number;
  above: number;
}

/**
 * Returns the standard errors that a 95 % interval means: the distances to its ends divided by 1.96, or those of the
 * logarithms. An end of a share at 0 or 1 may have been cut there, so that the other distance stands for it, but a share
 * that is itself 0 or 1 errs to one side only.
 *
 * @param isLog whether the error is a factor. An interval that begins at zero or below has the distance of its upper end
 *   to both sides.
 * @param isShare whether the value lies between 0 and 1.
 */
export function spreadOf(value: number, low: number, high: number, isLog: boolean, isShare: boolean): Spread {
  if (isLog) {
    const above = Math.max(0, Math.log(high / value)) / Z_95;
    return { below: low > 0 ? Math.max(0, Math.log(value / low)) / Z_95 : above, above };
  }
  const below = Math.max(0, value - low) / Z_95;
  const above = Math.max(0, high - value) / Z_95;
  if (isShare && value >= 1) return { below, above: -below };
  if (isShare && value <= 0) return { below: -above, above };
  if (isShare && high >= 1) return { below, above: Math.max(above, below) };
  if (isShare && low <= 0) return { below: Math.max(below, above), above };
  return { below, above };
}

/**
 * Moves resampled values in place by draws from normal distributions with the stated errors, which may differ below and
 * above the value. Candidates of one group share the draws for an objective.
 *
 * @param resampled resamples × candidates × objectives, row-major.
 */
export function drawStatedErrors(
  resampled: Float64Array,
  { groups, below, above, logarithmic }: StatedErrors,
  seed: number,
): void {
  const [stride, width] = [below.length, logarithmic.length];
  if (stride === 0) return;
  const resamples = resampled.length / stride;
  for (let objective = 0; objective < width; objective++) {
    const draws = new Map<number, Float64Array>();
    const moving = [...groups.keys()].flatMap((row) => {
      const at = row * width + objective;
      if (below[at] === 0 && above[at] === 0) return [];
      const group = groups[row]!;
      const own = draws.get(group) ?? normalDraws(resamples, seededRandom(mixed(group, objective, seed)));
      draws.set(group, own);
      return [{ at, own, below: below[at]!, above: above[at]! }];
    });
    for (let drawn = 0; drawn < resamples; drawn++) {
      for (const { at, own, below, above } of moving) {
        const error = own[drawn]! * (own[drawn]! < 0 ? below : above);
        const cell = drawn * stride + at;
        if (logarithmic[objective] === 1) resampled[cell]! *= Math.exp(error);
        else resampled[cell]! += error;
      }
    }
  }
}

/** Different groups and objectives have seeds that are far apart (multiplication by odd numbers, Knuth 6.4). */
function mixed(group: number, objective: number, seed: number): number {
  const spread = Math.imul(group ^ Math.imul(objective + 1, 0x9e3779b1), 0x85ebca6b);
  return spread ^ (spread >>> 13) ^ seed;
}
