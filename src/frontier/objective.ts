import type { Direction, Metric } from "./metrics.ts";

/** One coordinate of a point: which way is better, and the scale on which equal steps mean the same. */
export type Axis = Pick<Metric, "direction" | "scale">;

/** A metric that a frontier trades, with the direction that is wanted. */
export interface Objective extends Axis {
  metric: string;
}

/** The objective that a metric makes: in its own direction, if no other is wanted. */
export function objectiveOf({ name, scale, direction: own }: Metric, direction: Direction = own): Objective {
  return { metric: name, direction, scale };
}
