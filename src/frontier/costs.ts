import type { Direction } from "./metrics.ts";

/**
 * Points of a frontier: one row a candidate, one column an objective, in the metrics' units. A value that is missing
 * is NaN. Either a list of rows, or one row-major array of n × k numbers.
 */
export type Points = Float64Array | readonly ArrayLike<number>[];

/** Points turned so that less is better on each of the `width` columns, row-major. */
export interface Costs {
  values: Float64Array;
  width: number;
  /** The rows without a missing value: only these can be compared. */
  complete: Uint32Array;
  rowCount: number;
}

/**
 * Turns points of any directions into costs. A single objective gets a second column of zeros, which changes no
 * comparison and lets the two-dimensional sweeps serve it.
 *
 * @throws RangeError if there is no objective, or a row is not as long as there are objectives.
 */
export function toCosts(points: Points, directions: readonly Direction[]): Costs {
  const given = directions.length;
  if (given === 0) throw new RangeError("A frontier needs at least one objective.");
  const rowCount = countRows(points, given);
  const width = Math.max(given, 2);
  const values = new Float64Array(rowCount * width);
  const complete = new Uint32Array(rowCount);
  const signs = directions.map((direction) => (direction === "MAXIMIZE" ? -1 : 1));
  const flat = points instanceof Float64Array;
  let completeCount = 0;

  for (let row = 0; row < rowCount; row++) {
    let isComplete = true;
    for (let column = 0; column < given; column++) {
      const value = flat ? points[row * given + column]! : points[row]![column]!;
      // Adding zero turns the -0 of a maximised zero into 0.
      values[row * width + column] = signs[column]! * value + 0;
      if (Number.isNaN(value)) isComplete = false;
    }
    if (isComplete) complete[completeCount++] = row;
  }
  return { values, width, complete: complete.slice(0, completeCount), rowCount };
}

function countRows(points: Points, width: number): number {
  if (points instanceof Float64Array) {
    if (points.length % width !== 0)
      throw new RangeError(`${points.length} values are not rows of ${width} objectives each.`);
    return points.length / width;
  }
  const wrong = points.findIndex((row) => row.length !== width);
  if (wrong !== -1)
    throw new RangeError(`Point ${wrong} has ${points[wrong]!.length} values, but there are ${width} objectives.`);
  return points.length;
}

/** Whether row `a` is at least as good as row `b` on every column; for rows that differ this is dominance. */
export function coversRow(values: Float64Array, width: number, a: number, b: number): boolean {
  const first = a * width;
  const second = b * width;
  for (let column = 0; column < width; column++) {
    if (values[first + column]! > values[second + column]!) return false;
  }
  return true;
}

export function equalRows(values: Float64Array, width: number, a: number, b: number): boolean {
  const first = a * width;
  const second = b * width;
  for (let column = 0; column < width; column++) {
    if (values[first + column] !== values[second + column]) return false;
  }
  return true;
}

/**
 * Orders rows by their first column, then the second and so on, then by position. No row is dominated by a later one,
 * and equal rows stand side by side. Sorts in place.
 */
export function sortLexically(rows: Uint32Array, { values, width }: Costs): Uint32Array {
  return rows.sort((a, b) => {
    for (let column = 0; column < width; column++) {
      const first = values[a * width + column]!;
      const second = values[b * width + column]!;
      if (first !== second) return first < second ? -1 : 1;
    }
    return a - b;
  });
}

/**
 * Orders rows by the sum of their columns, each scaled to its range, then lexically. No row is dominated by a later one
 * (rounding keeps ≤), equal rows stand side by side, and those that dominate most come first. Sorts in place.
 */
export function sortBySum(rows: Uint32Array, costs: Costs): Uint32Array {
  const sums = scaledSums(rows, costs);
  sortLexically(rows, costs);
  // A stable sort: where sums are equal the lexical order stays.
  return rows.sort((a, b) => sums[a]! - sums[b]!);
}

/** The sum of each row's columns, every column scaled to [0, 1] over the given rows; indexed by row. */
export function scaledSums(rows: Uint32Array, { values, width, rowCount }: Costs): Float64Array {
  const sums = new Float64Array(rowCount);
  for (let column = 0; column < width; column++) {
    let low = Infinity;
    let high = -Infinity;
    for (const row of rows) {
      const value = values[row * width + column]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    // Halves, so that the range of the largest numbers does not overflow.
    const range = high / 2 - low / 2;
    if (!(range > 0)) continue;
    for (const row of rows) {
      const share = (values[row * width + column]! / 2 - low / 2) / range;
      sums[row]! += Math.min(Math.max(share, 0), 1);
    }
  }
  return sums;
}
