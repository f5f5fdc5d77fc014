/**
 * Returns how much more each group gains than all others together at equal cost: the difference of the best gains
 * within a budget, averaged over log10 of the budget. The range of budgets starts where both sides have a candidate,
 * and ends at the most expensive candidate that raises the best gain of either side. The average is exact, since both
 * sides are staircases. It has the unit of the gain, and is negative if the group gains less. One sweep over all
 * candidates serves all groups.
 *
 * @param values n × width, row-major.
 * @param ordered rows by rising cost (`rowsByCost`). Costs at or below zero have no logarithm and do not count.
 * @param groups n group numbers, from 0 to `groupCount` - 1.
 * @returns one number for each group; NaN if it or all others have no candidate, or if the range is a single cost.
 */
export function equalCostGaps(
  values: Float64Array,
  width: number,
  ordered: Uint32Array,
  gain: number,
  cost: number,
  groups: Uint8Array | Uint16Array,
  groupCount: number,
): Float64Array {
  const own = new Float64Array(groupCount).fill(Number.NEGATIVE_INFINITY);
  const others = new Float64Array(groupCount).fill(Number.NEGATIVE_INFINITY);
  const from = new Float64Array(groupCount).fill(Number.NaN);
  const to = new Float64Array(groupCount).fill(Number.NaN);
  const area = new Float64Array(groupCount);
  for (const row of ordered) {
    const reached = values[row * width + gain]!;
    const spent = values[row * width + cost]!;
    const group = groups[row]!;
    if (!(spent > 0 && reached > own[group]!)) continue;
    const budget = Math.log10(spent);
    for (let side = 0; side < groupCount; side++) {
      const best = side === group ? own : others;
      if (!(reached > best[side]!)) continue;
      const isShared = own[side]! > Number.NEGATIVE_INFINITY && others[side]! > Number.NEGATIVE_INFINITY;
      if (isShared) area[side]! += (own[side]! - others[side]!) * (budget - to[side]!);
      else from[side] = budget;
      to[side] = budget;
      best[side] = reached;
    }
  }
  for (let side = 0; side < groupCount; side++) {
    const isShared = own[side]! > Number.NEGATIVE_INFINITY && others[side]! > Number.NEGATIVE_INFINITY;
    area[side] = isShared && to[side]! > from[side]! ? area[side]! / (to[side]! - from[side]!) : Number.NaN;
  }
  return area;
}
