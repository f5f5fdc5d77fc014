import type { Provenance } from "../../src/apiClient/schema.ts";

/** How a run came into the store, in words. */
export const PROVENANCES: Record<Provenance, string> = {
  MEASURED: "measured here",
  IMPORTED: "carried over from a published source",
  FEDERATED: "received from the lab that ran it, which signed it",
  MIRRORED: "received from a mirror, which signed where it was published",
};
