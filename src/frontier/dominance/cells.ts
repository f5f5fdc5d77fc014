import type { Direction } from "../metrics.ts";
import { signsOf } from "./costs.ts";

/** The largest number of cells of a grid, which still fits in the second cache of a processor. */
const CELLS = 65536;
/** The largest number of steps of a column. More steps would drop hardly more rows. */
const STEPS = 4096;

/**
 * Returns the rows that no row of a lower cell dominates. All columns but the last are cut into steps. Each cell knows
 * the lowest last cost among the rows in the cells that are lower on every column, and a row with a higher last cost is
 * dominated. This takes two passes, whatever the size of the frontier.
 *
 * The cells are those of Börzsönyi, Kossmann, Stocker, "The skyline operator", ICDE 2001, with one dimension fewer than
 * there are objectives.
 *
 * @param rows rows without a missing value.
 */
export function dropBelowCells(points: Float64Array, directions: readonly Direction[], rows: Uint32Array): Uint32Array {
  const width = directions.length;
  const last = width - 1;
  if (last === 0) return rows;
  const sign = signsOf(directions)[last]!;
  const steps = Math.min(Math.floor(Math.min(CELLS, rows.length) ** (1 / last) + 1e-9), STEPS);
  const cells = numberCells(points, directions, rows, steps);
  const lowest = new Float64Array(steps ** last).fill(Infinity);
  for (let at = 0; at < rows.length; at++) {
    const cost = sign * points[rows[at]! * width + last]!;
    if (cost < lowest[cells[at]!]!) lowest[cells[at]!] = cost;
  }
  spreadUpwards(lowest, steps);

  // The distance to the cell one step back on every column. A cell at an edge has no cell below it.
  let back = 0;
  for (let column = 0; column < last; column++) back = back * steps + 1;
  const isAtEdge = edgeCells(steps, last);
  const kept = new Uint32Array(rows.length);
  let count = 0;
  for (let at = 0; at < rows.length; at++) {
    const cell = cells[at]!;
    const isDominated = isAtEdge[cell] === 0 && sign * points[rows[at]! * width + last]! > lowest[cell - back]!;
    if (!isDominated) kept[count++] = rows[at]!;
  }
  return kept.subarray(0, count);
}

/** Gives each cell the lowest value among the cells that are at most as high on every column. */
function spreadUpwards(lowest: Float64Array, steps: number) {
  for (let stride = 1; stride < lowest.length; stride *= steps) {
    for (let block = 0; block < lowest.length; block += stride * steps) {
      for (let cell = block + stride; cell < block + stride * steps; cell++) {
        if (lowest[cell - stride]! < lowest[cell]!) lowest[cell] = lowest[cell - stride]!;
      }
    }
  }
}

/** Returns 1 for each cell that is the lowest on some column, and 0 for the others. */
function edgeCells(steps: number, dimensions: number): Uint8Array {
  const isAtEdge = new Uint8Array(steps ** dimensions);
  for (let stride = 1; stride < isAtEdge.length; stride *= steps) {
    for (let block = 0; block < isAtEdge.length; block += stride * steps) isAtEdge.fill(1, block, block + stride);
  }
  return isAtEdge;
}

const SAMPLE = 4096;
/** If the mean lies below this share of the range, most rows would share the first of equal steps. */
const EVEN = 1 / 4;

/**
 * Returns the cell of each row in a grid that cuts all columns but the last into `steps` steps. The last of these
 * columns runs fastest. A row on a higher step of a column has the higher cost there. The steps are equal, or, if a few
 * costs are far above the others, about equal in the logarithm, which the bits of floating point numbers approximate.
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
      // The comparisons come first, since an infinite value has no integer. If the range is 0 or ∞, NaN gives step 0.
      const place = (cost - first!) * scale;
      cells[at] = cells[at]! * steps + (place >= steps ? steps - 1 : place > 0 ? place | 0 : 0);
    }
  }
  return cells;
}

/** Returns the range of a column's finite costs in a sample. Costs beyond it belong to the outermost cells. */
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

/** Maps costs above 0 to whole numbers that rise with them, by the same amount for each doubling. */
function bitsOf(costs: number[]): Int32Array {
  return new Int32Array(Float32Array.from(costs).buffer);
}
