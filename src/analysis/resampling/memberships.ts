import type { Store } from "../../store/store.ts";
import { type Candidate, type CandidateRequest, candidateKey, directionsOf } from "../request/candidate.ts";
import { bootstrapMembership } from "./bootstrapPool.ts";
import { readResamplingInput } from "./resamplingInput.ts";

/** How surely a candidate stands on the frontier. */
export interface Membership {
  /** Its share of the resamples, between 0 and 1; null where samples can't tell. */
  probability: number | null;
  /** Why samples can't tell. */
  note: string | null;
}

/**
 * The probability of each candidate to stand on the frontier of all of them, were the problems others of their kind:
 * problems are resampled with replacement, the same ones for all candidates. Candidates without samples compete as they
 * are. By `candidateKey`.
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
