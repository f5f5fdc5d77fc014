import DataLoader from "dataloader";
import { best } from "../frontier/best.ts";
import { paretoFrontier } from "../frontier/dominance.ts";
import { dominators } from "../frontier/dominators.ts";
import { normalizedHypervolume } from "../frontier/hypervolume.ts";
import { knee } from "../frontier/knee.ts";
import { paretoLayers } from "../frontier/layers.ts";
import { marginalGains } from "../frontier/marginalGain.ts";
import { axisOf, type Objective } from "../frontier/objective.ts";
import { readingOrder } from "../frontier/order.ts";
import {
  type Candidate,
  type CandidateRequest,
  type Candidates,
  type Constraint,
  readCandidates,
} from "./candidates.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Measures } from "./measures.ts";
import { readPointMeasures } from "./pointMeasures.ts";
import { readSources, type SourceRow } from "./sources.ts";
import type { Store } from "./store.ts";

/** A candidate and where it stands. */
export interface FrontierPoint extends Candidate {
  frontier: Frontier;
  /** 1 on the frontier, 2 on the next layer, and so on. */
  rank: number;
  /** Gained on the first maximised objective for each tenfold of the first minimised one since the point before. */
  marginalGain: number | null;
}

/** A frontier over candidates; what few ask for is computed when it is asked for, and then kept. */
export interface Frontier {
  objectives: Objective[];
  candidateCount: number;
  incomplete: number;
  dataVersion: string;
  /** In order of the first minimised objective. */
  points: FrontierPoint[];
  /** Normalised: 1 if one candidate were best at everything, 0 for none. Null without candidates. */
  hypervolume: number | null;
  knee: FrontierPoint | null;
  /** Candidates that are not on the frontier, in order of their rank. */
  dominated(): Promise<FrontierPoint[]>;
  best(constraints: Constraint[]): Promise<FrontierPoint | null>;
  measuresOf(point: FrontierPoint): Measures | Promise<Measures>;
  sources(): Promise<SourceRow[]>;
}

/** Computes a frontier from the store: one statement reads its candidates, the mathematics is `src/frontier`'s. */
export async function computeFrontier(store: Store, request: CandidateRequest): Promise<Frontier> {
  const { objectives } = request;
  const catalogue = await store.catalogue();
  const candidates = await readCandidates(store, request, true);
  const axes = objectives.map(axisOf);
  const directions = objectives.map(({ direction }) => direction);

  const rows = inSlugOrder(candidates.rows, catalogue);
  const front = paretoFrontier(valuesOf(rows), directions).map((row) => rows[row]!);
  const ordered = readingOrder(valuesOf(front), directions).map((row) => front[row]!);
  const values = valuesOf(ordered);
  const gains = marginalGains(values, directions);
  const kneeRow = knee(values, axes);
  const measures = new DataLoader<FrontierPoint, Measures, string>(
    (points) => readPointMeasures(store, request, points),
    { cacheKeyFn: ({ modelId, mode, runId }) => `${modelId} ${mode} ${runId}` },
  );

  const frontier: Frontier = {
    objectives,
    candidateCount: candidates.count,
    incomplete: candidates.incomplete,
    dataVersion: candidates.dataVersion,
    points: [],
    hypervolume: normalizedHypervolume(values, axes, boundsOf(candidates, objectives)),
    knee: null,
    dominated: once(async () => {
      const all = inSlugOrder((await readCandidates(store, request, false)).rows, catalogue);
      return rankedBelow(frontier, all);
    }),
    best: (constraints) => bestUnder(store, frontier, request, constraints, catalogue),
    measuresOf: (point) => point.measures ?? measures.load(point),
    sources: once(() => readSources(store, request.criteria)),
  };
  frontier.points = ordered.map((candidate, i) => ({ ...candidate, frontier, rank: 1, marginalGain: gains[i]! }));
  frontier.knee = kneeRow === null ? null : frontier.points[kneeRow]!;
  return frontier;
}

/** The points of the frontier that dominate a point: why it is not on it. */
export function dominatorsOf(point: FrontierPoint): FrontierPoint[] {
  const { points, objectives } = point.frontier;
  const rows = points.map((_, row) => row);
  const directions = objectives.map(({ direction }) => direction);
  return dominators(point.values, valuesOf(points), rows, directions).map((row) => points[row]!);
}

function rankedBelow(frontier: Frontier, all: Candidate[]): FrontierPoint[] {
  const directions = frontier.objectives.map(({ direction }) => direction);
  const ranks = paretoLayers(valuesOf(all), directions);
  const order = readingOrder(valuesOf(all), directions);
  return order
    .filter((row) => ranks[row]! > 1)
    .sort((a, b) => ranks[a]! - ranks[b]!)
    .map((row) => ({ ...all[row]!, frontier, rank: ranks[row]!, marginalGain: null }));
}

/**
 * The candidate to take within constraints, over all candidates, not only the frontier's points: a budget on a metric that
 * is no objective can leave the whole frontier out of reach.
 */
async function bestUnder(
  store: Store,
  frontier: Frontier,
  request: CandidateRequest,
  constraints: Constraint[],
  catalogue: Catalogue,
): Promise<FrontierPoint | null> {
  const narrowed = { ...request, constraints: [...request.constraints, ...constraints] };
  const rows = inSlugOrder((await readCandidates(store, narrowed, true)).rows, catalogue);
  // What was read keeps every constraint; those on objectives also tell what to prefer.
  const onObjectives = constraints.filter(({ metric }) => request.objectives.some((other) => other.metric === metric));
  const named = rows.map(({ values }) =>
    Object.fromEntries(request.objectives.map(({ metric }, i) => [metric, values[i]])),
  );
  const row = best(named, request.objectives, onObjectives);
  if (row === null) return null;
  const chosen = rows[row]!;
  const isSame = (point: FrontierPoint) =>
    point.modelId === chosen.modelId && point.mode === chosen.mode && point.runId === chosen.runId;
  const known = frontier.points.find(isSame) ?? (await frontier.dominated()).find(isSame);
  // Unknown only if it came into the store after the frontier was read.
  return known ?? { ...chosen, frontier, rank: 1, marginalGain: null };
}

const valuesOf = (candidates: Candidate[]) => candidates.map(({ values }) => values);

/** What ties stays in an order that is the same in every store. */
function inSlugOrder(candidates: Candidate[], { models }: Catalogue): Candidate[] {
  const key = ({ modelId, mode }: Candidate) => `${models.byId.get(modelId)?.slug ?? ""} ${mode}`;
  const keyed = candidates.map((candidate) => ({ candidate, key: key(candidate) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.candidate.runId! - b.candidate.runId!));
  return keyed.map(({ candidate }) => candidate);
}

function boundsOf({ ranges }: Candidates, objectives: Objective[]) {
  return ranges.map(({ min, max }, i) =>
    objectives[i]!.direction === "MAXIMIZE" ? { worst: min, best: max } : { worst: max, best: min },
  );
}

function once<T>(compute: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= compute().catch((error) => {
      result = undefined;
      throw error;
    });
    return result;
  };
}
