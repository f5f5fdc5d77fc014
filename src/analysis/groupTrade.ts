import { yearOf } from "../frontier/statistics/trend.ts";
import { type GroupRegression, groupRegression } from "../frontier/studies/groupRegression.ts";
import type { Store } from "../store/store.ts";
import type { Candidate } from "./request/candidate.ts";
import type { FrontierRequest } from "./request/frontierRequest.ts";

/** A candidate of a comparison as its gap sees it. */
export interface Traded {
  gain: number;
  cost: number;
  /** The release date in years, or null where it is not known. */
  year: number | null;
  modelId: number;
}

/** The first maximised and the first minimised objective of candidates; null if either kind is missing. */
export async function tradedValues(
  store: Store,
  { objectives }: FrontierRequest,
  candidates: readonly Candidate[],
): Promise<Traded[] | null> {
  const [gain, cost] = (["MAXIMIZE", "MINIMIZE"] as const).map((wanted) =>
    objectives.findIndex(({ direction }) => direction === wanted),
  ) as [number, number];
  if (gain === -1 || cost === -1) return null;
  const { models } = await store.catalogue();
  return candidates.map(({ values, modelId }) => {
    const releasedOn = models.byId.get(modelId)?.releasedOn;
    return { gain: values[gain]!, cost: values[cost]!, year: releasedOn ? yearOf(releasedOn) : null, modelId };
  });
}

/** The regression over the candidates that have a date and a cost above zero. */
export function regressionOf(traded: readonly Traded[], isInGroup: (row: number) => boolean): GroupRegression | null {
  return groupRegression(
    traded.flatMap(({ gain, cost, year, modelId }, row) =>
      year === null || !(cost > 0)
        ? []
        : [{ gain, logCost: Math.log10(cost), year, isInGroup: isInGroup(row), cluster: modelId }],
    ),
  );
}
