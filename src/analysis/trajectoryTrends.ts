import { RequestError } from "../errors/requestError.ts";
import { efficiency } from "../frontier/choice/efficiency.ts";
import { type HalvingTime, halvingTime, linearTrend, type Trend, yearOf } from "../frontier/statistics/trend.ts";
import { costOf, type DatedRecord, type DatedTrade, gainWithin } from "../frontier/studies/records.ts";
import type { FrontierPoint } from "./frontierPoint.ts";
import type { TrajectoryRow } from "./trajectory.ts";

/** A value, the day on which it was reached, and the candidate that reached it. */
export interface DatedPoint {
  date: string;
  value: number;
  point: FrontierPoint;
}

/**
 * The gain and the cost of each dated candidate: its values on the first maximised and the first minimised objective.
 * Throws `BAD_OBJECTIVES` if one of the two is missing.
 */
function tradesOf({ frontier, dated, dateOf }: TrajectoryRow): DatedTrade[] {
  const gain = frontier.objectives.findIndex(({ direction }) => direction === "MAXIMIZE");
  const cost = frontier.objectives.findIndex(({ direction }) => direction === "MINIMIZE");
  if (gain === -1 || cost === -1) {
    const message = "objectives: a budget or a target needs one objective to maximise and one to minimise.";
    throw new RequestError("BAD_OBJECTIVES", message, "objectives");
  }
  return dated.map((point) => ({
    gain: point.values[gain]!,
    cost: point.values[cost]!,
    releasedOn: dateOf(point),
  }));
}

/** Records over time, with the straight trend through them. */
export interface ReachRow {
  records: DatedPoint[];
  /** The trend of the records over years, or of log10 of a cost. Null for fewer than two records. */
  trend: Trend | null;
  /** The time in which a cost halves, in years. Null for a gain. */
  halvingTime: HalvingTime | null;
}

/** The highest gain within a budget over time. The slope of its trend is the gain per year. The budget is in the unit of the cost. */
export function reachableWithin(row: TrajectoryRow, budget: number): ReachRow {
  const records = gainWithin(tradesOf(row), budget);
  return { records: pointsOf(row, records), trend: linearTrend(records.map(overYears)), halvingTime: null };
}

/** The lowest cost that reached a gain over time. The slope of its trend is the change of log10 of the cost per year. */
export function costToReach(row: TrajectoryRow, target: number): ReachRow {
  const records = costOf(tradesOf(row), target);
  // A cost of 0 has no logarithm.
  const priced = records.filter(({ value }) => value > 0).map(overYears);
  const trend = linearTrend(priced.map(({ x, y }) => ({ x, y: Math.log10(y) })));
  return { records: pointsOf(row, records), trend, halvingTime: trend && halvingTime(trend) };
}

/** The trend of the gain over log10 of the cost, along the frontier of the last day. Null for fewer than two costs. */
export function gainPerTenfold(row: TrajectoryRow): Trend | null {
  const trades = tradesOf({ ...row, dated: row.last }).filter(({ cost }) => cost > 0);
  return linearTrend(trades.map(({ gain, cost }) => ({ x: Math.log10(cost), y: gain })));
}

/** The efficiency S_eff over time. */
export interface EfficiencyRow {
  /** The efficiency of each candidate that has a release date and a finite efficiency. */
  points: DatedPoint[];
  /** The trend of the efficiency over years. */
  trend: Trend | null;
}

/**
 * The efficiency S_eff = accuracy / log10(FLOPs) of arXiv 2512.24776 for every dated candidate, over its release date. Throws
 * `BAD_OBJECTIVES` unless accuracy and FLOPs are among the objectives.
 */
export function efficiencies(row: TrajectoryRow): EfficiencyRow {
  if (!["accuracy", "flops"].every((name) => row.frontier.objectives.some(({ metric }) => metric === name))) {
    throw new RequestError(
      "BAD_OBJECTIVES",
      "objectives: S_eff is computed from accuracy and flops, so ask for both.",
      "objectives",
    );
  }
  const columnOf = (name: string) => row.frontier.objectives.findIndex(({ metric }) => metric === name);
  const [accuracy, flops] = [columnOf("accuracy"), columnOf("flops")];
  const points = row.dated.map((point) => ({
    date: row.dateOf(point),
    value: efficiency(point.values[accuracy]!, point.values[flops]!),
    point,
  }));
  const known = points.filter(({ value }) => Number.isFinite(value));
  return { points: known, trend: linearTrend(known.map(overYears)) };
}

function overYears({ date, value }: { date: string; value: number }) {
  return { x: yearOf(date), y: value };
}

function pointsOf({ dated }: TrajectoryRow, records: DatedRecord[]): DatedPoint[] {
  return records.map(({ date, value, row }) => ({ date, value, point: dated[row]! }));
}
