import { RequestError } from "../errors/requestError.ts";
import { axisBounds } from "../frontier/hypervolume/scaling.ts";
import { trajectory } from "../frontier/studies/trajectory.ts";
import type { Store } from "../store/store.ts";
import type { Frontier, FrontierPoint } from "./frontiers.ts";
import { readFrontier } from "./frontiers.ts";
import type { FrontierRequest } from "./request/frontierRequest.ts";

/** A frontier as it was on a day on which it changed. */
export interface TrajectoryStepRow {
  date: string;
  candidateCount: number;
  points: FrontierPoint[];
  entered: FrontierPoint[];
  hypervolume: number;
}

/** How a frontier moved over the release dates of its candidates. */
export interface TrajectoryRow {
  frontier: Frontier;
  steps: TrajectoryStepRow[];
  /** How many candidates have no release date and so no place in time. */
  undated: number;
  /** Every dated candidate, in order of the dates, cheap ones first on a day. */
  dated: FrontierPoint[];
  /** The frontier as of the last day. */
  last: FrontierPoint[];
  dateOf(point: FrontierPoint): string;
}

/**
 * The frontier as of each release date from one day to another. What was released before the first day is there from the
 * beginning on.
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
