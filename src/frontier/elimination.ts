import { type Costs, coversRow, equalRows, scaledSums } from "./costs.ts";

const WINDOW = 24;
/** Below this many rows a sort is cheaper than the pass that would shorten it. */
const WORTHWHILE = 256;

/**
 * Drops most of the dominated rows in one pass, before anything is sorted: each row is held against a small window of
 * the rows with the lowest sums seen so far. What it returns holds every non-dominated row and some others.
 *
 * The elimination filter of LESS (Godfrey, Shipley, Gryz, "Maximal vector computation in large data sets", VLDB 2005).
 */
export function eliminateDominated(costs: Costs): Uint32Array {
  const { values, width, complete } = costs;
  if (complete.length < WORTHWHILE) return complete.slice();

  const sums = scaledSums(complete, costs);
  const window: number[] = [];
  const kept = new Uint32Array(complete.length);
  let keptCount = 0;
  for (const row of complete) {
    const dominator = window.find((member) => coversRow(values, width, member, row));
    if (dominator !== undefined && !equalRows(values, width, dominator, row)) continue;
    kept[keptCount++] = row;
    if (dominator === undefined) admit(row, window, sums);
  }
  return kept.slice(0, keptCount);
}

/** Keeps the window ordered by sum, lowest first: the rows that dominate most are tried first. */
function admit(row: number, window: number[], sums: Float64Array): void {
  if (window.length === WINDOW) {
    if (sums[row]! >= sums[window[WINDOW - 1]!]!) return;
    window.pop();
  }
  let place = window.length;
  while (place > 0 && sums[window[place - 1]!]! > sums[row]!) place--;
  window.splice(place, 0, row);
}
