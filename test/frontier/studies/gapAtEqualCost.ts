/**
 * What the first points gain more than the second at equal cost: the difference of the best gain within a budget,
 * averaged over log10 of the budget from the more expensive one of both cheapest points, where both have an answer, to the most expensive
 * point that raises either's best. Exact: both are staircases. In the unit of the gain; negative where they gain less.
 *
 * @param gain the column that is maximised; `cost` the one that is minimised, above 0.
 * @returns NaN where a side has no point or the range is a single cost.
 */
export function gapAtEqualCost(
  first: readonly ArrayLike<number>[],
  second: readonly ArrayLike<number>[],
  gain: number,
  cost: number,
): number {
  const [a, b] = [climb(first, gain, cost), climb(second, gain, cost)];
  if (a.length === 0 || b.length === 0) return Number.NaN;
  const from = Math.max(a[0]!.at, b[0]!.at);
  const to = Math.max(a.at(-1)!.at, b.at(-1)!.at);
  if (!(to > from)) return Number.NaN;
  const edges = [...new Set([from, ...a.map(({ at }) => at), ...b.map(({ at }) => at)])].sort((x, y) => x - y);
  let area = 0;
  for (let i = 0; i < edges.length - 1; i++) {
    if (edges[i]! < from) continue;
    area += (gainAt(a, edges[i]!) - gainAt(b, edges[i]!)) * (edges[i + 1]! - edges[i]!);
  }
  return area / (to - from);
}

interface Step {
  /** log10 of the cost. */
  at: number;
  /** The best gain from there on. */
  gain: number;
}

/** The steps at which the best gain within a budget rises. */
function climb(points: readonly ArrayLike<number>[], gain: number, cost: number): Step[] {
  const steps = points
    .filter((point) => point[cost]! > 0 && Number.isFinite(point[cost]!) && Number.isFinite(point[gain]!))
    .map((point) => ({ at: Math.log10(point[cost]!), gain: point[gain]! }))
    .sort((x, y) => x.at - y.at || y.gain - x.gain);
  let best = Number.NEGATIVE_INFINITY;
  return steps.filter((step) => {
    const isHigher = step.gain > best;
    if (isHigher) best = step.gain;
    return isHigher;
  });
}

function gainAt(steps: readonly Step[], at: number): number {
  let gain = Number.NaN;
  for (const step of steps) {
    if (step.at > at) break;
    gain = step.gain;
  }
  return gain;
}
