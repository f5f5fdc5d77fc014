import DataLoader from "dataloader";
import { knee } from "../frontier/choice/knee.ts";
import { marginalGains } from "../frontier/choice/marginalGain.ts";
import { dominates, paretoFrontier } from "../frontier/dominance/dominance.ts";
import { epsilonFrontier } from "../frontier/dominance/epsilonDominance.ts";
import { paretoLayers } from "../frontier/dominance/layers.ts";
import { readingOrder } from "../frontier/dominance/order.ts";
import { hypervolumeUpTo, normalizedHypervolume } from "../frontier/hypervolume/hypervolume.ts";
import { meanChanceLevel } from "../store/chanceLevel.ts";
import { runOutside } from "../store/database/requestScope.ts";
import type { Measures } from "../store/measures.ts";
import { readSources } from "../store/reading/sources.ts";
import { requireVersion } from "../store/reading/storedVersions.ts";
import { shared } from "../store/shared.ts";
import type { Store } from "../store/store.ts";
import { oncePerVersion } from "../store/versionedCache.ts";
import { bestCandidate } from "./bestCandidate.ts";
import { isAbove } from "./candidates/betterThanChance.ts";
import { withModelMeasures } from "./candidates/modelMeasures.ts";
import { readPointMeasures } from "./candidates/pointMeasures.ts";
import { experimentReader } from "./experimentsOf.ts";
import { type Frontier, type FrontierPoint, pointsNotShown } from "./frontierPoint.ts";
import { wayReader } from "./frontierWarnings.ts";
import { readLeftOut } from "./leftOut.ts";
import { NO_FACTS, readServingFacts } from "./planning/servingFacts.ts";
import { readCandidates } from "./readCandidates.ts";
import { type Candidate, candidateKey, directionsOf, valuesOfCandidates } from "./request/candidate.ts";
import type { FrontierRequest } from "./request/frontierRequest.ts";
import { type Membership, readUncertainty } from "./resampling/frontierUncertainty.ts";
import { readHasSamples } from "./sampledCandidates.ts";
import { inStableOrder } from "./stableOrder.ts";

/** The bytes that a frontier keeps for each candidate: its values, measures and membership. */
const BYTES_PER_CANDIDATE = 1_500;

/** The frontier of a request, computed once for each version of the data. */
export function readFrontier(store: Store, request: FrontierRequest): Promise<Frontier> {
  const bytesHeld = ({ candidateCount }: Frontier) => candidateCount * BYTES_PER_CANDIDATE;
  const compute = async () => {
    const frontier = await computeFrontier(store, request);
    // The version may have been lost while its runs were read.
    if (request.criteria.asOfDigest !== undefined) await requireVersion(store, frontier.dataVersion, "dataVersion");
    return frontier;
  };
  return oncePerVersion(store, "frontier", request, compute, bytesHeld);
}

