import type { Direction } from "../metrics.ts";
import { type Costs, type Points, selectRows, toCosts, toMatrix } from "./costs.ts";
import { eliminateDominated } from "./elimination.ts";
import { minimalRows } from "./minimalRows.ts";

/**
 * Says whether `a` dominates `b`: it is at least as good on every objective and better on one. A point with a missing
 * value (NaN) neither dominates nor is dominated.
 */
export function dominates(a: ArrayLike<number>, b: ArrayLike<number>, directions: readonly Direction[]): boolean {
  let isBetter = false;
  for (let column = 0; column < directions.length; column++) {
    const gain = directions[column] === "MAXIMIZE" ? compare(a[column]!, b[column]!) : compare(b[column]!, a[column]!);
    if (!(gain >= 0)) return false;
    if (gain > 0) isBetter = true;
  }
  return isBetter;
}

/**
 * Compares two numbers as 1, 0 or -1, or NaN if either is NaN. Their difference would be NaN for two equal infinities.
 */
function compare(a: number, b: number): number {
  return a > b ? 1 : a === b ? 0 : a < b ? -1 : Number.NaN;
}

/**
 * Returns the points that no other point dominates, as ascending row numbers. Equal points are all on the frontier, and
 * a point with a missing value (NaN) is never on it.
 *
 * Most dominated points are dropped in passes that sort nothing. The rest is sorted so that no point is dominated by a
 * later one. Then two objectives need a sweep and three a staircase (Kung, Luccio, Preparata, "On finding the maxima of
 * a set of vectors", J. ACM 1975). More objectives need a filter against the frontier found so far (Chomicki, Godfrey,
 * Gryz, Liang, "Skyline with presorting", ICDE 2003), which is kept in a tree.
 *
 * @param points n rows of k values, or a row-major Float64Array of n × k.
 * @param directions k directions, k ≥ 1.
 * @throws RangeError if there is no objective, or a row has another length than `directions`.
 */
export function paretoFrontier(points: Points, directions: readonly Direction[]): number[] {
  return Array.from(frontierCosts(points, directions).rows);
}

/** Returns the costs of the points on the frontier, by ascending row number. */
export function frontierCosts(points: Points, directions: readonly Direction[]): Costs {
  const matrix = toMatrix(points, directions.length);
  const costs = toCosts(matrix, directions, eliminateDominated(matrix, directions));
  return selectRows(costs, minimalRows(costs).sort());
}
