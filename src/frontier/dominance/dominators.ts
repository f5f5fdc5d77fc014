import type { Direction } from "../metrics.ts";
import { dominates } from "./dominance.ts";

/**
 * Returns the points of the frontier that dominate a given point, in the frontier's order. They are the reason why it
 * is not on the frontier. The list is empty for a point on the frontier and for one with a missing value.
 *
 * @param point k values.
 * @param points the rows that `frontier` numbers.
 * @param frontier row numbers, as `paretoFrontier` gives them.
 */
export function dominators(
  point: ArrayLike<number>,
  points: readonly ArrayLike<number>[],
  frontier: readonly number[],
  directions: readonly Direction[],
): number[] {
  return frontier.filter((row) => dominates(points[row]!, point, directions));
}
