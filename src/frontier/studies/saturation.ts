import {
  accuracyAt,
  type BudgetedAccuracy,
  fitSaturatingCurve,
  type SaturatingCurve,
  saturationBudget,
} from "./saturatingCurve.ts";

/** The budget past which more compute adds little accuracy. */
export interface Saturation {
  curve: SaturatingCurve;
  /** The root of the mean squared distance of the points from the curve, in accuracy. */
  residual: number;
  /** The accuracy that ten times the compute has to add. */
  gain: number;
  /** The budget past which ten times the compute adds less, in the budgets' unit. */
  budget: number;
  /** The accuracy of the curve at this budget. */
  accuracy: number;
  /**
   * The position of this budget relative to those of the points. WITHIN: it is among them. BEYOND: it is extrapolated
   * from the curve. BELOW: all points are past it, or ten times the compute never adds as much. Then it is unknown how
   * far below it lies, and `budget` is the lowest budget of the points.
   */
  position: "BELOW" | "WITHIN" | "BEYOND";
  /** Whether some point has a budget past it. */
  reached: boolean;
  /**
   * The same budget without a curve, from the points themselves, joined by straight lines over the logarithm of the
   * budget. The accuracy is assumed to stay constant past the last point, as it does once every answer has ended.
   */
  observedBudget: number;
  /** The lowest and the highest budget of the points. */
  range: { from: number; to: number };
}

/** The accuracy that ten times the compute has to add, unless another is given. */
export const DEFAULT_GAIN = 0.01;

/**
 * Fits a saturating curve to accuracy against log10 budget and finds where it saturates.
 *
 * @param points the points of one model, or of many pooled. Points without a positive budget are left out.
 * @param gain the accuracy that ten times the compute has to add, above 0.
 * @param start a curve that is close to the solution, if one is known.
 * @returns null if the points have fewer than four different budgets.
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

/** The gain of ten times the compute is a broken line too, with corners at each point's budget and a tenth of it. */
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
