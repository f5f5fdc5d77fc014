import { paretoFrontier } from "../../../src/frontier/dominance/dominance.ts";
import { normalizedHypervolume } from "../../../src/frontier/hypervolume/hypervolume.ts";
import type { Bounds } from "../../../src/frontier/hypervolume/scaling.ts";
import type { Axis } from "../../../src/frontier/objective.ts";
import { gapAtEqualCost } from "./gapAtEqualCost.ts";

/** The figures of a group of candidates, compared with all others. */
export interface GroupFigures {
  /** Of the group's own frontier, normalised within the common bounds. */
  hypervolume: number;
  /** Which share of the points of the joint frontier are the group's. */
  frontierShare: number;
  /** What the group gains more than all others together at equal cost (`gapAtEqualCost`); NaN where that has no value. */
  gap: number;
}

/**
 * The figures of each group, for values as they are or as a resample has them.
 *
 * @param values candidates × objectives, row-major.
 * @param groups the group of each candidate, from 0.
 * @param bounds of all candidates, the same for every resample.
 */
export function groupFigures(
  values: Float64Array,
  groups: ArrayLike<number>,
  groupCount: number,
  axes: readonly Axis[],
  bounds: readonly Bounds[],
): GroupFigures[] {
  const width = axes.length;
  const directions = axes.map(({ direction }) => direction);
  const rowOf = (row: number) => values.subarray(row * width, (row + 1) * width);
  const joint = paretoFrontier(values, directions);
  const gain = directions.indexOf("MAXIMIZE");
  const cost = directions.indexOf("MINIMIZE");
  return Array.from({ length: groupCount }, (_, group) => {
    const own: Float64Array[] = [];
    const others: Float64Array[] = [];
    for (let row = 0; row < groups.length; row++) (groups[row] === group ? own : others).push(rowOf(row));
    const front = paretoFrontier(own, directions).map((row) => own[row]!);
    return {
      hypervolume: normalizedHypervolume(front, axes, bounds) ?? 0,
      frontierShare: joint.filter((row) => groups[row] === group).length / joint.length,
      gap: gain === -1 || cost === -1 ? Number.NaN : gapAtEqualCost(front, others, gain, cost),
    };
  });
}
