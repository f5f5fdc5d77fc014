// `paretograph`: a store of results, the frontiers that it gives, and a server that answers from it.
import { readFrontier } from "../analysis/frontier.ts";
import type { Frontier } from "../analysis/frontierPoint.ts";
import { type FrontierArguments, filterOf, frontierRequest } from "../analysis/request/frontierRequest.ts";
import { requireStoredValues } from "../store/reading/storedValues.ts";
import type { Store } from "../store/store.ts";

/**
 * Computes a Pareto frontier over the results of a store.
 *
 * @param asked the arguments of the query `frontier`: at least one benchmark, e.g. `{ where: { benchmark: ["gsm8k"] }
 *   }`. Without objectives it is accuracy against FLOPs.
 * @throws RequestError that names the argument that cannot be met and says what is allowed.
 */
export async function askFrontier(store: Store, asked: FrontierArguments): Promise<Frontier> {
  await requireStoredValues(store, filterOf(asked));
  return readFrontier(store, frontierRequest(asked, await store.catalogue()));
}

export type { AccessOptions } from "../access/access.ts";
export type { IdentityProvider } from "../access/jwt.ts";
export type { Scope } from "../access/principal.ts";
export type { TokenRequest } from "../access/tokenRequest.ts";
export { createTokens, type TokenRow, type Tokens } from "../access/tokens.ts";
export type { Frontier, FrontierPoint } from "../analysis/frontierPoint.ts";
export type { LeftOut, LeftOutCount } from "../analysis/leftOut.ts";
export type { Candidate, CandidatePoint, Grain, LeftOutReason } from "../analysis/request/candidate.ts";
export type { DeploymentInput } from "../analysis/request/deploymentPlan.ts";
export type { FrontierArguments } from "../analysis/request/frontierRequest.ts";
export type { ObjectiveInput } from "../analysis/request/objectives.ts";
export { RequestError, type RequestErrorCode } from "../errors/requestError.ts";
export type { Constraint } from "../frontier/choice/constraint.ts";
export { loadBundledResults } from "../recording/bundled/bundledResults.ts";
export { createHttpServer, type ServerOptions } from "../server/server.ts";
export type { Catalogue } from "../store/catalogue.ts";
export type { DatabaseLocation } from "../store/database/openDatabase.ts";
export type { RunFilter } from "../store/filters/runFilter.ts";
export type { Measures } from "../store/measures.ts";
export { openStore, type Store } from "../store/store.ts";
