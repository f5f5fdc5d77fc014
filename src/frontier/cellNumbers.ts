import { signsOf } from "./costs.ts";
import type { Direction } from "./metrics.ts";

const SAMPLE = 4096;
/** Where the mean lies lower in the range, most of the rows would share the first steps. */
const EVEN = 1 / 4;

/**
 * The cell of each row, in a grid that cuts all columns but the last into as many steps, the last of these columns
 * running fastest. A row on a higher step of a column has the higher cost there. The steps are equal, or, where a few
 * costs are far above the others, equal in about the logarithm: the bits of floating point numbers.
 *
 * @param rows rows without a missing value.
 */
export function numberCells(
  points: Float64Array,
  directions: readonly Direction[],
  rows: Uint32Array,
  steps: number,
): Uint32Array {
  const width = directions.length;
  const signs = signsOf(directions);
  const cells = new Uint32Array(rows.length);
  const single = new Float32Array(1);
  const bits = new Int32Array(single.buffer);
  for (let column = 0; column < width - 1; column++) {
    const sign = signs[column]!;
    const { low, high, isEven } = rangeOf(points, rows, column, width, sign);
    const [first, last] = isEven ? [low, high] : bitsOf([low, high]);
    const scale = steps / (last! - first!);
    for (let at = 0; at < rows.length; at++) {
      let cost = sign * points[rows[at]! * width + column]!;
      if (!isEven) {
        single[0] = cost;
        cost = cost > 0 ? bits[0]! : 0;
      }
      // Comparisons first: an infinite value has no integer. Where the range is 0 or ∞, NaN gives step 0.
      const place = (cost - first!) * scale;
      cells[at] = cells[at]! * steps + (place >= steps ? steps - 1 : place > 0 ? place | 0 : 0);
    }
  }
  return cells;
}

/** The range of a column's finite costs in a sample; what lies beyond belongs to the outermost cells. */
function rangeOf(points: Float64Array, rows: Uint32Array, column: number, width: number, sign: number) {
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  let count = 0;
  for (let at = 0; at < rows.length; at += Math.ceil(rows.length / SAMPLE)) {
    const cost = sign * points[rows[at]! * width + column]!;
    if (!Number.isFinite(cost)) continue;
    if (cost < low) low = cost;
    if (cost > high) high = cost;
    sum += cost;
    count++;
  }
  return { low, high, isEven: !(low > 0) || sum / count - low >= EVEN * (high - low) };
}

/** Costs above 0 as whole numbers that rise with them, each doubling by the same amount. */
function bitsOf(costs: number[]): Int32Array {
  return new Int32Array(Float32Array.from(costs).buffer);
}
