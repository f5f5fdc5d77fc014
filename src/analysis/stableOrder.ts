import type { Catalogue } from "../store/catalogue.ts";
import type { Candidate } from "./request/candidate.ts";

/**
 * Candidates in order of the slugs of their models, their modes, their operating points and their runs. Ties between
 * values are decided by this order, so that they are decided alike in every store, whatever its row numbers are.
 */
export function inStableOrder(candidates: readonly Candidate[], models: Catalogue["models"]): Candidate[] {
  const nameOf = ({ modelId, mode }: Pick<Candidate, "modelId" | "mode">) =>
    `${models.byId.get(modelId)?.slug ?? ""} ${mode}`;
  const keyOf = (candidate: Candidate) => {
    if (candidate.operatingPoint === null) return nameOf(candidate);
    const { fallback, ...settings } = candidate.operatingPoint;
    return `${nameOf(candidate)} ${JSON.stringify(settings)} ${fallback ? nameOf(fallback) : ""}`;
  };
  const keyed = candidates.map((candidate) => ({ candidate, key: keyOf(candidate) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.candidate.runId! - b.candidate.runId!));
  return keyed.map(({ candidate }) => candidate);
}
