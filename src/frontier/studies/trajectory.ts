import { paretoFrontier } from "../dominance/dominance.ts";
import { normalizedHypervolume } from "../hypervolume/hypervolume.ts";
import type { Bounds } from "../hypervolume/scaling.ts";
import type { Axis } from "../objective.ts";

/** A candidate and the day of its release. */
export interface DatedCandidate {
  /** The values in the order of the objectives, in the metrics' units. */
  values: ArrayLike<number>;
  /** The day, such as `2025-01-31`. */
  releasedOn: string;
}

/** The frontier on a day on which it changed. */
export interface TrajectoryStep {
  date: string;
  /** The number of candidates that were released by then. */
  candidateCount: number;
  /** The candidates on the frontier, as ascending row numbers. */
  rows: number[];
  /** The candidates that joined the frontier on this day. */
  entered: number[];
  /** The hypervolume, normalised within the common bounds, so that steps can be compared. It never falls. */
  hypervolume: number;
}

/**
 * Returns the frontier on each release date on which it changed. New candidates are compared with the frontier before
 * them alone, since a candidate that was dominated once stays dominated.
 *
 * @param bounds the bounds of all candidates that are to be compared.
 */
export function trajectory(
  candidates: readonly DatedCandidate[],
  axes: readonly Axis[],
  bounds: readonly Bounds[],
): TrajectoryStep[] {
  const directions = axes.map(({ direction }) => direction);
  const byDate = Map.groupBy(candidates.keys(), (row) => candidates[row]!.releasedOn);
  const steps: TrajectoryStep[] = [];
  let front: number[] = [];
  let candidateCount = 0;
  for (const date of [...byDate.keys()].sort()) {
    const released = byDate.get(date)!;
    candidateCount += released.length;
    const competing = [...front, ...released];
    const values = competing.map((row) => candidates[row]!.values);
    const rows = paretoFrontier(values, directions)
      .map((at) => competing[at]!)
      .sort((a, b) => a - b);
    const before = new Set(front);
    const entered = rows.filter((row) => !before.has(row));
    front = rows;
    if (entered.length === 0) continue;
    const hypervolume = normalizedHypervolume(
      rows.map((row) => candidates[row]!.values),
      axes,
      bounds,
    )!;
    steps.push({ date, candidateCount, rows, entered, hypervolume });
  }
  return steps;
}
