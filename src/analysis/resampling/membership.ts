import type { Store } from "../../store/store.ts";
import { type Candidate, type CandidateRequest, candidateKey, directionsOf } from "../request/candidate.ts";
import { bootstrapMembership } from "./bootstrapPool.ts";
import { readResamplingInput } from "./resamplingInput.ts";

/** The membership of a candidate in the frontier. */
export interface Membership {
  /** The share of resamples in which the candidate is on the frontier, between 0 and 1; null without samples for it. */
  probability: number | null;
  /** The reason why there is no probability, or null if there is one. */
  note: string | null;
}

/**
 * The probability that each candidate is on the frontier of all of them, by a bootstrap over problems: problems are drawn
 * with replacement, the same ones for all candidates. Candidates without samples compete at their values.
 *
 * @returns the memberships by `candidateKey`.
 */
export async function readMemberships(
  store: Store,
  request: CandidateRequest,
  candidates: readonly Candidate[],
): Promise<Map<string, Membership>> {
  const { notes, ...input } = await readResamplingInput(store, [{ request, candidates }]);
  const probabilities = await bootstrapMembership(input, directionsOf(request.objectives));
  return new Map(
    candidates.map((candidate, i) => [
      candidateKey(candidate),
      { probability: notes[i] === null ? probabilities[i]! : null, note: notes[i]! },
    ]),
  );
}
