import { RequestError } from "../errors/requestError.ts";
import { axisBounds } from "../frontier/hypervolume/scaling.ts";
import { trajectory } from "../frontier/studies/trajectory.ts";
import type { Store } from "../store/store.ts";
import { readFrontier } from "./frontier.ts";
import type { Frontier, FrontierPoint } from "./frontierPoint.ts";
import type { FrontierRequest } from "./request/frontierRequest.ts";

/** A frontier as it was on a day on which it changed. */
export interface TrajectoryStepRow {
  /** The day, as `2025-01-31`. */
  date: string;
  /** The number of candidates that were released by that day. */
  candidateCount: number;
  /** The number of them whose answers are stored one by one. */
  sampledCount(): Promise<number>;
  points: FrontierPoint[];
  /** The points that joined the frontier on this day. */
  entered: FrontierPoint[];
  /** The hypervolume within the bounds of the candidates of all dates, between 0 and 1. It never falls from day to day. */
  hypervolume: number;
}

/** The movement of a frontier over the release dates of its candidates. */
export interface TrajectoryRow {
  /** The frontier over candidates of all dates. */
  frontier: Frontier;
  steps: TrajectoryStepRow[];
  /** The number of candidates without a release date. They have no place in the trajectory. */
  undated: number;
  /** The candidates with a release date up to the last day, first those on the frontier of all dates. */
  dated: FrontierPoint[];
  /** The frontier as of the last day. */
  last: FrontierPoint[];
  dateOf(point: FrontierPoint): string;
}

/**
 * The frontier as of each release date from one day to another, both included. Models that were released before the first
 * day compete from the beginning on. Throws `BAD_RANGE` if the first day lies after the last.
 */
export async function readTrajectory(
  store: Store,
  request: FrontierRequest,
  from: string | null,
  to: string | null,
): Promise<TrajectoryRow> {
  if (from !== null && to !== null && from > to) {
    throw new RequestError("BAD_RANGE", `from: ${from} lies after to, which is ${to}.`, "from");
  }
  const { models } = await store.catalogue();
  const frontier = await readFrontier(store, request);
  const all = [...frontier.points, ...(await frontier.dominated())];
  const dateOf = ({ modelId }: FrontierPoint) => models.byId.get(modelId)?.releasedOn ?? null;
  const everDated = all.filter((point) => dateOf(point) !== null);
  const dated = everDated.filter((point) => to === null || dateOf(point)! <= to);
  const axes = request.objectives;
  const candidates = dated.map((point) => ({ values: point.values, releasedOn: dateOf(point)! }));
  const bounds = axisBounds(
    everDated.map(({ values }) => values),
    axes,
  );
  const steps = trajectory(candidates, axes, bounds).map(({ rows, entered, ...step }) => ({
    ...step,
    sampledCount: async () =>
      dated.filter((point) => dateOf(point)! <= step.date).filter(await frontier.hasSamples()).length,
    points: rows.map((row) => dated[row]!),
    entered: entered.map((row) => dated[row]!),
  }));
  return {
    frontier,
    steps: from === null ? steps : steps.filter(({ date }) => date >= from),
    undated: all.length - everDated.length,
    dated,
    last: steps.at(-1)?.points ?? [],
    dateOf: (point) => dateOf(point)!,
  };
}
