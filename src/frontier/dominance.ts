import { type Costs, coversRow, equalRows, type Points, sortBySum, sortLexically, toCosts } from "./costs.ts";
import { eliminateDominated } from "./elimination.ts";
import type { Direction } from "./metrics.ts";
import { Staircase } from "./staircase.ts";

/**
 * Whether `a` is at least as good as `b` on every objective and better on one. A point with a missing value (NaN)
 * neither dominates nor is dominated.
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

/** 1, 0 or -1, and NaN where either number is; a difference would be NaN for two equal infinities. */
function compare(a: number, b: number): number {
  return a > b ? 1 : a === b ? 0 : a < b ? -1 : Number.NaN;
}

/**
 * The points that no other dominates, as ascending row numbers. Equal points are all on the frontier; a point with a
 * missing value (NaN) is never on it.
 *
 * Dominated points are first thinned out in one pass; what is left is sorted so that no point is dominated by a later
 * one, then two objectives take a sweep, three a staircase (Kung, Luccio, Preparata, "On finding the maxima of a set of
 * vectors", J. ACM 1975), more a filter against the frontier found so far (Chomicki, Godfrey, Gryz, Liang, "Skyline
 * with presorting", ICDE 2003).
 *
 * @param points n rows of k values, or a row-major Float64Array of n × k.
 * @param directions k directions, k ≥ 1.
 * @throws RangeError if there is no objective, or a row has another length than `directions`.
 */
export function paretoFrontier(points: Points, directions: readonly Direction[]): number[] {
  return Array.from(minimalRows(toCosts(points, directions)).sort());
}

/** The rows of lowest cost that no other dominates, in an order that puts none after one that it dominates. */
export function minimalRows(costs: Costs): Uint32Array {
  const rows = eliminateDominated(costs);
  if (costs.width === 2) return sweep(sortLexically(rows, costs), costs);
  if (costs.width === 3) return climb(sortLexically(rows, costs), costs);
  return filter(sortBySum(rows, costs), costs);
}

function sweep(rows: Uint32Array, { values }: Costs): Uint32Array {
  let lowest = Number.POSITIVE_INFINITY;
  let previous = -1;
  return rows.filter((row) => {
    const second = values[row * 2 + 1]!;
    const isMinimal = previous === -1 || second < lowest || equalRows(values, 2, row, previous);
    if (isMinimal) {
      lowest = second;
      previous = row;
    }
    return isMinimal;
  });
}

function climb(rows: Uint32Array, { values }: Costs): Uint32Array {
  const staircase = new Staircase();
  let previous = -1;
  return rows.filter((row) => {
    const isMinimal =
      (previous !== -1 && equalRows(values, 3, row, previous)) ||
      staircase.add(values[row * 3 + 1]!, values[row * 3 + 2]!);
    if (isMinimal) previous = row;
    return isMinimal;
  });
}

function filter(rows: Uint32Array, { values, width }: Costs): Uint32Array {
  const minimal = new Uint32Array(rows.length);
  let count = 0;
  for (const row of rows) {
    let isDominated = false;
    for (let at = 0; at < count && !isDominated; at++) {
      isDominated = coversRow(values, width, minimal[at]!, row) && !equalRows(values, width, minimal[at]!, row);
    }
    if (!isDominated) minimal[count++] = row;
  }
  return minimal.slice(0, count);
}
