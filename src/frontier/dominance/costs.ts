import type { Direction } from "../metrics.ts";

/**
 * The points of a frontier. Each candidate is a row and each objective a column, in the metrics' units, and a missing
 * value is NaN. They are either a list of rows or one row-major array of n × k numbers.
 */
export type Points = Float64Array | readonly ArrayLike<number>[];

/** The points that have every value, with signs such that less is better on each of the `width` columns; row-major. */
export interface Costs {
  values: Float64Array;
  width: number;
  /** The number of the point in each row, ascending. Points with a missing value cannot be compared and have no row. */
  rows: Uint32Array;
}

/**
 * Turns points of any directions into costs. A single objective gets a second column of zeros, which changes no
 * comparison and lets the two-dimensional sweeps serve it.
 *
 * @param among the numbers of the points to take, ascending. All points are taken if it is absent.
 * @throws RangeError if there is no objective, or a row is not as long as there are objectives.
 */
export function toCosts(points: Points, directions: readonly Direction[], among?: Uint32Array): Costs {
  const given = directions.length;
  const matrix = toMatrix(points, given);
  const count = among ? among.length : matrix.length / given;
  const width = Math.max(given, 2);
  const values = new Float64Array(count * width);
  const rows = new Uint32Array(count);
  const signs = signsOf(directions);
  let complete = 0;

  for (let at = 0; at < count; at++) {
    const row = among ? among[at]! : at;
    let isComplete = true;
    for (let column = 0; column < given; column++) {
      const value = matrix[row * given + column]!;
      // Adding zero turns the -0 of a maximised zero into 0.
      values[complete * width + column] = signs[column]! * value + 0;
      if (Number.isNaN(value)) isComplete = false;
    }
    if (isComplete) rows[complete++] = row;
  }
  return { values: values.subarray(0, complete * width), width, rows: rows.subarray(0, complete) };
}

/** The factor of each column, 1 or -1, that makes less better. */
export function signsOf(directions: readonly Direction[]): Float64Array {
  return Float64Array.from(directions, (direction) => (direction === "MAXIMIZE" ? -1 : 1));
}

/**
 * Returns points as one row-major array. If they are one already, it is returned without a copy.
 *
 * @throws RangeError if there is no objective, or a row is not as long as there are objectives.
 */
export function toMatrix(points: Points, width: number): Float64Array {
  if (width === 0) throw new RangeError("A frontier needs at least one objective.");
  if (points instanceof Float64Array) {
    if (points.length % width !== 0)
      throw new RangeError(`${points.length} values are not rows of ${width} objectives each.`);
    return points;
  }
  const matrix = new Float64Array(points.length * width);
  points.forEach((point, row) => {
    if (point.length !== width)
      throw new RangeError(`Point ${row} has ${point.length} values, but there are ${width} objectives.`);
    matrix.set(point, row * width);
  });
  return matrix;
}

/** Selects rows of costs, in the given order. */
export function selectRows({ values, width, rows }: Costs, chosen: Uint32Array): Costs {
  const selected = new Float64Array(chosen.length * width);
  chosen.forEach((row, at) => {
    selected.set(values.subarray(row * width, (row + 1) * width), at * width);
  });
  return { values: selected, width, rows: chosen.map((row) => rows[row]!) };
}

/** Says whether row `a` is at least as good as row `b` on every column. For rows that differ this is dominance. */
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
