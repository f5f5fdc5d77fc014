import { isRunHash } from "../../store/runHash.ts";
import type { Context } from "../base/context.ts";
import type { Entity } from "./entity.ts";

/** The types that other subgraphs refer to: by slugs and content hashes, which are the same in every store. */
export const OWN_ENTITIES: Record<string, Entity<Context>> = {
  Benchmark: bySlug("benchmarks"),
  Lab: bySlug("labs"),
  Model: bySlug("models"),
  Run: {
    keys: ["contentHash"],
    resolve: (representations, { loaders }) =>
      Promise.all(
        representations.map(({ contentHash }) => (isRunHash(contentHash) ? loaders.runByHash.load(contentHash) : null)),
      ),
  },
};

/** The catalogue is in memory. */
function bySlug(kind: "benchmarks" | "labs" | "models"): Entity<Context> {
  return {
    keys: ["slug"],
    resolve: (representations, { catalogue }) =>
      representations.map(({ slug }) => catalogue[kind].bySlug.get(slug as string)),
  };
}
