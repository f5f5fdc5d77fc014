import type { Direction } from "../metrics.ts";
import { dominates } from "./dominance.ts";

/**
 * The points of the frontier that dominate one point, in the frontier's order: why it is not on it. Empty for a point
 * on the frontier and for one with a missing value.
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
