import type { CandidateRequest, Candidates } from "./candidate.ts";
import { readDeployedCandidates } from "./deployedCandidates.ts";
import { readOperatingPoints } from "./operatingPoints.ts";
import type { Store } from "./store.ts";
import { readStoredCandidates } from "./storedCandidates.ts";

/**
 * The candidates that meet a request. `undominatedOnly` allows to leave out what is dominated; it is taken up where the
 * database can tell.
 */
export function readCandidates(store: Store, request: CandidateRequest, undominatedOnly: boolean): Promise<Candidates> {
  if (request.grain === "OPERATING_POINT") return readOperatingPoints(store, request);
  if (request.on) return readDeployedCandidates(store, request, request.on);
  return readStoredCandidates(store, request, undominatedOnly);
}
