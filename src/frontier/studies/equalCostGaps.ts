/**
 * What each group gains more than all others together at equal cost: the difference of the best gains within a budget,
 * averaged over log10 of the budget, from the dearer of both cheapest candidates, where both have an answer, to the
 * dearest candidate that raises either's best. Exact, since both are staircases; in the unit of the gain, negative where
 * the group gains less. One sweep over all candidates for all groups.
 *
 * @param values n × width, row-major.
 * @param ordered rows from cheap to dear (`rowsByCost`); costs at or below zero have no logarithm and don't count.
 * @param groups n group numbers, from 0 to `groupCount` - 1.
 * @returns one a group; NaN where it or all others have no candidate, or the range is a single cost.
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
