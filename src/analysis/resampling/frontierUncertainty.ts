import type { BandPoint } from "../../frontier/choice/frontierBand.ts";
import type { Store } from "../../store/store.ts";
import { type Candidate, type CandidateRequest, candidateKey } from "../request/candidate.ts";
import { bootstrapFrontier } from "./bootstrapPool.ts";
import { readResamplingInput } from "./resamplingInput.ts";

/** The membership of a candidate in the frontier. */
export interface Membership {
  /** The share of resamples in which the candidate is on the frontier, between 0 and 1; null if nothing of it varies. */
  probability: number | null;
  /** What of the candidate does not come from its samples, and why; null if all does. */
  note: string | null;
  /** The gain corrected for choosing the best within its cost on the problems that judge it; null where it is no corner or nothing of it varies. */
  corrected: CorrectedGain | null;
}

/** A gain corrected for a choice, and the number of candidates that were chosen from. */
export interface CorrectedGain {
  value: number;
  low: number;
  high: number;
  candidateCount: number;
}

/** How sure a frontier is, point by point and as a whole. */
export interface Uncertainty {
  /** The memberships by `candidateKey`. */
  memberships: Map<string, Membership>;
  band: BandPoint[];
}

/**
 * How sure the frontier of candidates is, by a bootstrap over problems: problems are drawn with replacement, the same ones
 * for all candidates. Values without samples, and estimates, move by the errors that are stated of them.
 */
export async function readUncertainty(
  store: Store,
  request: CandidateRequest,
  candidates: readonly Candidate[],
): Promise<Uncertainty> {
  if (candidates.length === 0) return { memberships: new Map(), band: [] };
  const { notes, drawn, ...input } = await readResamplingInput(store, [{ request, candidates }]);
  const { memberships, band, corrected } = await bootstrapFrontier(input, drawn, request.objectives);
  const gain = request.objectives.find(({ direction }) => direction === "MAXIMIZE");
  const isShare = gain !== undefined && (await store.catalogue()).metrics.find(gain.metric)?.unit === "1";
  // What is judged by deviations may lie a little outside of what a share can be.
  const within = (value: number) => (isShare ? Math.min(1, Math.max(0, value)) : value);
  const orNull = (value: number | null) => (value === null ? null : within(value));
  const cost = request.objectives.findIndex(({ direction }) => direction === "MINIMIZE");
  const correctedGain = (row: number): CorrectedGain | null => {
    const [value, low, high] = Array.from(corrected.subarray(3 * row, 3 * row + 3), within) as [
      ...[number, number, number],
    ];
    if (!Number.isFinite(value)) return null;
    const budget = candidates[row]!.values[cost]!;
    return { value, low, high, candidateCount: candidates.filter(({ values }) => values[cost]! <= budget).length };
  };
  const memberOf = (row: number): Membership => ({
    probability: drawn[row] === 1 ? memberships[row]! : null,
    note: notes[row]!,
    corrected: correctedGain(row),
  });
  return {
    memberships: new Map(candidates.map((candidate, row) => [candidateKey(candidate), memberOf(row)])),
    band: band.map(({ cost, value, corrected, low, high }) => ({
      ...{ cost, value, corrected: orNull(corrected), low: orNull(low), high: orNull(high) },
    })),
  };
}
