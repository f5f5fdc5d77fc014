import type { Store } from "../store/store.ts";
import { betterThanChance } from "./candidates/betterThanChance.ts";
import { readStoredCandidates } from "./candidates/storedCandidates.ts";
import { readDeployedCandidates } from "./deployment/deployedCandidates.ts";
import { readOperatingPoints } from "./operatingPoints/operatingPoints.ts";
import type { CandidateRequest, Candidates } from "./request/candidate.ts";

/**
 * The candidates that meet a request. With `undominatedOnly`, dominated candidates may be missing from the rows, but not
 * from the counts and bounds. Only the database makes use of it.
 */
export async function readCandidates(
  store: Store,
  request: CandidateRequest,
  undominatedOnly: boolean,
): Promise<Candidates> {
  if (request.betterThanChance) {
    const { betterThanChance: _, ...all } = request;
    return betterThanChance(store, all, await readCandidates(store, all, false));
  }
  if (request.grain === "OPERATING_POINT") return readOperatingPoints(store, request);
  if (request.on) return readDeployedCandidates(store, request, request.on);
  return readStoredCandidates(store, request, undominatedOnly);
}
