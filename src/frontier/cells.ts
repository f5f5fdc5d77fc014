import { numberCells } from "./cellNumbers.ts";
import { signsOf } from "./costs.ts";
import type { Direction } from "./metrics.ts";

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
