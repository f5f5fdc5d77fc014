import type { Direction, Metric } from "./metrics.ts";

/** One coordinate of a point: the direction in which it is better, and the scale on which equal steps mean the same. */
export type Axis = Pick<Metric, "direction" | "scale">;

/** A metric that a frontier trades, with the wanted direction. */
export interface Objective extends Axis {
  metric: string;
}

/** Makes an objective of a metric, in the metric's own direction unless another is given. */
export function objectiveOf({ name, scale, direction: own }: Metric, direction: Direction = own): Objective {
  return { metric: name, direction, scale };
}
