import { type Points, toCosts, toMatrix } from "../dominance/costs.ts";
import { eliminateDominated } from "../dominance/elimination.ts";
import type { Direction } from "../metrics.ts";
import { type Axis, hasPlace } from "../objective.ts";
import { coveredVolume } from "./coveredVolume.ts";
import { axisBounds, type Bounds, scaleToUnit } from "./scaling.ts";

/**
 * Returns the exact hypervolume: the volume that the points dominate, up to a reference point, in the product of the
 * objectives' units. A point that isn't better than the reference on every objective, or that lacks a value (NaN),
 * contributes nothing.
 *
 * @param points n rows of k values, or a row-major Float64Array of n × k.
 * @param directions k directions, k ≥ 1.
 * @param reference k values.
 * @throws RangeError if there is no objective, or a row or the reference has another length than `directions`.
 */
export function hypervolume(points: Points, directions: readonly Direction[], reference: ArrayLike<number>): number {
  const matrix = toMatrix(points, directions.length);
  const corner = Array.from(toCosts([reference], directions).values);
  // A single objective has a second column of zeros. The corner is at one there, so that the area equals the length.
  if (directions.length === 1) corner[1] = 1;
  const { values, width } = toCosts(matrix, directions, eliminateDominated(matrix, directions));
  return coveredVolume(rowsBelow(corner, values, width), corner);
}

function rowsBelow(corner: readonly number[], values: Float64Array, width: number): Float64Array {
  const below = new Float64Array(values.length);
  let length = 0;
  for (let at = 0; at < values.length; at += width) {
    let isBelow = true;
    for (let column = 0; column < width; column++) {
      below[length + column] = values[at + column]!;
      if (!(values[at + column]! < corner[column]!)) isBelow = false;
    }
    if (isBelow) length += width;
  }
  return below.subarray(0, length);
}

/**
 * Returns the worst value of each objective over the given points, as the reference of a hypervolume. It depends on the
 * candidates alone, so that the same candidates always give the same figure.
 */
export function referencePoint(points: readonly ArrayLike<number>[], axes: readonly Axis[]): number[] {
  return axisBounds(points, axes).map(({ worst }) => worst);
}

/**
 * The normalised hypervolume, a share between 0 and 1 that has no unit: every objective is scaled between the worst (0)
 * and the best (1) of all candidates, its logarithm where the axis is logarithmic, and the volume is taken up to the
 * corner of the worst values. 1 means that one candidate is best at everything. A candidate that is the worst on one
 * objective adds nothing, and an objective on which all candidates are equal adds no distinction: with one candidate
 * the volume is 1. Candidates at zero or below on a logarithmic axis do not count. Null if no candidate has a value on
 * each objective.
 *
 * @param bounds taken from the candidates unless given; give common ones to compare volumes of different candidates.
 */
export function normalizedHypervolume(
  points: readonly ArrayLike<number>[],
  axes: readonly Axis[],
  bounds?: readonly Bounds[],
): number | null {
  const comparable = points.filter((point) => axes.every((axis, column) => hasPlace(axis, point[column]!)));
  if (comparable.length === 0) return null;
  const directions = axes.map((): Direction => "MAXIMIZE");
  const scaled = scaleToUnit(comparable, axes, bounds ?? axisBounds(comparable, axes));
  const origin = axes.map(() => 0);
  return hypervolume(scaled, directions, origin);
}

/**
 * Returns the hypervolume up to a given reference point, in the product of the axes' own units: the unit of the metric on
 * a linear axis, and tenfolds (log10) on a logarithmic one. It depends on the points and the reference alone, so that
 * volumes of different sets of candidates can be compared. A point that is not better than the reference on every
 * objective, or has no place on an axis, adds nothing.
 *
 * @param reference one value for each axis, in the metric's unit.
 * @throws RangeError if a value of the reference has no place on its axis.
 */
export function hypervolumeUpTo(
  points: readonly ArrayLike<number>[],
  axes: readonly Axis[],
  reference: readonly number[],
): number {
  const wrong = axes.findIndex((axis, column) => !hasPlace(axis, reference[column]!));
  if (wrong !== -1) throw new RangeError(`The reference ${reference[wrong]} has no place on axis ${wrong}.`);
  const placed = points.filter((point) => axes.every((axis, column) => hasPlace(axis, point[column]!)));
  const onAxes = (point: ArrayLike<number>) =>
    axes.map(({ scale }, column) => (scale === "log" ? Math.log10(point[column]!) : point[column]!));
  const directions = axes.map(({ direction }) => direction);
  return hypervolume(placed.map(onAxes), directions, onAxes(reference));
}
