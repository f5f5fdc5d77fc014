/** The range of costs over which `equalCostGaps` compares a group with all others, and where it goes beyond the data. */
export interface EqualCostRange {
  /** The lowest cost at which both sides have a candidate. */
  fromCost: number;
  /** The cost of the most expensive candidate that raises the best gain of either side. */
  toCost: number;
  /** The side whose best gain is carried on beyond its most expensive candidate, or null if both reach the end. */
  extrapolated: "GROUP" | "OTHERS" | null;
  /** The share of the range, on a logarithmic axis, over which it is carried on, between 0 and 1. */
  extrapolatedShare: number;
}

/**
 * @param candidates the candidates' gains and costs. Costs at or below zero do not count.
 * @returns null where the gap is not defined: without a candidate of either side, or over a single cost.
 */
export function equalCostRange(
  candidates: readonly { gain: number; cost: number; isInGroup: boolean }[],
): EqualCostRange | null {
  const sides = [true, false].map((side) => {
    const own = candidates.filter(({ isInGroup, cost, gain }) => isInGroup === side && cost > 0 && !Number.isNaN(gain));
    const byCost = own.sort((a, b) => a.cost - b.cost || b.gain - a.gain);
    const best = byCost.reduce((max, { gain }) => Math.max(max, gain), Number.NEGATIVE_INFINITY);
    return {
      first: byCost[0]?.cost ?? Number.NaN,
      last: byCost.at(-1)?.cost ?? Number.NaN,
      reaches: byCost.find(({ gain }) => gain === best)?.cost ?? Number.NaN,
    };
  });
  const fromCost = Math.max(...sides.map(({ first }) => first));
  const toCost = Math.max(...sides.map(({ reaches }) => reaches));
  if (!(toCost > fromCost)) return null;
  const until = Math.min(...sides.map(({ last }) => last));
  const share = Math.log(toCost / Math.max(until, fromCost)) / Math.log(toCost / fromCost);
  if (!(share > 0)) return { fromCost, toCost, extrapolated: null, extrapolatedShare: 0 };
  const extrapolated = sides[0]!.last < sides[1]!.last ? "GROUP" : "OTHERS";
  return { fromCost, toCost, extrapolated, extrapolatedShare: Math.min(1, share) };
}
