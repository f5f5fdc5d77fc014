import { paretoFrontier } from "../frontier/dominance/dominance.ts";
import { readingOrder } from "../frontier/dominance/order.ts";
import { axisBounds } from "../frontier/hypervolume/scaling.ts";
import { comparisonFigures, FIGURES } from "../frontier/studies/comparisonFigures.ts";
import type { GroupIntervals } from "../frontier/studies/resampledComparison.ts";
import type { Store } from "../store/store.ts";
import { oncePerVersion } from "../store/versionedCache.ts";
import { type ComparisonKey, readGroups } from "./comparisonGroups.ts";
import { directionsOf } from "./request/candidate.ts";
import type { FrontierRequest } from "./request/frontierRequest.ts";
import { bootstrapComparison } from "./resampling/bootstrapPool.ts";
import { readResamplingInput } from "./resampling/resamplingInput.ts";

/** A part of the joint frontier that one group holds. */
export interface FrontierSegment {
  key: string;
  /** From its first point to its last, on the first minimised objective. */
  fromCost: number;
  toCost: number;
  points: number;
}

export interface ComparisonGroupRow {
  key: string;
  candidateCount: number;
  hypervolume: number;
  frontierShare: number;
  /** Null where there is no shared range of cost. */
  gap: number | null;
  /** What the gap is of. */
  gainMetric: string;
  /** Null where no candidate of the group has samples. */
  intervals: GroupIntervals | null;
}

export interface ComparisonRow {
  groups: ComparisonGroupRow[];
  segments: FrontierSegment[];
  candidateCount: number;
  /** How many of the candidates have samples to resample; the others stand still in the intervals. */
  sampledCount: number;
  /** How many candidates have no value of the key and are in no group. */
  ungrouped: number;
  dataVersion: string;
}

/** How groups of candidates compare: each group's own frontier, its share of the joint one, and its gap to all others. */
export function readComparison(store: Store, request: FrontierRequest, by: ComparisonKey): Promise<ComparisonRow> {
  return oncePerVersion(store, "comparison", [request, by], () => compare(store, request, by));
}

async function compare(store: Store, request: FrontierRequest, by: ComparisonKey): Promise<ComparisonRow> {
  const { groups, ungrouped, dataVersion } = await readGroups(store, request, by);
  const candidates = groups.flatMap((group) => group.candidates);
  const axes = request.objectives;
  const points = candidates.map(({ values }) => values);
  const bounds = axisBounds(points, axes);
  const groupOf = Uint16Array.from(groups.flatMap((group, at) => group.candidates.map(() => at)));
  const values = Float64Array.from(points.flat());
  const figures = comparisonFigures(values, groupOf, groups.length, axes, bounds);
  const figureOf = (group: number, name: (typeof FIGURES)[number]) =>
    figures[group * FIGURES.length + FIGURES.indexOf(name)]!;

  const parts = groups.map((group) => ({ request: group.request, candidates: group.candidates }));
  const { notes, ...input } = parts.length > 0 ? await readResamplingInput(store, parts) : NOTHING;
  const sampledCount = notes.filter((note) => note === null).length;
  const isSampled = groups.map((_, at) => notes.some((note, row) => note === null && groupOf[row] === at));
  const gainMetric = request.objectives.find(({ direction }) => direction === "MAXIMIZE")?.metric ?? "accuracy";
  const intervals =
    sampledCount === 0
      ? null
      : await bootstrapComparison({ candidates: input, groups: groupOf, groupCount: groups.length, axes, bounds });
  return {
    groups: groups.map(({ key, candidates }, at) => ({
      key,
      candidateCount: candidates.length,
      hypervolume: figureOf(at, "hypervolume"),
      frontierShare: figureOf(at, "frontierShare"),
      gap: Number.isNaN(figureOf(at, "gap")) ? null : figureOf(at, "gap"),
      gainMetric,
      intervals: (isSampled[at] && intervals?.[at]) || null,
    })),
    segments: segmentsOf(
      points,
      request,
      groups.map(({ key }) => key),
      groupOf,
    ),
    candidateCount: candidates.length,
    sampledCount,
    ungrouped,
    dataVersion,
  };
}

const NOTHING = {
  ...{ values: new Float64Array(), sampled: new Uint8Array(), strata: [], resamples: 0, seed: 0 },
  notes: [] as (string | null)[],
};

/** The joint frontier in order of cost, with neighbouring points of one group joined. */
function segmentsOf(
  points: number[][],
  { objectives }: FrontierRequest,
  keys: string[],
  groupOf: Uint16Array,
): FrontierSegment[] {
  const directions = directionsOf(objectives);
  const cost = directions.indexOf("MINIMIZE");
  if (cost === -1) return [];
  const front = paretoFrontier(points, directions);
  const ordered = readingOrder(
    front.map((row) => points[row]!),
    directions,
  ).map((at) => front[at]!);
  const segments: FrontierSegment[] = [];
  for (const row of ordered) {
    const key = keys[groupOf[row]!]!;
    const value = points[row]![cost]!;
    const last = segments.at(-1);
    if (last?.key === key) {
      last.toCost = value;
      last.points++;
    } else segments.push({ key, fromCost: value, toCost: value, points: 1 });
  }
  return segments;
}
