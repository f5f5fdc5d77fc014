import { coversRow, signsOf, toCosts } from "./costs.ts";
import type { Direction } from "./metrics.ts";
import { sumOrder } from "./rowOrder.ts";

const SAMPLE = 2048;
const CANDIDATES = 64;
/** A guard that stops a smaller share of the sample costs the others more comparisons than it saves. */
const WORTHWHILE = 1 / 64;

/**
 * The rows that no guard dominates and that lack no value, ascending. Guards are a few rows that dominate many, found
 * in a sample; every row is held against them in one pass over the points as they are. This is the elimination filter
 * of LESS (Godfrey, Shipley, Gryz, "Maximal vector computation in large data sets", VLDB 2005) with guards that are
 * chosen beforehand.
 */
export function dropBehindGuards(points: Float64Array, directions: readonly Direction[]): Uint32Array {
  const width = directions.length;
  const signs = signsOf(directions);
  const guards = chooseGuards(points, directions);
  const kept = new Uint32Array(points.length / width);
  let count = 0;
  for (let row = 0; row < kept.length; row++) {
    if (!isStopped(points, row * width, signs, guards) && isComplete(points, row * width, width)) kept[count++] = row;
  }
  return kept.subarray(0, count);
}

function isStopped(points: Float64Array, at: number, signs: Float64Array, guards: Float64Array): boolean {
  const width = signs.length;
  for (let guard = 0; guard < guards.length; guard += width) {
    let column = 0;
    while (column < width && guards[guard + column]! <= signs[column]! * points[at + column]!) column++;
    if (column < width) continue;
    // The guard itself and its equals pass.
    for (column = 0; column < width; column++) {
      if (guards[guard + column]! !== signs[column]! * points[at + column]!) return true;
    }
  }
  return false;
}

function isComplete(points: Float64Array, at: number, width: number): boolean {
  for (let column = 0; column < width; column++) if (Number.isNaN(points[at + column]!)) return false;
  return true;
}

/** The costs of the guards, row-major; those that stop most come first. */
function chooseGuards(points: Float64Array, directions: readonly Direction[]): Float64Array {
  const count = points.length / directions.length;
  const sample = Uint32Array.from({ length: SAMPLE }, (_, at) => Math.floor((at * count) / SAMPLE));
  const costs = toCosts(points, directions, sample);
  const { values, width } = costs;
  const candidates: { row: number; stopped: number }[] = [];
  for (const row of sumOrder(costs)) {
    const first = candidates.find((candidate) => coversRow(values, width, candidate.row, row));
    if (first) first.stopped++;
    else if (candidates.length < CANDIDATES) candidates.push({ row, stopped: 0 });
  }
  const guards = candidates
    .filter(({ stopped }) => stopped > SAMPLE * WORTHWHILE)
    .sort((a, b) => b.stopped - a.stopped);
  return Float64Array.from(
    guards.flatMap(({ row }) => [...values.subarray(row * width, row * width + directions.length)]),
  );
}