async function computeFrontier(store: Store, request: FrontierRequest): Promise<Frontier> {
  const { objectives, minMembership } = request;
  const catalogue = await store.catalogue();
  const { models } = catalogue;
  const chance = meanChanceLevel(catalogue, request.criteria.benchmarkIds);
  // Ranks, memberships and what lies behind the frontier need all candidates; the frontier itself does not.
  const candidates = await readCandidates(store, request, minMembership === null);
  const all = shared(async () => {
    const { rows } = minMembership === null ? await readCandidates(store, request, false) : candidates;
    return inStableOrder(rows, models);
  });
  const uncertainty = shared(async () => readUncertainty(store, request, await all()));
  const measures = new DataLoader<FrontierPoint, Measures, string>(
    // A batch can have points of several requests.
    (points) => runOutside(() => readPointMeasures(store, request, points)),
    { cacheKeyFn: candidateKey },
  );

  const rows = inStableOrder(candidates.rows, models);
  const directions = directionsOf(objectives);
  const { front, shown, undecided } = choosePoints(
    rows,
    request,
    minMembership === null ? null : (await uncertainty()).memberships,
  );
  // A candidate that is shown for its membership may lie behind the frontier. It has no gain and cannot be the knee.
  const shownOfFront = shown.filter((candidate) => front.includes(candidate));
  const gains = marginalGains(valuesOfCandidates(shownOfFront), directions);
  const gainOf = new Map(shownOfFront.map((candidate, i) => [candidate, gains[i]!]));
  const kneeRow = knee(valuesOfCandidates(shownOfFront), objectives);

  const frontier: Frontier = {
    objectives,
    candidateCount: candidates.count,
    incomplete: candidates.incomplete,
    dataVersion: candidates.dataVersion,
    points: [],
    undecided: [],
    upperBounds: [],
    hypervolume: normalizedHypervolume(valuesOfCandidates(front), objectives, candidates.bounds),
    knee: null,
    dominated: shared(async () => pointsNotShown(frontier, await all())),
    best: (constraints) => bestCandidate(store, frontier, request, constraints),
    measuresOf: (point) => {
      const whole = (own: Measures) => withModelMeasures(own, models.byId.get(point.modelId), request);
      return point.measures ? whole(point.measures) : measures.load(point).then(whole);
    },
    membershipOf: async (point) => (await uncertainty()).memberships.get(candidateKey(point)) ?? NOT_READ,
    isBetterThanChance: async (point) => isAbove(await frontier.measuresOf(point), chance),
    experimentsOf: experimentReader(store, request),
    ways: wayReader(store, request, () => frontier.points),
    hasSamples: shared(() => readHasSamples(store, request)),
    sampledCount: async () => (await all()).filter(await frontier.hasSamples()).length,
    band: async () => (await uncertainty()).band,
    leftOut: shared(async () => readLeftOut(store, request, await all(), candidates.leftOut)),
    hypervolumeUpTo: (reference) => hypervolumeUpTo(valuesOfCandidates(front), objectives, reference),
    servingFactsOf: async (point) => (await servingFacts()).get(candidateKey(point)) ?? NO_FACTS,
    sources: shared(() => readSources(store, request.criteria)),
  };
  const pointsOf = async () => [...frontier.points, ...frontier.upperBounds, ...pointsNotShown(frontier, await all())];
  const servingFacts = shared(async () => {
    return readServingFacts(store, request, await pointsOf(), (point) => frontier.measuresOf(point));
  });
  const layers = minMembership === null ? null : paretoLayers(valuesOfCandidates(rows), directions);
  const rankOf = new Map(layers && rows.map((row, i) => [row, layers[i]!]));
  const pointOf = (candidate: Candidate): FrontierPoint => ({
    ...candidate,
    frontier,
    rank: rankOf.get(candidate) ?? 1,
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

/** The membership of a candidate that came into the store after the others were read. */
const NOT_READ: Membership = { probability: null, note: "it is newer than the other candidates", corrected: null };

/** Candidates, each list in order of the first minimised objective. */
interface Chosen {
  /** The candidates that no other candidate dominates, thinned out if epsilons are asked. */
  front: Candidate[];
  /** The candidates to show: the frontier, or, if a least membership is asked, those that have it. */
  shown: Candidate[];
  /** The candidates on the frontier that have no membership, if a least membership is asked. */
  undecided: Candidate[];
}

function choosePoints(
  rows: Candidate[],
  { objectives, epsilons, minMembership }: FrontierRequest,
  memberships: Map<string, Membership> | null,
): Chosen {
  const directions = directionsOf(objectives);
  const ordered = (some: Candidate[]) => readingOrder(valuesOfCandidates(some), directions).map((row) => some[row]!);
  const undominated = epsilons
    ? epsilonFrontier(valuesOfCandidates(rows), objectives, epsilons)
    : paretoFrontier(valuesOfCandidates(rows), directions);
  const front = ordered(undominated.map((row) => rows[row]!));
  if (memberships === null) return { front, shown: front, undecided: [] };
  const probabilityOf = (candidate: Candidate) => memberships.get(candidateKey(candidate))?.probability ?? null;
  return {
    front,
    shown: ordered(rows.filter((row) => (probabilityOf(row) ?? -1) >= minMembership!)),
    undecided: front.filter((row) => probabilityOf(row) === null),
  };
}
