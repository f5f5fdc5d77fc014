import type { FrontierRequest } from "./frontierRequest.ts";
import { computeFrontier, type Frontier } from "./frontiers.ts";
import type { Store } from "./store.ts";
import { oncePerVersion } from "./versionedCache.ts";

/** The frontier of a request, computed once for a version of the data. */
export function readFrontier(store: Store, request: FrontierRequest): Promise<Frontier> {
  return oncePerVersion(store, "frontier", request, () => computeFrontier(store, request));
}
