import type { ComputeEngine } from "@cortex-js/compute-engine";
import { type Expression, engine, substitute, symbolsOf } from "./expression.ts";
import type { Verdict } from "./verdict.ts";

/** The points at which expressions are compared. Each symbol takes another value, the same on both sides. */
const POINTS = [0.831, 1.637, 2.419, -0.717, -1.853];
const FEWEST_POINTS = 3;

/** Relative differences below these are rounding. Constants have fifty digits, functions such as gamma have fewer. */
const CONSTANT_TOLERANCE = 1e-35;
const SAMPLED_TOLERANCE = 1e-12;

/**
 * Decides whether two expressions are the same number or the same function of their symbols, by their values: at
 * several points if they have symbols. Different values at one point prove a difference. Equal values at all points
 * count as equality, which is almost never wrong for polynomials and functions built from them.
 */
export function sameExpression(a: Expression, b: Expression): Verdict {
  const symbols = sharedSymbols(a, b);
  if (symbols.length === 0) return sameValue(a, b, CONSTANT_TOLERANCE);
  let compared = 0;
  for (const values of samplePoints(symbols)) {
    const verdict = sameValue(substitute(a, values), substitute(b, values), SAMPLED_TOLERANCE);
    if (verdict === "unequal") return "unequal";
    if (verdict === "equal") compared++;
  }
  return compared >= FEWEST_POINTS ? "equal" : "undecided";
}

/**
 * Decides whether `a = 0` and `b = 0` are the same relation because `a` is a constant multiple of `b`. The constant
 * must be positive for inequalities.
 */
export function sameUpToFactor(a: Expression, b: Expression, positive: boolean): Verdict {
  const ratios: number[] = [];
  for (const values of samplePoints(sharedSymbols(a, b))) {
    const ratio = numericValue(["Divide", substitute(a, values), substitute(b, values)]);
    if (ratio) ratios.push(Math.abs(ratio.im) > SAMPLED_TOLERANCE ? Number.NaN : ratio.re);
  }
  const [factor] = ratios;
  if (factor === undefined || ratios.length < FEWEST_POINTS) return "undecided";
  if (factor === 0 || (positive && factor < 0)) return "unequal";
  return ratios.every((ratio) => Math.abs(ratio - factor) <= SAMPLED_TOLERANCE * Math.abs(factor))
    ? "equal"
    : "unequal";
}

/** Returns the distance of two constants; undefined if one of them has symbols or no finite value. */
export function distanceOf(a: Expression, b: Expression): number | undefined {
  if (sharedSymbols(a, b).length > 0) return undefined;
  const difference = numericValue(["Subtract", a, b]);
  return difference && Math.hypot(difference.re, difference.im);
}

function sharedSymbols(a: Expression, b: Expression): string[] {
  return [...new Set([...symbolsOf(a), ...symbolsOf(b)])].sort();
}

function samplePoints(symbols: string[]): Map<string, number>[] {
  return POINTS.map((point) => new Map(symbols.map((symbol, i) => [symbol, point * (1 + 0.37 * (i % 5)) + 0.011 * i])));
}

function sameValue(a: Expression, b: Expression, tolerance: number): Verdict {
  const left = numericValue(a);
  const right = numericValue(b);
  const difference = numericValue(["Subtract", a, b]);
  if (!left || !right || !difference) return "undecided";
  // The difference of whole numbers is exact, however large they are.
  if ([left.re, right.re, difference.re].every(Number.isInteger) && difference.re !== 0) return "unequal";
  const size = Math.max(Math.hypot(left.re, left.im), Math.hypot(right.re, right.im), 1e-10);
  return Math.hypot(difference.re, difference.im) <= tolerance * size ? "equal" : "unequal";
}

/** Returns the value of an expression without symbols; undefined where it has none, as 1/0. */
function numericValue(expression: Expression): { re: number; im: number } | undefined {
  try {
    const { re, im } = engine()
      .box(expression as Parameters<ComputeEngine["box"]>[0])
      .N();
    return Number.isFinite(re) && Number.isFinite(im) ? { re, im } : undefined;
  } catch {
    return undefined;
  }
}
