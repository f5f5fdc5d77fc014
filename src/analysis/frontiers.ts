import DataLoader from "dataloader";
import { best } from "../frontier/choice/best.ts";
import type { Constraint } from "../frontier/choice/constraint.ts";
import { knee } from "../frontier/choice/knee.ts";
import { marginalGains } from "../frontier/choice/marginalGain.ts";
import { dominates, paretoFrontier } from "../frontier/dominance/dominance.ts";
import { dominators } from "../frontier/dominance/dominators.ts";
import { epsilonFrontier } from "../frontier/dominance/epsilonDominance.ts";
import { paretoLayers } from "../frontier/dominance/layers.ts";
import { readingOrder } from "../frontier/dominance/order.ts";
import { normalizedHypervolume } from "../frontier/hypervolume/hypervolume.ts";
import type { Direction } from "../frontier/metrics.ts";
import type { Objective } from "../frontier/objective.ts";
import type { Catalogue } from "../store/catalogue.ts";
import type { Measures } from "../store/measures.ts";
import { readSources, type SourceRow } from "../store/reading/sources.ts";
import type { Store } from "../store/store.ts";
import { oncePerVersion } from "../store/versionedCache.ts";
import { readPointMeasures } from "./candidates/pointMeasures.ts";
import { readCandidates } from "./readCandidates.ts";
import { type Candidate, type Candidates, candidateKey, directionsOf, type LeftOut } from "./request/candidate.ts";
import type { FrontierRequest } from "./request/frontierRequest.ts";
import { type Membership, readMemberships } from "./resampling/memberships.ts";

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
  leftOut: LeftOut[];
  dataVersion: string;
  /** In order of the first minimised objective. */
  points: FrontierPoint[];
  /** Of what no candidate dominates, normalised: 1 if one candidate were best at everything. Null without candidates. */
  hypervolume: number | null;
  knee: FrontierPoint | null;
  /** Asked at a confidence: the points of the frontier that are not shown since no samples tell how sure they are. */
  undecided: FrontierPoint[];
  /** What no choice among answers can exceed; no candidates. */
  upperBounds: FrontierPoint[];
  /** Candidates that are not among the points, in order of their rank. */
  dominated(): Promise<FrontierPoint[]>;
  best(constraints: Constraint[]): Promise<FrontierPoint | null>;
  measuresOf(point: FrontierPoint): Measures | Promise<Measures>;
  membershipOf(point: FrontierPoint): Promise<Membership>;
  sources(): Promise<SourceRow[]>;
}

/** The frontier of a request, computed once for each version of the data. */
export function readFrontier(store: Store, request: FrontierRequest): Promise<Frontier> {
  return oncePerVersion(store, "frontier", request, () => computeFrontier(store, request));
}

/** Reads the candidates from the store and lets `src/frontier` decide. */
async function computeFrontier(store: Store, request: FrontierRequest): Promise<Frontier> {
  const { objectives, minMembership } = request;
  const catalogue = await store.catalogue();
  const candidates = await readCandidates(store, request, minMembership === null);
  const directions = directionsOf(objectives);
  const all = once(async () => {
    const { rows } = minMembership === null ? await readCandidates(store, request, false) : candidates;
    return inSlugOrder(rows, catalogue);
  });
  const memberships = once(async () => readMemberships(store, request, await all()));

  const rows = inSlugOrder(candidates.rows, catalogue);
  const inReadingOrder = (some: Candidate[]) => readingOrder(valuesOf(some), directions).map((row) => some[row]!);
  const front = inReadingOrder(undominated(rows, request));
  const known = minMembership === null ? null : await memberships();
  const shown = known ? inReadingOrder(likely(rows, known, minMembership!)) : front;
  // What is shown for its membership may lie behind the frontier: it has no gain, and is no knee.
  const shownOfFront = shown.filter((candidate) => front.includes(candidate));
  const gains = marginalGains(valuesOf(shownOfFront), directions);
  const gainOf = new Map(shownOfFront.map((candidate, i) => [candidate, gains[i]!]));
  const kneeRow = knee(valuesOf(shownOfFront), objectives);
  const undecided = known ? front.filter((one) => known.get(candidateKey(one))?.probability === null) : [];
  const measures = new DataLoader<FrontierPoint, Measures, string>(
    (points) => readPointMeasures(store, request, points),
    { cacheKeyFn: candidateKey },
  );

  const frontier: Frontier = {
    objectives,
    candidateCount: candidates.count,
    incomplete: candidates.incomplete,
    leftOut: candidates.leftOut,
    dataVersion: candidates.dataVersion,
    points: [],
    undecided: [],
    upperBounds: [],
    hypervolume: normalizedHypervolume(valuesOf(front), objectives, boundsOf(candidates, objectives)),
    knee: null,
    dominated: once(async () => notShown(frontier, await all())),
    best: (constraints) => bestUnder(store, frontier, request, constraints, catalogue),
    measuresOf: (point) => point.measures ?? measures.load(point),
    membershipOf: async (point) => (await memberships()).get(candidateKey(point)) ?? NOT_READ,
    sources: once(() => readSources(store, request.criteria)),
  };
  const ranks = minMembership === null ? null : ranksOf(rows, directions);
  const pointOf = (candidate: Candidate): FrontierPoint => ({
    ...candidate,
    frontier,
    rank: ranks?.get(candidate) ?? 1,
    marginalGain: gainOf.get(candidate) ?? null,
  });
  frontier.points = shown.map(pointOf);
  frontier.undecided = undecided.map(pointOf);
  frontier.upperBounds = candidates.upperBounds.map((bound) => {
    const rank = front.some(({ values }) => dominates(values, bound.values, directions)) ? 2 : 1;
    return { ...bound, frontier, rank, marginalGain: null };
  });
  frontier.knee = kneeRow === null ? null : frontier.points[shown.indexOf(shownOfFront[kneeRow]!)]!;
  return frontier;
}

