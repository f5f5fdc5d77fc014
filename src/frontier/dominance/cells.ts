import type { Direction } from "../metrics.ts";
import { signsOf } from "./costs.ts";

/** The most cells of a grid: as many as stay in a processor's second cache, and no more than there are rows. */
const CELLS = 65536;
/** The most steps of a column: more leave hardly fewer rows. */
const STEPS = 4096;

/**
 * The rows that no row of a lower cell dominates. All columns but the last are cut into steps; each cell knows
 * the lowest last cost of the rows in the cells below it on every column, and whatever is higher is dominated. Two
 * passes, whatever the frontier's size.
 *
 * The cells of Börzsönyi, Kossmann, Stocker, "The skyline operator", ICDE 2001, in as many dimensions as there are
 * objectives less one.
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

  // One step back on every column; a cell at an edge has nothing below it.
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

/** Gives each cell the lowest value of those that are at most as high on every column. */
function spreadUpwards(lowest: Float64Array, steps: number) {
  for (let stride = 1; stride < lowest.length; stride *= steps) {
    for (let block = 0; block < lowest.length; block += stride * steps) {
      for (let cell = block + stride; cell < block + stride * steps; cell++) {
        if (lowest[cell - stride]! < lowest[cell]!) lowest[cell] = lowest[cell - stride]!;
      }
    }
  }
}

/** 1 for each cell that is the lowest on some column. */
function edgeCells(steps: number, dimensions: number): Uint8Array {
  const isAtEdge = new Uint8Array(steps ** dimensions);
  for (let stride = 1; stride < isAtEdge.length; stride *= steps) {
    for (let block = 0; block < isAtEdge.length; block += stride * steps) isAtEdge.fill(1, block, block + stride);
  }
  return isAtEdge;
}

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
