import { readingOrder } from "../dominance/order.ts";
import type { Direction } from "../metrics.ts";

/**
 * Returns the gain of each frontier point over the point before it: the rise of the first maximised objective for each
 * factor of ten of the first minimised one, (value - value before) / log10(cost / cost before), in the unit of the
 * maximised metric. The point before is the most expensive of those that cost less, so that equal points gain the same.
 * With more than two objectives a gain may be negative.
 *
 * @param frontier the frontier's points, in any order.
 * @returns one gain for each point, in the order given. It is null for the cheapest point and where a cost is zero or
 *   below. All are null if no objective is minimised or none is maximised.
 */
export function marginalGains(
  frontier: readonly ArrayLike<number>[],
  directions: readonly Direction[],
): (number | null)[] {
  const cost = directions.indexOf("MINIMIZE");
  const gain = directions.indexOf("MAXIMIZE");
  const gains: (number | null)[] = frontier.map(() => null);
  if (cost === -1 || gain === -1) return gains;

  let before: ArrayLike<number> | undefined;
  let current: ArrayLike<number> | undefined;
  for (const row of readingOrder(frontier, directions)) {
    const point = frontier[row]!;
    // The best of points that cost the same comes first. More expensive points are compared with it.
    if (current === undefined || point[cost]! > current[cost]!) {
      before = current;
      current = point;
    }
    if (before === undefined || !(before[cost]! > 0)) continue;
    const perTenfold = (point[gain]! - before[gain]!) / Math.log10(point[cost]! / before[cost]!);
    gains[row] = Number.isFinite(perTenfold) ? perTenfold : null;
  }
  return gains;
}
