import { paretoFrontier } from "../dominance/dominance.ts";
import type { Axis } from "../objective.ts";
import { percentileInterval } from "../statistics/percentileInterval.ts";
import { chooseAgain, type Resamples } from "./chooseAgain.ts";

/** What is reached within a cost. */
export interface BandPoint {
  /** The budget, in the unit of the first minimised objective. */
  cost: number;
  /** The best gain of the candidates whose reported cost is within it, in the unit of the first maximised objective. */
  value: number;
  /**
   * The same, corrected for choosing the best on the problems that judge it (`chooseAgain`). This and the interval are null
   * where nothing is known of how that best candidate varies.
   */
  corrected: number | null;
  /** The ends of the 95 % interval of the gain of the choice. The lower end is null too where it may be that nothing is within. */
  low: number | null;
  high: number | null;
}

/** The number of costs of a band between the cheapest and the most expensive candidate, beside those of the frontier. */
const STEPS = 48;

/**
 * Returns the uncertainty of a frontier as a whole: for costs from the cheapest to the most expensive candidate, evenly
 * spaced on the axis, and for those of the frontier's points, the gain that is reached within the cost. Costs and gains
 * vary in the resamples.
 *
 * @param drawn 1 for each candidate that moves in the resamples.
 * @returns no points without a maximised and a minimised objective. `corrected` has the corrected gain and the ends of its
 *   interval for each candidate that is a corner of the frontier and moves, and NaN for the others.
 */
export function frontierBand(
  values: Float64Array,
  resampled: Float64Array,
  drawn: Uint8Array,
  axes: readonly Axis[],
): { band: BandPoint[]; corrected: Float64Array } {
  const width = axes.length;
  const count = width === 0 ? 0 : values.length / width;
  const gain = axes.findIndex(({ direction }) => direction === "MAXIMIZE");
  const cost = axes.findIndex(({ direction }) => direction === "MINIMIZE");
  const corrected = new Float64Array(3 * count).fill(Number.NaN);
  if (gain === -1 || cost === -1 || count === 0 || resampled.length === 0) return { band: [], corrected };

  const trades = Array.from({ length: count }, (_, row) => [values[row * width + gain]!, values[row * width + cost]!]);
  const corners = paretoFrontier(trades, ["MAXIMIZE", "MINIMIZE"]).filter((row) => trades[row]!.every(Number.isFinite));
  const input: Resamples = { values, resampled, width, gain, cost };
  const ofCorners = ascending(corners.map((row) => trades[row]![1]!));
  const chosen = summaries(chooseAgain(input, ofCorners, true), ofCorners);
  for (const row of corners) {
    if (drawn[row] !== 1) continue;
    const own = chosen[ofCorners.indexOf(trades[row]![1]!)]!;
    corrected.set([own.mean, own.low, own.high], 3 * row);
  }

  const costs = trades.map(([, own]) => own!).filter(Number.isFinite);
  const budgets = ascending([...ofCorners, ...spaced(costs, axes[cost]!.scale === "log")]);
  const reached = summaries(chooseAgain(input, budgets, false), budgets);
  const band = reached.map(({ mean, low, high }, at): BandPoint => {
    const best = bestWithin(trades, budgets[at]!);
    const value = trades[best]![0]!;
    if (drawn[best] !== 1 || !Number.isFinite(high)) {
      return { cost: budgets[at]!, value, corrected: null, low: null, high: null };
    }
    return { cost: budgets[at]!, value, corrected: mean, low: Number.isFinite(low) ? low : null, high };
  });
  return { band, corrected };
}

/** The candidate with the highest gain whose cost is within a budget, and the first of equal ones. */
function bestWithin(trades: readonly (readonly number[])[], budget: number): number {
  let best = -1;
  trades.forEach(([gain, cost], row) => {
    if (cost! <= budget * (1 + 1e-12) && (best === -1 || gain! > trades[best]![0]!)) best = row;
  });
  return best;
}

const ascending = (costs: number[]) => Float64Array.from(new Set(costs)).sort();

function spaced(costs: number[], isLog: boolean): number[] {
  const low = costs.reduce((a, b) => Math.min(a, b));
  const high = costs.reduce((a, b) => Math.max(a, b));
  if (low === high) return [low];
  const isFactor = isLog && low > 0;
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const share = step / STEPS;
    if (share === 0 || share === 1) return share === 0 ? low : high;
    return isFactor ? low * (high / low) ** share : low + share * (high - low);
  });
}

/** The mean of the choices that there are, and the ends of the middle 95 % of all, for each budget. */
function summaries(judged: Float64Array, budgets: Float64Array): { mean: number; low: number; high: number }[] {
  const resamples = judged.length / budgets.length;
  return Array.from(budgets, (_, budget) => {
    const drawn = judged.subarray(budget * resamples, (budget + 1) * resamples);
    const there = drawn.filter(Number.isFinite);
    const { low, high } = percentileInterval(drawn)!;
    return { mean: there.reduce((sum, value) => sum + value, 0) / there.length, low, high };
  });
}
