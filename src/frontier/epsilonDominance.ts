import { paretoFrontier } from "./dominance.ts";
import type { Axis } from "./objective.ts";

/**
 * An ε-approximate Pareto set (Papadimitriou, Yannakakis, "On the approximability of trade-offs", FOCS 2000): points of
 * the frontier such that every point is matched by one of them within ε on each objective. Chosen by the greedy set
 * cover, each time the point that matches most of what is not matched yet, of equal ones the first; the result is at most
 * a logarithm of the frontier's size larger than the smallest possible.
 *
 * @param points n rows of k values, in the metrics' units; rows with a missing value are left out.
 * @param epsilons k differences that do not matter, 0 or more: in the metric's unit, or, on a logarithmic axis, as a
 *   share of the value.
 * @returns ascending row numbers.
 */
export function epsilonFrontier(
  points: readonly ArrayLike<number>[],
  axes: readonly Axis[],
  epsilons: readonly number[],
): number[] {
  const directions = axes.map(({ direction }) => direction);
  const frontier = paretoFrontier(points, directions);
  const matches = frontier.map((row) =>
    frontier.filter((other) => isWithin(points[row]!, points[other]!, axes, epsilons)),
  );
  const open = new Set(frontier);
  const chosen: number[] = [];
  while (open.size > 0) {
    const counts = matches.map((matched) => matched.reduce((count, row) => count + Number(open.has(row)), 0));
    const best = counts.indexOf(Math.max(...counts));
    chosen.push(frontier[best]!);
    for (const row of matches[best]!) open.delete(row);
  }
  return chosen.sort((a, b) => a - b);
}

/** Whether a point is at least as good as another on every objective once it is bettered by ε. */
function isWithin(
  point: ArrayLike<number>,
  other: ArrayLike<number>,
  axes: readonly Axis[],
  epsilons: readonly number[],
): boolean {
  return axes.every(({ direction, scale }, column) => {
    const [value, wanted, epsilon] = [point[column]!, other[column]!, epsilons[column]!];
    if (direction === "MAXIMIZE") return scale === "log" ? value * (1 + epsilon) >= wanted : value + epsilon >= wanted;
    return scale === "log" ? value <= wanted * (1 + epsilon) : value - epsilon <= wanted;
  });
}
