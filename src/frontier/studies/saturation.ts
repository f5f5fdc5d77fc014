import {
  accuracyAt,
  type BudgetedAccuracy,
  fitSaturatingCurve,
  type SaturatingCurve,
  saturationBudget,
} from "./saturatingCurve.ts";

/** Where more compute stops paying. */
export interface Saturation {
  curve: SaturatingCurve;
  /** The root of the mean squared distance of the points from the curve, as accuracy. */
  residual: number;
  /** The accuracy that a tenfold of compute has to add. */
  gain: number;
  /** The budget past which it adds less, in the budgets' unit. */
  budget: number;
  /** The curve's accuracy there. */
  accuracy: number;
  /**
   * Where this budget lies against those of the points. WITHIN: among them. BEYOND: extrapolated from the curve. BELOW:
   * the points are all past it, or no tenfold ever adds as much; how far below is unknown, so it is the lowest of theirs.
   */
  position: "BELOW" | "WITHIN" | "BEYOND";
  /** Whether the points' budgets go past it. */
  reached: boolean;
  /**
   * The same without a curve: past it the points themselves gain less, joined by straight lines over log budget. What
   * lies past the last is taken to stay as it is there, as it does where every answer has ended by itself.
   */
  observedBudget: number;
  /** From the lowest to the highest budget of the points. */
  range: { from: number; to: number };
}

/** What a tenfold of compute has to add, where nothing else is asked. */
export const DEFAULT_GAIN = 0.01;

/**
 * Fits a saturating curve to accuracy against log10 budget and finds where it saturates.
 *
 * @param points of one model, or of many pooled; those without a positive budget are left out.
 * @param gain the accuracy that a tenfold of compute has to add, above 0.
 * @param start a curve near by, where one is known.
 * @returns null for points at fewer than four different budgets.
 */
export function fitSaturation(
  points: readonly BudgetedAccuracy[],
  gain: number = DEFAULT_GAIN,
  start?: SaturatingCurve,
): Saturation | null {
  if (!(gain > 0)) throw new RangeError(`A tenfold of compute has to add more than nothing, not ${gain}.`);
  const used = points.filter(({ budget }) => budget > 0);
  const curve = fitSaturatingCurve(used, start);
  if (curve === null) return null;
  const budgets = used.map(({ budget }) => budget);
  const range = { from: Math.min(...budgets), to: Math.max(...budgets) };
  const onCurve = saturationBudget(curve, gain) ?? 0;
  const budget = Math.max(onCurve, range.from);
  const position = onCurve < range.from ? "BELOW" : onCurve <= range.to ? "WITHIN" : "BEYOND";
  return {
    curve,
    residual: residualOf(curve, used),
    gain,
    budget,
    accuracy: accuracyAt(curve, budget),
    position,
    reached: position !== "BEYOND",
    observedBudget: observedSaturation(used, gain),
    range,
  };
}

function residualOf(curve: SaturatingCurve, points: readonly BudgetedAccuracy[]): number {
  let [squares, weights] = [0, 0];
  for (const { budget, accuracy, weight = 1 } of points) {
    squares += weight * (accuracy - accuracyAt(curve, budget)) ** 2;
    weights += weight;
  }
  return Math.sqrt(squares / weights);
}

/** What a tenfold adds is a broken line too, with corners at each point's budget and a tenth of it. */
function observedSaturation(points: readonly BudgetedAccuracy[], gain: number): number {
  const sorted = points.toSorted((a, b) => a.budget - b.budget);
  const x = sorted.map(({ budget }) => Math.log10(budget));
  const accuracyAtLog = (at: number) => {
    const next = x.findIndex((value) => value >= at);
    if (next <= 0) return sorted.at(next)!.accuracy;
    const share = (at - x[next - 1]!) / (x[next]! - x[next - 1]!);
    return sorted[next - 1]!.accuracy + share * (sorted[next]!.accuracy - sorted[next - 1]!.accuracy);
  };
  const corners = [...x, ...x.map((value) => value - 1)].filter((value) => value >= x[0]!).sort((a, b) => a - b);
  const added = corners.map((corner) => accuracyAtLog(corner + 1) - accuracyAtLog(corner));
  const last = added.findLastIndex((gained) => gained >= gain);
  if (last === -1) return sorted[0]!.budget;
  const share = (added[last]! - gain) / (added[last]! - added[last + 1]!);
  return 10 ** (corners[last]! + share * (corners[last + 1]! - corners[last]!));
}
