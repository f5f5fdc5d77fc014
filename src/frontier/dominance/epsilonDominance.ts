import type { Axis } from "../objective.ts";
import type { Costs, Points } from "./costs.ts";
import { frontierCosts } from "./dominance.ts";

/**
 * A few points of the frontier that stand for all: every point without a missing value is epsilon-dominated by one of
 * them, that is, matched on every objective to within its epsilon (Laumanns, Thiele, Deb, Zitzler, "Combining
 * convergence and diversity in evolutionary multiobjective optimization", Evol. Comput. 2002). Of equal points one
 * stays.
 *
 * The points are found by greedy set cover: again and again the one that matches most of what is not matched yet, the
 * first of them where several do. That takes at most 1 + ln n times the fewest that would do, for a frontier of n points
 * (Chvátal, "A greedy heuristic for the set-covering problem", Math. Oper. Res. 1979), and O(n²) time.
 *
 * @param points n rows of k values, or a row-major Float64Array of n × k.
 * @param axes k axes. On a linear one epsilon is a difference in the metric's unit, on a logarithmic one a share: values
 *   up to a factor 1 + epsilon worse match. Zero and negative values have no share, and are matched only by better ones.
 * @param epsilons k numbers ≥ 0.
 * @returns ascending row numbers.
 * @throws RangeError if there is no objective, an epsilon is missing or negative, or a row has another length than `axes`.
 */
export function epsilonFrontier(points: Points, axes: readonly Axis[], epsilons: readonly number[]): number[] {
  if (epsilons.length !== axes.length)
    throw new RangeError(`${epsilons.length} epsilons were given for ${axes.length} objectives.`);
  const wrong = epsilons.findIndex((epsilon) => !(epsilon >= 0));
  if (wrong !== -1) throw new RangeError(`Epsilon ${wrong} is ${epsilons[wrong]}; it must be 0 or more.`);

  const frontier = frontierCosts(
    points,
    axes.map(({ direction }) => direction),
  );
  const limits = new Float64Array(frontier.values.length);
  for (let at = 0; at < limits.length; at++) {
    const column = at % frontier.width;
    const axis = axes[column];
    limits[at] = axis ? worstMatch(frontier.values[at]!, axis, epsilons[column]!) : 0;
  }
  return cover(frontier, limits).map((at) => frontier.rows[at]!);
}

/** The highest cost that a cost is matched by. It rises with the cost, so that what matches a point matches worse ones. */
function worstMatch(cost: number, { direction, scale }: Axis, epsilon: number): number {
  if (scale === "linear") return cost + epsilon;
  if (direction === "MINIMIZE") return cost > 0 ? cost * (1 + epsilon) : cost;
  // The cost is the value with its sign turned.
  return cost < 0 ? cost / (1 + epsilon) : cost;
}

/** Rows such that each row has one among them that lies within its limits; ascending. */
function cover({ values, width, rows }: Costs, limits: Float64Array): number[] {
  const count = rows.length;
  const matches = (row: number, other: number) => {
    for (let column = 0; column < width; column++) {
      if (values[row * width + column]! > limits[other * width + column]!) return false;
    }
    return true;
  };
  const gains = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    for (let other = 0; other < count; other++) if (matches(row, other)) gains[row]!++;
  }

  const chosen: number[] = [];
  const isMatched = new Uint8Array(count);
  for (;;) {
    const best = gains.reduce((leader, gain, row) => (gain > gains[leader]! ? row : leader), 0);
    if (!gains[best]) return chosen.sort((a, b) => a - b);
    chosen.push(best);
    for (let other = 0; other < count; other++) {
      if (isMatched[other] === 1 || !matches(best, other)) continue;
      isMatched[other] = 1;
      for (let row = 0; row < count; row++) if (matches(row, other)) gains[row]!--;
    }
  }
}
