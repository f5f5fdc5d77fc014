import type { Direction } from "../metrics.ts";
import { signsOf } from "./costs.ts";

const SAMPLE = 4096;
/** The numbers of a table of so many steps fit in the first cache of a processor. */
const STEPS = 4096;
/** If more than this share of the rows remains, the other passes are quicker than a sort of what remains. */
const MOST_REMAIN = 1 / 16;

/**
 * Returns the rows of two objectives that have both values and are not behind a sample of the rows, ascending. The first
 * column is cut into equal steps, and each step knows the lowest second cost in the steps before it: a row above that is
 * dominated. One pass over the unsorted points does it, and what it leaves is about as many rows as the frontier of the
 * sample has in each step of it, times the size of a step.
 *
 * Returns null where that leaves too many rows, for example since a few values are far above the others.
 */
export function dropBehindSample(points: Float64Array, directions: readonly Direction[]): Uint32Array | null {
  const signs = signsOf(directions);
  const [first, second] = [signs[0]!, signs[1]!];
  const { low, scale, before } = sampledSteps(points, first, second);
  const count = points.length / 2;
  const kept = new Uint32Array(Math.floor(count * MOST_REMAIN));
  let keptCount = 0;
  for (let row = 0, at = 0; row < count; row++, at += 2) {
    const place = (first * points[at]! - low) * scale;
    // The comparisons come first, since an infinite value has no integer. NaN gives step 0, where nothing is dominated.
    const step = place >= STEPS ? STEPS - 1 : place > 0 ? place | 0 : 0;
    if (second * points[at + 1]! > before[step]!) continue;
    if (Number.isNaN(points[at]!) || Number.isNaN(points[at + 1]!)) continue;
    if (keptCount === kept.length) return null;
    kept[keptCount++] = row;
  }
  return kept.subarray(0, keptCount);
}

/** Where the steps of the first column begin, how many there are to a unit, and the lowest second cost before each step. */
function sampledSteps(points: Float64Array, first: number, second: number) {
  const count = points.length / 2;
  const sample = Float64Array.from(
    { length: SAMPLE },
    (_, at) => first * points[2 * Math.floor((at * count) / SAMPLE)]!,
  );
  let [low, high] = [Infinity, -Infinity];
  for (const cost of sample) {
    if (!Number.isFinite(cost)) continue;
    if (cost < low) low = cost;
    if (cost > high) high = cost;
  }
  // If the range is 0 or ∞, every place is NaN and nothing is dominated.
  const scale = STEPS / (high - low);
  const before = new Float64Array(STEPS + 1).fill(Infinity);
  for (let at = 0; at < SAMPLE; at++) {
    const place = (sample[at]! - low) * scale;
    if (!(place >= 0 && place < STEPS)) continue;
    const cost = second * points[2 * Math.floor((at * count) / SAMPLE) + 1]!;
    const step = (place | 0) + 1;
    if (cost < before[step]!) before[step] = cost;
  }
  for (let step = 1; step < before.length; step++) {
    if (before[step - 1]! < before[step]!) before[step] = before[step - 1]!;
  }
  return { low, scale, before };
}
