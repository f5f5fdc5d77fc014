import { solve } from "../statistics/linearSystem.ts";
import { normalDistribution } from "../statistics/quantiles.ts";

/**
 * accuracy(b) = asymptote · Φ(steepness · log10(b / midpoint)) with the normal distribution Φ, since the thinking time
 * until a model is right is about log-normal. It fits the curves of 16 runs on GPQA-Diamond and a mock AIME, and those
 * of both pools, better than Hill's curve does (pooled: 0.9 against 1.4 points of accuracy, 0.5 against 0.8). The heavy
 * tail of Hill's curve also puts the asymptote above the accuracy that is reached once every answer has ended.
 */
export interface SaturatingCurve {
  /** The limit of the accuracy as the budget grows, between 0 and 1. */
  asymptote: number;
  /** The budget at which half of the asymptote is reached, in the budget's unit. */
  midpoint: number;
  /** The number of standard deviations of Φ for each factor of ten of the budget. */
  steepness: number;
}

/** The accuracy that was reached at a budget. */
export interface BudgetedAccuracy {
  /** A number above zero, in any unit. */
  budget: number;
  accuracy: number;
  /** The weight of the point in the fit, by default 1. */
  weight?: number;
}

/** Returns the accuracy of a curve at a budget. */
export function accuracyAt({ asymptote, midpoint, steepness }: SaturatingCurve, budget: number): number {
  return asymptote * normalDistribution(steepness * Math.log10(budget / midpoint));
}

/**
 * Returns the budget past which ten times the budget adds less than `gain` to the accuracy: the larger solution of
 * accuracy(10 b) - accuracy(b) = gain. The left side is greatest half a decade below the midpoint and falls from there.
 *
 * @returns null if ten times a budget never adds as much.
 */
export function saturationBudget(curve: SaturatingCurve, gain: number): number | null {
  const added = (decades: number) => {
    const budget = curve.midpoint * 10 ** decades;
    return accuracyAt(curve, 10 * budget) - accuracyAt(curve, budget);
  };
  let [enough, less] = [-0.5, FLAT / curve.steepness];
  if (added(enough) < gain) return null;
  while (less - enough > PRECISION * Math.max(1, less)) {
    const middle = (enough + less) / 2;
    if (added(middle) < gain) less = middle;
    else enough = middle;
  }
  return curve.midpoint * 10 ** less;
}

/** The variables of the fit: the asymptote, log10 of the midpoint and the logarithm of the steepness. */
type Variables = [asymptote: number, middle: number, logSlope: number];

interface Data {
  /** The log10 of each budget. */
  x: Float64Array;
  y: Float64Array;
  weights: Float64Array;
  lowest: number;
  highest: number;
}

/** The range of the logarithm of the steepness, from a rise over more decades than any data have to a step. */
const LOG_SLOPES = [Math.log(0.1), Math.log(40)] as const;

const ITERATIONS = 60;

/** This many standard deviations past its middle a curve does not rise any more. */
const FLAT = 9;

/** The fit ends if its steps, or the relative gains of the squared error, are smaller than this. */
const PRECISION = 1e-12;

/**
 * The middle of a curve may lie this many decades below or above the data. Beyond that the data do not determine it.
 */
const DECADES_BELOW = 3;
const DECADES_ABOVE = 8;

/**
 * Fits a saturating curve by weighted least squares, with Levenberg's and Marquardt's method from the best of a grid of
 * starts, or from `start`. If the best asymptote would be above 1, it is fixed at 1. The package
 * `ml-levenberg-marquardt` tests for convergence only by the size of the error, so that each fit runs to its last
 * iteration, and on steps and flat curves it ended far from the optimum.
 *
 * @param points at least four points, at four different budgets.
 * @param start a curve that is close to the solution, such as that of all problems for a resample of them.
 * @returns null if there are too few points.
 */
export function fitSaturatingCurve(
  points: readonly BudgetedAccuracy[],
  start?: SaturatingCurve,
): SaturatingCurve | null {
  if (new Set(points.map(({ budget }) => budget)).size < 4) return null;
  const x = Float64Array.from(points, ({ budget }) => Math.log10(budget));
  const data: Data = {
    x,
    y: Float64Array.from(points, ({ accuracy }) => accuracy),
    weights: Float64Array.from(points, ({ weight = 1 }) => weight),
    lowest: Math.min(...x),
    highest: Math.max(...x),
  };
  let best = descend(data, start ? variablesOf(start) : bestOfGrid(data, false), false);
  if (best[0] > 1) best = descend(data, bestOfGrid(data, true), true);
  const [asymptote, middle, logSlope] = best;
  return { asymptote, midpoint: 10 ** middle, steepness: Math.exp(logSlope) };
}

