import { axisBounds } from "../frontier/hypervolume/scaling.ts";
import { comparisonFigures, FIGURES } from "../frontier/studies/comparisonFigures.ts";
import { type EqualCostRange, equalCostRange } from "../frontier/studies/equalCostRange.ts";
import type { GroupRegression } from "../frontier/studies/groupRegression.ts";
import type { GroupIntervals } from "../frontier/studies/resampledComparison.ts";
import type { Store } from "../store/store.ts";
import { oncePerVersion } from "../store/versionedCache.ts";
import { type CandidateGroup, type ComparisonKey, readGroups } from "./comparisonGroups.ts";
import { type FrontierSegment, frontierSegments } from "./frontierSegments.ts";
import { regressionOf, tradedValues } from "./groupTrade.ts";
import { type Candidate, valuesOfCandidates } from "./request/candidate.ts";
import type { FrontierRequest } from "./request/frontierRequest.ts";
import { bootstrapComparison } from "./resampling/bootstrapPool.ts";
import { readResamplingInput } from "./resampling/resamplingInput.ts";
import { readHasSamples } from "./sampledCandidates.ts";

export interface ComparisonGroupRow {
  key: string;
  candidateCount: number;
  /** The number of its candidates that the intervals resample. */
  sampledCount: number;
  /** The hypervolume of the group's own frontier within the bounds of all candidates, between 0 and 1. */
  hypervolume: number;
  /** The share of the points of the joint frontier that belong to the group, between 0 and 1. */
  frontierShare: number;
  /**
   * The difference between the group and all other groups together on the first maximised objective at equal cost, in
   * its unit. Null if the two share no range of costs.
   */
  gap: number | null;
  /** The range of costs behind the gap. Null where there is no gap. */
  gapRange: EqualCostRange | null;
  /** The gap at the same cost and date by a regression over all candidates. Null where it cannot be fitted. */
  regression: GroupRegression | null;
  /** The metric of the gap. */
  gainMetric: string;
  /** The 95 % intervals of the three figures, or null if nothing is known to vary in the group. */
  intervals: GroupIntervals | null;
}

export interface ComparisonRow {
  groups: ComparisonGroupRow[];
  segments: FrontierSegment[];
  candidateCount: number;
  /** The number of candidates whose answers are stored one by one. */
  sampledCount: number;
  /** The number of candidates with samples or stated errors. The intervals keep the other candidates at their values. */
  drawnCount: number;
  /** The candidates that have no value of the key and are in no group. */
  ungrouped: Candidate[];
  groupRequests: Pick<CandidateGroup, "key" | "request">[];
  dataVersion: string;
}

/**
 * Compares groups of candidates by the hypervolume of each group's own frontier, by its share of the joint frontier, and by
 * its gap to all other groups. Computed once for each version of the data.
 */
export function readComparison(store: Store, request: FrontierRequest, by: ComparisonKey): Promise<ComparisonRow> {
  return oncePerVersion(store, "comparison", [request, by], () => compare(store, request, by));
}

async function compare(store: Store, request: FrontierRequest, by: ComparisonKey): Promise<ComparisonRow> {
  const { groups, ungrouped, dataVersion } = await readGroups(store, request, by);
  const candidates = groups.flatMap((group) => group.candidates);
  const axes = request.objectives;
  const points = valuesOfCandidates(candidates);
  const bounds = axisBounds(points, axes);
  const groupOf = Uint16Array.from(groups.flatMap((group, at) => group.candidates.map(() => at)));
  const values = Float64Array.from(points.flat());
  const figures = comparisonFigures(values, groupOf, groups.length, axes, bounds);
  const figureOf = (group: number, name: (typeof FIGURES)[number]) =>
    figures[group * FIGURES.length + FIGURES.indexOf(name)]!;

  const parts = groups.map((group) => ({ request: group.request, candidates: group.candidates }));
  const { notes: _, drawn, ...input } = parts.length > 0 ? await readResamplingInput(store, parts) : NO_INPUT;
  const drawnCount = drawn.filter((moves) => moves === 1).length;
  const isDrawn = groups.map((_, at) => drawn.some((moves, row) => moves === 1 && groupOf[row] === at));
  const sampled = await Promise.all(
    groups.map(async (group) => group.candidates.filter(await readHasSamples(store, group.request)).length),
  );
  const traded = await tradedValues(store, request, candidates);
  const gainMetric = request.objectives.find(({ direction }) => direction === "MAXIMIZE")?.metric ?? "accuracy";
  const intervals =
    drawnCount === 0
      ? null
      : await bootstrapComparison({ candidates: input, groups: groupOf, groupCount: groups.length, axes, bounds });
  return {
    groups: groups.map(({ key, candidates }, at) => ({
      key,
      candidateCount: candidates.length,
      sampledCount: sampled[at]!,
      hypervolume: figureOf(at, "hypervolume"),
      frontierShare: figureOf(at, "frontierShare"),
      gap: Number.isNaN(figureOf(at, "gap")) ? null : figureOf(at, "gap"),
      gapRange: traded && equalCostRange(traded.map((one, row) => ({ ...one, isInGroup: groupOf[row] === at }))),
      regression: traded && regressionOf(traded, (row) => groupOf[row] === at),
      gainMetric,
      intervals: isDrawn[at] ? (intervals?.[at] ?? null) : null,
    })),
    segments: frontierSegments(
      points,
      axes,
      groups.map(({ key }) => key),
      groupOf,
    ),
    candidateCount: candidates.length,
    sampledCount: sampled.reduce((sum, count) => sum + count, 0),
    drawnCount,
    ungrouped,
    groupRequests: groups.map(({ key, request }) => ({ key, request })),
    dataVersion,
  };
}

/** The input of a bootstrap over no candidates. */
const NO_INPUT = {
  ...{ values: new Float64Array(), sampled: new Uint8Array(), strata: [], resamples: 0, seed: 0 },
  ...{ drawn: new Uint8Array(), notes: [] as (string | null)[] },
};
