import type { Direction, Metric } from "./metrics.ts";

/** One coordinate of a point: the direction in which it is better, and the scale on which equal steps mean the same. */
export type Axis = Pick<Metric, "direction" | "scale">;

/** A metric that a frontier trades, with the wanted direction. */
export interface Objective extends Axis {
  metric: string;
}

/** Makes an objective of a metric, in the metric's own direction and on its own scale unless others are given. */
export function objectiveOf(
  { name, scale: usual, direction: own }: Metric,
  direction: Direction = own,
  scale: Metric["scale"] = usual,
): Objective {
  return { metric: name, direction, scale };
}

/**
 * Says whether an axis has a place for a value. A logarithmic axis has none for zero and below: such a value is no number
 * of tenfolds away from any other.
 */
export function hasPlace({ scale }: Pick<Axis, "scale">, value: number): boolean {
  return Number.isFinite(value) && (scale === "linear" || value > 0);
}
