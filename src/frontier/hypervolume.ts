import { type Points, toCosts } from "./costs.ts";
import { frontierCosts, paretoFrontier } from "./dominance.ts";
import type { Direction } from "./metrics.ts";
import type { Axis } from "./objective.ts";
import { axisBounds, type Bounds, scaleToUnit } from "./scaling.ts";
import { Staircase } from "./staircase.ts";

/**
 * The exact hypervolume: the volume of what the points dominate, up to a reference point, in the product of the
 * objectives' units. A point that isn't better than the reference on every objective, or that lacks a value (NaN),
 * contributes nothing.
 *
 * Two objectives take a sweep, three a sweep over a staircase (Fonseca, Paquete, López-Ibáñez, CEC 2006), more the WFG
 * recursion over exclusive volumes (While, Bradstreet, Barone, "A fast way of calculating exact hypervolumes", IEEE
 * Trans. Evol. Comput. 2012).
 *
 * @param points n rows of k values, or a row-major Float64Array of n × k.
 * @param directions k directions, k ≥ 1.
 * @param reference k values.
 * @throws RangeError if there is no objective, or a row or the reference has another length than `directions`.
 */
export function hypervolume(points: Points, directions: readonly Direction[], reference: ArrayLike<number>): number {
  const costs = frontierCosts(points, directions);
  const corner = [...toCosts([reference], directions).values];
  // A single objective was given a second column of zeros: its corner is one further, so that length counts as area.
  if (directions.length === 1) corner[1] = 1;
  const rows = Array.from(costs.rows, (_, row) => costs.values.subarray(row * costs.width, (row + 1) * costs.width));
  return volume(
    rows.filter((row) => row.every((cost, column) => cost < corner[column]!)),
    corner,
  );
}

/**
 * The worst value of each objective over the given points, as the reference of a hypervolume: it follows from the
 * candidates alone, so that the same candidates always give the same figure, and every candidate counts against it.
 */
export function referencePoint(points: readonly ArrayLike<number>[], axes: readonly Axis[]): number[] {
  return axisBounds(points, axes).map(({ worst }) => worst);
}

/**
 * The normalised hypervolume, a share between 0 and 1 that has no unit: every objective is scaled between the worst (0)
 * and the best (1) of all candidates, its logarithm where the axis is logarithmic, and the volume is taken up to the
 * corner of the worst values. 1 means that one candidate is best at everything. A candidate that is the worst on one
 * objective adds nothing, and an objective on which all candidates are equal adds no distinction: with one candidate
 * the volume is 1. Null if no candidate has a value on each objective.
 *
 * @param bounds taken from the candidates unless given; give common ones to compare volumes of different candidates.
 */
export function normalizedHypervolume(
  points: readonly ArrayLike<number>[],
  axes: readonly Axis[],
  bounds?: readonly Bounds[],
): number | null {
  const comparable = points.filter((point) => axes.every((_, column) => Number.isFinite(point[column]!)));
  if (comparable.length === 0) return null;
  const directions = axes.map((): Direction => "MAXIMIZE");
  const scaled = scaleToUnit(comparable, axes, bounds ?? axisBounds(comparable, axes));
  const origin = axes.map(() => 0);
  return hypervolume(scaled, directions, origin);
}

type Row = Float64Array;

/** The volume that rows of costs cover below a corner that is worse than each of them on every column. */
function volume(rows: Row[], corner: readonly number[]): number {
  if (rows.length === 0) return 0;
  if (corner.length === 2) return area(rows, corner[0]!, corner[1]!);
  if (corner.length === 3) return volumeOfThree(rows, corner[0]!, corner[1]!, corner[2]!);

  // From the worst on the last column to the best, so that every later row, limited to the current one, has its last
  // cost: what the current row covers alone is then a slab over a volume of one dimension less.
  const last = corner.length - 1;
  const ordered = [...rows].sort((a, b) => b[last]! - a[last]!);
  const floor = corner.slice(0, last);
  let total = 0;
  ordered.forEach((row, at) => {
    const own = floor.reduce((product, edge, column) => product * (edge - row[column]!), 1);
    const shared = volume(limit(ordered, at, last), floor);
    total += (corner[last]! - row[last]!) * (own - shared);
  });
  return total;
}

/** The rows after one, cut to what they share with it on the first `width` columns; dominated ones left out. */
function limit(rows: readonly Row[], at: number, width: number): Row[] {
  const limited = rows
    .slice(at + 1)
    .map((row) => row.subarray(0, width).map((cost, column) => Math.max(cost, rows[at]![column]!)));
  if (width <= 3) return limited;
  const directions = Array.from({ length: width }, (): Direction => "MINIMIZE");
  return paretoFrontier(limited, directions).map((index) => limited[index]!);
}

function area(rows: Row[], right: number, top: number): number {
  const ordered = [...rows].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
  let ceiling = top;
  let total = 0;
  for (const [x, y] of ordered as unknown as [number, number][]) {
    if (y >= ceiling) continue;
    total += (right - x) * (ceiling - y);
    ceiling = y;
  }
  return total;
}

/** Goes up the third column; each row adds a slab as wide as the area that no row below it covers. */
function volumeOfThree(rows: Row[], right: number, top: number, far: number): number {
  const staircase = new Staircase();
  const ordered = [...rows].sort((a, b) => a[2]! - b[2]!);
  let total = 0;
  for (const [x, y, z] of ordered as unknown as [number, number, number][]) {
    total += (far - z) * staircase.uncoveredArea(x, y, right, top);
    staircase.add(x, y);
  }
  return total;
}
