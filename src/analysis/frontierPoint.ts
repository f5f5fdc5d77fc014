import type { Constraint } from "../frontier/choice/constraint.ts";
import type { BandPoint } from "../frontier/choice/frontierBand.ts";
import { dominators } from "../frontier/dominance/dominators.ts";
import { paretoLayers } from "../frontier/dominance/layers.ts";
import { readingOrder } from "../frontier/dominance/order.ts";
import type { Objective } from "../frontier/objective.ts";
import type { Measures } from "../store/measures.ts";
import type { ExperimentRow } from "../store/reading/experiments.ts";
import type { SourceRow } from "../store/reading/sources.ts";
import type { LeftOut } from "./leftOut.ts";
import type { ServingFacts } from "./planning/servingFacts.ts";
import { type Candidate, candidateKey, directionsOf, valuesOfCandidates } from "./request/candidate.ts";
import type { Membership } from "./resampling/frontierUncertainty.ts";
import type { CandidateWay } from "./warnings.ts";

/** A candidate and its position relative to a frontier. */
export interface FrontierPoint extends Candidate {
  frontier: Frontier;
  /** The Pareto rank: 1 on the frontier, 2 on the frontier of the remaining candidates, and so on. */
  rank: number;
  /**
   * The gain on the first maximised objective, in its unit, for each tenfold increase of the first minimised one since
   * the point before it. Null for the first point and off the frontier.
   */
  marginalGain: number | null;
}

/** A frontier over candidates. The figures behind its functions are computed at the first call and then kept. */
export interface Frontier {
  objectives: Objective[];
  /** The number of candidates that compete. */
  candidateCount: number;
  /** The number of models in a mode, or of runs, that match the filter but cannot compete. */
  incomplete: number;
  dataVersion: string;
  /** The points that are shown, in order of the first minimised objective. */
  points: FrontierPoint[];
  /**
   * The share of the box from the worst to the best values of all candidates that the frontier dominates, between 0
   * and 1. Null if there are no candidates.
   */
  hypervolume: number | null;
  knee: FrontierPoint | null;
  /** If a least membership is asked: the points of the frontier that have no membership, and so are not shown. */
  undecided: FrontierPoint[];
  /** The best of several answers of each model. These are upper bounds and do not compete. */
  upperBounds: FrontierPoint[];
  /** The candidates that are not shown, in order of their rank. */
  dominated(): Promise<FrontierPoint[]>;
  /** The best candidate that meets the constraints, or null if none does. */
  best(constraints: Constraint[]): Promise<FrontierPoint | null>;
  measuresOf(point: FrontierPoint): Measures | Promise<Measures>;
  membershipOf(point: FrontierPoint): Promise<Membership>;
  /** Whether its accuracy is better than chance; null where it has none. */
  isBetterThanChance(point: FrontierPoint): Promise<boolean | null>;
  /** What is reached within each cost, with its interval. Empty if nothing is known to vary. */
  band(): Promise<BandPoint[]>;
  /** The runs that match the filter and play no part, with reasons. */
  leftOut(): Promise<LeftOut[]>;
  /** The hypervolume up to a reference point, in the product of the axes' units (`hypervolumeUpTo`). */
  hypervolumeUpTo(reference: number[]): number;
  sources(): Promise<SourceRow[]>;
  /** Tells of a candidate whether its answers are stored one by one. */
  hasSamples(): Promise<(candidate: Candidate) => boolean>;
  /** The number of candidates whose answers are stored one by one. The others are published means. */
  sampledCount(): Promise<number>;
  /** The experiments that a point is read from, one a benchmark. */
  experimentsOf(point: FrontierPoint): Promise<ExperimentRow[]>;
  /** What a plan of serving a point needs to know of it. */
  servingFactsOf(point: FrontierPoint): Promise<ServingFacts>;
  /** How the points came about, on each benchmark. */
  ways(): Promise<CandidateWay[]>;
}

/** The points of the frontier that dominate a point. */
export function dominatorsOf(point: FrontierPoint): FrontierPoint[] {
  const { points, objectives } = point.frontier;
  const rows = points.map((_, row) => row);
  return dominators(point.values, valuesOfCandidates(points), rows, directionsOf(objectives)).map(
    (row) => points[row]!,
  );
}

/** The candidates that are not among a frontier's points, in order of their rank and then of the first minimised objective. */
export function pointsNotShown(frontier: Frontier, all: readonly Candidate[]): FrontierPoint[] {
  const directions = directionsOf(frontier.objectives);
  const shown = new Set(frontier.points.map(candidateKey));
  const ranks = paretoLayers(valuesOfCandidates(all), directions);
  return readingOrder(valuesOfCandidates(all), directions)
    .filter((row) => !shown.has(candidateKey(all[row]!)))
    .sort((a, b) => ranks[a]! - ranks[b]!)
    .map((row) => ({ ...all[row]!, frontier, rank: ranks[row]!, marginalGain: null }));
}