/** Of a candidate that came into the store after the others were read. */
const NOT_READ: Membership = { probability: null, note: "it is newer than the other candidates" };

function undominated(rows: Candidate[], { objectives, epsilons }: FrontierRequest): Candidate[] {
  const chosen = epsilons
    ? epsilonFrontier(valuesOf(rows), objectives, epsilons)
    : paretoFrontier(valuesOf(rows), directionsOf(objectives));
  return chosen.map((row) => rows[row]!);
}

function likely(rows: Candidate[], memberships: Map<string, Membership>, least: number): Candidate[] {
  return rows.filter((row) => (memberships.get(candidateKey(row))?.probability ?? -1) >= least);
}

function ranksOf(rows: Candidate[], directions: Direction[]): Map<Candidate, number> {
  const ranks = paretoLayers(valuesOf(rows), directions);
  return new Map(rows.map((row, i) => [row, ranks[i]!]));
}

/** The points of the frontier that dominate a point: why it is not on it. */
export function dominatorsOf(point: FrontierPoint): FrontierPoint[] {
  const { points, objectives } = point.frontier;
  const rows = points.map((_, row) => row);
  return dominators(point.values, valuesOf(points), rows, directionsOf(objectives)).map((row) => points[row]!);
}

function notShown(frontier: Frontier, all: Candidate[]): FrontierPoint[] {
  const directions = directionsOf(frontier.objectives);
  const shown = new Set(frontier.points.map(candidateKey));
  const ranks = paretoLayers(valuesOf(all), directions);
  return readingOrder(valuesOf(all), directions)
    .filter((row) => !shown.has(candidateKey(all[row]!)))
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
  request: FrontierRequest,
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
  const isSame = (point: FrontierPoint) => candidateKey(point) === candidateKey(chosen);
  const known = frontier.points.find(isSame) ?? (await frontier.dominated()).find(isSame);
  // Unknown only if it came into the store after the frontier was read.
  return known ?? { ...chosen, frontier, rank: 1, marginalGain: null };
}

const valuesOf = (candidates: Candidate[]) => candidates.map(({ values }) => values);

/** What ties stays in an order that is the same in every store. */
function inSlugOrder(candidates: Candidate[], { models }: Catalogue): Candidate[] {
  const nameOf = ({ modelId, mode }: Pick<Candidate, "modelId" | "mode">) =>
    `${models.byId.get(modelId)?.slug ?? ""} ${mode}`;
  const key = (candidate: Candidate) => {
    if (candidate.operatingPoint === null) return nameOf(candidate);
    const { fallback, ...knobs } = candidate.operatingPoint;
    return `${nameOf(candidate)} ${JSON.stringify(knobs)} ${fallback ? nameOf(fallback) : ""}`;
  };
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
