import { paretoFrontier } from "../dominance/dominance.ts";
import { normalizedHypervolume } from "../hypervolume/hypervolume.ts";
import { type Bounds, scaleToUnit } from "../hypervolume/scaling.ts";
import type { Axis } from "../objective.ts";
import { equalCostGaps } from "./equalCostGaps.ts";
import { rowsByCost } from "./rowsByCost.ts";

/** The figures of a group, in the order of `comparisonFigures`. */
export const FIGURES = ["hypervolume", "frontierShare", "gap"] as const;

/**
 * Compares groups of candidates, by their own values or those of a resample. The figures of a group are the hypervolume
 * of its own frontier, normalised within common bounds, its share of the points on the joint frontier, and its gain
 * over all other groups at equal cost (`equalCostGaps`). One sweep computes them for all groups, since a bootstrap
 * needs them for a thousand resamples.
 *
 * @param values n candidates × k objectives, row-major, in the metrics' units. A candidate with a missing or infinite
 *   value does not count in hypervolume and gap.
 * @param groups n group numbers, from 0 to `groupCount` - 1.
 * @param bounds k bounds from all candidates, the same for every resample. If a resample exceeds the best bound, a
 *   volume may exceed 1.
 * @returns groupCount × 3, row-major, in the order of `FIGURES`. The hypervolume of a group without a candidate is 0.
 *   The share is NaN if the frontier is empty. The gap is NaN if there is none, or if no objective is maximised or none
 *   is minimised.
 */
export function comparisonFigures(
  values: Float64Array,
  groups: Uint8Array | Uint16Array,
  groupCount: number,
  axes: readonly Axis[],
  bounds: readonly Bounds[],
): Float64Array {
  const directions = axes.map(({ direction }) => direction);
  const gain = directions.indexOf("MAXIMIZE");
  const cost = directions.indexOf("MINIMIZE");
  const figures = new Float64Array(groupCount * FIGURES.length);

  const joint = paretoFrontier(values, directions);
  for (const row of joint) figures[groups[row]! * FIGURES.length + 1]! += 1;
  for (let group = 0; group < groupCount; group++) figures[group * FIGURES.length + 1]! /= joint.length;

  const hasTrade = gain !== -1 && cost !== -1;
  const ordered = hasTrade ? rowsByCost(values, axes.length, gain, cost) : new Uint32Array();
  const gaps = equalCostGaps(values, axes.length, ordered, gain, cost, groups, groupCount);
  const rows = Array.from(groups, (_, row) => values.subarray(row * axes.length, (row + 1) * axes.length));
  const volumes =
    hasTrade && axes.length === 2
      ? sweptAreas(scaleToUnit(rows, axes, bounds), ordered, gain, cost, groups, groupCount)
      : volumesOf(rows, groups, groupCount, axes, bounds);
  for (let group = 0; group < groupCount; group++) {
    figures[group * FIGURES.length] = volumes[group]!;
    figures[group * FIGURES.length + 2] = gaps[group]!;
  }
  return figures;
}

/**
 * Goes from low to high cost. Each rise of a group's best gain adds a slab from the cost at which it is first reached.
 */
function sweptAreas(
  scaled: readonly number[][],
  ordered: Uint32Array,
  gain: number,
  cost: number,
  groups: Uint8Array | Uint16Array,
  groupCount: number,
): Float64Array {
  const best = new Float64Array(groupCount);
  const areas = new Float64Array(groupCount);
  for (const row of ordered) {
    const group = groups[row]!;
    const height = scaled[row]![gain]!;
    const breadth = scaled[row]![cost]!;
    if (!(height > best[group]! && breadth > 0)) continue;
    areas[group]! += (height - best[group]!) * breadth;
    best[group] = height;
  }
  return areas;
}

function volumesOf(
  rows: readonly Float64Array[],
  groups: Uint8Array | Uint16Array,
  groupCount: number,
  axes: readonly Axis[],
  bounds: readonly Bounds[],
): Float64Array {
  const members: Float64Array[][] = Array.from({ length: groupCount }, () => []);
  rows.forEach((row, at) => {
    members[groups[at]!]!.push(row);
  });
  return Float64Array.from(members, (own) => normalizedHypervolume(own, axes, bounds) ?? 0);
}
