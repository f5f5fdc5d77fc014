import type { Catalogue } from "../store/catalogue.ts";
import { readPoolWays } from "../store/reading/runWays.ts";
import { shared } from "../store/shared.ts";
import type { Store } from "../store/store.ts";
import type { Frontier, FrontierPoint } from "./frontierPoint.ts";
import { modeKey } from "./request/candidate.ts";
import type { FrontierRequest } from "./request/frontierRequest.ts";
import { type CandidateWay, distinct, mixtureWarnings, type WarningRow } from "./warnings.ts";

/** How the points of a frontier came about, on each benchmark, read once when it is first asked for. */
export function wayReader(store: Store, { criteria }: FrontierRequest, points: () => readonly FrontierPoint[]) {
  return shared(async (): Promise<CandidateWay[]> => {
    const read = Map.groupBy(await readPoolWays(store, criteria, distinct(points())), modeKey);
    return points().flatMap(({ modelId, mode, pools }) =>
      // Operating points come from samples, and do not say from which pool.
      (read.get(modeKey({ modelId, mode })) ?? []).filter(({ pool }) => pools.length === 0 || pools.includes(pool)),
    );
  });
}

/** Says of a store into which published results are being loaded how many it lacks. */
export function loadingWarnings({ loading }: Pick<Store, "loading">): WarningRow[] {
  if (!loading) return [];
  const { done, total } = loading;
  const message = `Published results are being loaded: ${done} of ${total} runs are there. Candidates are missing; ask again later.`;
  return [{ code: "LOADING", message, candidates: [] }];
}

/** Says which points are served in another precision than the one in which their accuracy was measured. */
export function precisionWarnings(points: readonly FrontierPoint[]): WarningRow[] {
  const others = points.filter(({ servedAs }) => servedAs && servedAs.precision !== servedAs.own);
  if (others.length === 0) return [];
  const message = `${others.length} of the ${points.length} points are served in another precision than the one in which their accuracy was measured, which may differ there. State on.precision, or leave out on.choosePrecision, to serve them otherwise.`;
  return [{ code: "OTHER_PRECISION", message, candidates: distinct(others) }];
}

/** What a reader of a frontier must know before comparing its points. */
export async function warningsOf(frontier: Frontier, catalogue: Catalogue): Promise<WarningRow[]> {
  const { points } = frontier;
  const warnings = points.length > 1 ? mixtureWarnings(await frontier.ways(), catalogue) : [];
  const measures = await Promise.all(points.map((point) => frontier.measuresOf(point)));
  const partial = points.filter((_, i) => (measures[i]!.coverage?.value ?? 1) < 1);
  if (partial.length > 0) {
    const message = `${partial.length} of the ${points.length} points answered only a part of the problems. Filter by coverage to leave them out.`;
    warnings.push({ code: "PARTIAL", message, candidates: distinct(partial) });
  }
  const chance = await Promise.all(points.map((point) => frontier.isBetterThanChance(point)));
  const guessing = points.filter((_, i) => chance[i] === false);
  if (guessing.length > 0) {
    const message = `${guessing.length} of the ${points.length} points are not better than guessing, by their 95 % intervals. They are never the best; betterThanChance leaves them out.`;
    warnings.push({ code: "NOT_ABOVE_CHANCE", message, candidates: distinct(guessing) });
  }
  return [...warnings, ...precisionWarnings(points)];
}
