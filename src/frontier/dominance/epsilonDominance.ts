import type { Axis } from "../objective.ts";
import type { Costs, Points } from "./costs.ts";
import { frontierCosts } from "./dominance.ts";

/**
 * Returns a few points of the frontier that represent all points: every point without a missing value is
 * epsilon-dominated by one of them. That is, one of them is at most epsilon worse on every objective (Laumanns, Thiele,
 * Deb, Zitzler, "Combining convergence and diversity in evolutionary multiobjective optimization", Evol. Comput. 2002).
 * One of several equal points is kept.
 *
 * The points are found by a greedy set cover, which takes the point that matches most of the unmatched points, and the
 * first one of several such, until all are matched. For a frontier of n points it takes at most 1 + ln n times as many
 * points as needed (Chvátal, "A greedy heuristic for the set-covering problem", Math. Oper. Res. 1979) and O(n²) time.
 *
 * @param points n rows of k values, or a row-major Float64Array of n × k.
 * @param axes k axes. On a linear axis epsilon is a difference in the metric's unit. On a logarithmic axis it is a
 *   share: a value that is worse by a factor of up to 1 + epsilon matches. Zero and negative values have no such
 *   factor, so that only values at least as good match them.
 * @param epsilons k numbers ≥ 0.
 * @returns ascending row numbers.
 * @throws RangeError if there is no objective, an epsilon is missing or negative, or a row has another length than
 *   `axes`.
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

/**
 * The highest cost that matches a given cost. It rises with the cost, so that a match of a point matches worse points
 * too.
 */
function worstMatch(cost: number, { direction, scale }: Axis, epsilon: number): number {
  if (scale === "linear") return cost + epsilon;
  if (direction === "MINIMIZE") return cost > 0 ? cost * (1 + epsilon) : cost;
  // The cost is the value with its sign turned.
  return cost < 0 ? cost / (1 + epsilon) : cost;
}

/** Chooses rows such that for each row one of the chosen lies within its limits. Returns them in ascending order. */
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
