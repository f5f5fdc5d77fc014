import { LRUCache } from "lru-cache";
import type { CandidateRequest } from "./candidates.ts";
import { computeFrontier, type Frontier } from "./frontiers.ts";
import type { Store } from "./store.ts";

/** Frontiers by what was asked and the version of the data that they were computed from: a new version finds none. */
const frontiersOf = new WeakMap<Store, LRUCache<string, Promise<Frontier>>>();

/** The frontier of a request, computed once for a version of the data. */
export function readFrontier(store: Store, request: CandidateRequest): Promise<Frontier> {
  const frontiers = frontiersOf.get(store) ?? new LRUCache({ max: 200 });
  frontiersOf.set(store, frontiers);
  const key = `${store.version()} ${JSON.stringify(request)}`;
  let frontier = frontiers.get(key);
  if (!frontier) {
    frontier = computeFrontier(store, request);
    frontier.catch(() => frontiers.delete(key));
    frontiers.set(key, frontier);
  }
  return frontier;
}
