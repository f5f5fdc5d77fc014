import type { Direction } from "../metrics.ts";
import { coversRow, signsOf, toCosts } from "./costs.ts";
import { sumOrder } from "./rowOrder.ts";

const SAMPLE = 4096;
const CANDIDATES = 64;
const BLOCK = 1024;
/** A guard must drop at least this share of the rows that reach it. If it drops fewer, the grid of cells is faster. */
const FIRST_STOPS = 1 / 2;
const OTHERS_STOP = 1 / 16;

/**
 * Returns the rows that have every value and are not above a guard on every column, ascending. Guards are a few rows,
 * found in a sample, that dominate many. All rows are compared with them in one pass over the unsorted points. This is
 * the elimination filter of LESS (Godfrey, Shipley, Gryz, "Maximal vector computation in large data sets", VLDB 2005),
 * with guards that are chosen beforehand.
 */
export function dropBehindGuards(points: Float64Array, directions: readonly Direction[]): Uint32Array {
  const width = directions.length;
  const signs = signsOf(directions);
  const guards = chooseGuards(points, directions);
  const [first, others] = [guards.subarray(0, width), guards.subarray(width)];
  const kept = new Uint32Array(points.length / width);
  const passes = new Uint8Array(BLOCK);
  const open = new Uint32Array(BLOCK);
  let count = 0;
  for (let from = 0; from < kept.length; from += BLOCK) {
    const end = Math.min(from + BLOCK, kept.length);
    passFirst(points, from, end, signs, first, passes);
    let openCount = 0;
    for (let row = from; row < end; row++) {
      // The row is always written, and counted only if it passes: the processor would often mispredict a branch here.
      open[openCount] = row;
      openCount += passes[row - from]!;
    }
    for (let at = 0; at < openCount; at++) {
      const row = open[at]!;
      if (!isStopped(points, row * width, signs, others) && isComplete(points, row * width, width)) kept[count++] = row;
    }
  }
  return kept.subarray(0, count);
}

/** Most rows reach only the first guard. Going column by column takes half the time of going row by row. */
function passFirst(
  points: Float64Array,
  from: number,
  end: number,
  signs: Float64Array,
  guard: Float64Array,
  passes: Uint8Array,
) {
  passes.fill(guard.length === 0 ? 1 : 0);
  for (let column = 0; column < guard.length; column++) {
    const low = guard[column]!;
    const sign = signs[column]!;
    for (let row = from, at = from * signs.length + column; row < end; row++, at += signs.length) {
      if (!(low < sign * points[at]!)) passes[row - from] = 1;
    }
  }
}

function isStopped(points: Float64Array, at: number, signs: Float64Array, guards: Float64Array): boolean {
  const width = signs.length;
  for (let guard = 0; guard < guards.length; guard += width) {
    let column = 0;
    while (column < width && guards[guard + column]! < signs[column]! * points[at + column]!) column++;
    if (column === width) return true;
  }
  return false;
}

function isComplete(points: Float64Array, at: number, width: number): boolean {
  for (let column = 0; column < width; column++) if (Number.isNaN(points[at + column]!)) return false;
  return true;
}

/** Returns the costs of the guards, row-major. The guards that drop most rows come first. */
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
  candidates.sort((a, b) => b.stopped - a.stopped);

  const guards: number[] = [];
  let coming = SAMPLE;
  for (const { row, stopped } of candidates) {
    if (stopped < coming * (guards.length === 0 ? FIRST_STOPS : OTHERS_STOP)) break;
    guards.push(...values.subarray(row * width, row * width + directions.length));
    coming -= stopped;
  }
  return Float64Array.from(guards);
}
