import { RequestError } from "../errors/requestError.ts";
import { efficiency } from "../frontier/choice/efficiency.ts";
import { type HalvingTime, halvingTime, linearTrend, type Trend, yearOf } from "../frontier/statistics/trend.ts";
import { costOf, type DatedRecord, type DatedTrade, gainWithin } from "../frontier/studies/records.ts";
import type { FrontierPoint } from "./frontiers.ts";
import type { TrajectoryRow } from "./trajectories.ts";

/** A value that was reached on a day, and who reached it. */
export interface DatedPoint {
  date: string;
  value: number;
  point: FrontierPoint;
}

/** The gain and the cost of each dated candidate: the first maximised and the first minimised objective. */
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

/** Records over time with the trend through them. */
export interface ReachRow {
  records: DatedPoint[];
  /** Through the records, over years; null for fewer than two. */
  trend: Trend | null;
  /** Of a cost that falls; null for a gain. */
  halvingTime: HalvingTime | null;
}

/** The most that could be gained within a budget, over time; its trend is gain a year. */
export function reachableWithin(row: TrajectoryRow, budget: number): ReachRow {
  const records = gainWithin(tradesOf(row), budget);
  return { records: pointsOf(row, records), trend: linearTrend(records.map(overYears)), halvingTime: null };
}

/** What a gain cost at the least, over time; its trend is that of log10 of the cost a year. */
export function costToReach(row: TrajectoryRow, target: number): ReachRow {
  const records = costOf(tradesOf(row), target);
  const priced = records.filter(({ value }) => value > 0).map(overYears);
  const trend = linearTrend(priced.map(({ x, y }) => ({ x, y: Math.log10(y) })));
  return { records: pointsOf(row, records), trend, halvingTime: trend && halvingTime(trend) };
}

/** Gain for each tenfold of cost along the last frontier. */
export function gainPerTenfold(row: TrajectoryRow): Trend | null {
  const trades = tradesOf({ ...row, dated: row.last }).filter(({ cost }) => cost > 0);
  return linearTrend(trades.map(({ gain, cost }) => ({ x: Math.log10(cost), y: gain })));
}

/** A model's accuracy for its compute, and the day of its release. */
export interface EfficiencyRow {
  points: DatedPoint[];
  trend: Trend | null;
}

/** The paper's S_eff of every dated candidate, over its release date. It is of accuracy and FLOPs, nothing else. */
export function efficiencies(row: TrajectoryRow): EfficiencyRow {
  if (!["accuracy", "flops"].every((name) => row.frontier.objectives.some(({ metric }) => metric === name))) {
    throw new RequestError("BAD_OBJECTIVES", "objectives: S_eff is of accuracy and flops; ask for both.", "objectives");
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