function variablesOf({ asymptote, midpoint, steepness }: SaturatingCurve): Variables {
  return [asymptote, Math.log10(midpoint), Math.log(steepness)];
}

/** Finds a start for the fit: on a grid of middles and slopes, the best asymptote of each has a closed form. */
function bestOfGrid(data: Data, isAsymptoteHeld: boolean): Variables {
  const step = Math.max(data.highest - data.lowest, 0.1) / 8;
  let best: Variables = [1, data.lowest, 1];
  let least = Infinity;
  for (let at = -4; at <= 16; at++) {
    for (const slope of [0.3, 0.6, 1.2, 2.5, 5, 10, 20]) {
      const middle = data.lowest + at * step;
      let [xy, xx] = [0, 0];
      data.x.forEach((x, row) => {
        const share = normalDistribution(slope * (x - middle));
        xy += data.weights[row]! * share * data.y[row]!;
        xx += data.weights[row]! * share * share;
      });
      const asymptote = isAsymptoteHeld || xx === 0 ? 1 : Math.min(1, xy / xx);
      const candidate: Variables = [asymptote, middle, Math.log(slope)];
      const error = squaredError(data, candidate);
      if (error < least) [least, best] = [error, candidate];
    }
  }
  return best;
}

function descend(data: Data, from: Variables, isAsymptoteHeld: boolean): Variables {
  let current = from;
  let error = squaredError(data, current);
  let damping = 1e-3;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const step = dampedStep(data, current, damping, isAsymptoteHeld);
    const next = step && moved(current, step, data);
    const nextError = next ? squaredError(data, next) : Infinity;
    if (next && nextError <= error) {
      const isSmall = step.every((change) => Math.abs(change) < PRECISION) || error - nextError <= PRECISION * error;
      [current, error, damping] = [next, nextError, damping / 10];
      if (isSmall) break;
    } else if (damping > 1e9) break;
    else damping *= 10;
  }
  return current;
}

function moved([asymptote, middle, logSlope]: Variables, step: readonly number[], data: Data): Variables {
  const [gentlest, steepest] = LOG_SLOPES;
  return [
    asymptote + step[0]!,
    between(middle + step[1]!, data.lowest - DECADES_BELOW, data.highest + DECADES_ABOVE),
    between(logSlope + step[2]!, gentlest, steepest),
  ];
}

function between(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** Solves (JᵀWJ + damping · diag(JᵀWJ)) step = JᵀW (y - curve), with each variable scaled to a diagonal of one. */
function dampedStep(data: Data, [asymptote, middle, logSlope]: Variables, damping: number, isAsymptoteHeld: boolean) {
  const normal = [0, 1, 2].map(() => [0, 0, 0]);
  const right = [0, 0, 0];
  const slope = Math.exp(logSlope);
  for (let row = 0; row < data.x.length; row++) {
    const distance = data.x[row]! - middle;
    const share = normalDistribution(slope * distance);
    const rise = (asymptote * slope * Math.exp((-1 / 2) * (slope * distance) ** 2)) / Math.sqrt(2 * Math.PI);
    const partials = [isAsymptoteHeld ? 0 : share, -rise, rise * distance];
    const residual = data.y[row]! - asymptote * share;
    for (let i = 0; i < 3; i++) {
      right[i]! += data.weights[row]! * partials[i]! * residual;
      for (let j = 0; j < 3; j++) normal[i]![j]! += data.weights[row]! * partials[i]! * partials[j]!;
    }
  }
  // A variable without effect, such as the middle of a flat curve, keeps its value.
  const scales = right.map((_, i) => Math.sqrt(normal[i]![i]!) || 1);
  const scaled = normal.map((line, i) =>
    line.map((value, j) => (i === j ? 1 + damping : value / scales[i]! / scales[j]!)),
  );
  const step = solve(
    scaled,
    right.map((value, i) => value / scales[i]!),
  );
  return step?.map((change, i) => change / scales[i]!);
}

function squaredError(data: Data, [asymptote, middle, logSlope]: Variables): number {
  const slope = Math.exp(logSlope);
  let sum = 0;
  for (let row = 0; row < data.x.length; row++) {
    sum += data.weights[row]! * (data.y[row]! - asymptote * normalDistribution(slope * (data.x[row]! - middle))) ** 2;
  }
  return sum;
}
