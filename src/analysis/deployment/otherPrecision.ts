import type { ServedAs } from "../request/candidate.ts";

/** Says that an accuracy was measured in another precision than the one in which a model is served. */
export function otherPrecision({
  precision,
  own,
  checkpoint,
}: Pick<ServedAs, "precision" | "own" | "checkpoint">): string {
  const as = checkpoint === null ? "no checkpoint of it in that precision is known" : `served as ${checkpoint}`;
  return `Its accuracy is that of its weights in ${own}; in ${precision} it may differ (${as}).`;
}
