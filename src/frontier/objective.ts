import { type Direction, findMetric, type Metric } from "./metrics.ts";

/** What a frontier is asked to trade: a metric and whether more or less of it is wanted. */
export interface Objective {
  metric: string;
  direction: Direction;
}

/** One coordinate of a point: which way is better, and the scale on which equal steps mean the same. */
export type Axis = Pick<Metric, "direction" | "scale">;

/** The axis of an objective: the scale is its metric's own, linear where the catalogue doesn't know the metric. */
export function axisOf(objective: Objective): Axis {
  return { direction: objective.direction, scale: findMetric(objective.metric)?.scale ?? "linear" };
}
