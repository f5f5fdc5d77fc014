import type { Axis } from "../objective.ts";
import { type BandPoint, frontierBand } from "./frontierBand.ts";
import { membership } from "./membership.ts";

/** How sure a frontier is, from resamples of its candidates. */
export interface FrontierUncertainty {
  /** For each candidate the probability that it is on the frontier (`membership`). */
  memberships: Float64Array;
  /** The frontier as a whole (`frontierBand`). It is empty if no candidate moves. */
  band: BandPoint[];
  /** For each candidate its gain corrected for the choice, with the ends of its interval; NaN where it is no corner or does not move. */
  corrected: Float64Array;
}

/**
 * @param values candidates × objectives, row-major.
 * @param resampled resamples × candidates × objectives, row-major.
 * @param drawn 1 for each candidate that moves in the resamples.
 */
export function frontierUncertainty(
  values: Float64Array,
  resampled: Float64Array,
  drawn: Uint8Array,
  axes: readonly Axis[],
): FrontierUncertainty {
  const directions = axes.map(({ direction }) => direction);
  const memberships = membership(resampled, drawn, directions);
  if (!drawn.includes(1)) {
    return { memberships, band: [], corrected: new Float64Array(3 * drawn.length).fill(Number.NaN) };
  }
  return { memberships, ...frontierBand(values, resampled, drawn, axes) };
}
