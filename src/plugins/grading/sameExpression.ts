import type { ComputeEngine } from "./computeEngine.ts";
import { type Expression, engine, isModest, operandsOf, substitute, symbolsOf } from "./expression.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { once, spend } from "./steps.ts";
import type { Verdict } from "./verdict.ts";

/** The points at which expressions are compared. Each symbol takes another value, the same on both sides. */
const POINTS = [0.831, 1.637, 2.419, -0.717, -1.853];
const FEWEST_POINTS = 3;

/** Relative differences below these are rounding. Constants have fifty digits, functions such as gamma have fewer. */
const CONSTANT_TOLERANCE = 1e-35;
const SAMPLED_TOLERANCE = 1e-12;
/** Values that differ by more than this differ, without a look at all their digits. */
const SURE_DIFFERENCE = 1e-9;

/**
 * Decides whether two expressions are the same number or the same function of their symbols, by their values: first
 * modulo a prime, which is exact however large they are, then with fifty digits, at several points if they have symbols.
 * Different values at one point prove a difference. Equal values at all points count as equality, which is almost never
 * wrong for polynomials and functions built from them.
 */
export function sameExpression(a: Expression, b: Expression): Verdict {
  const [left, right] = [a, b].map((side) => once(`print ${JSON.stringify(side)}`, () => fingerprintOf(side)));
  if (left && right) {
    const same = left.residue === right.residue;
    if (same && left.provesEquality && right.provesEquality) return "equal";
    if (!same && left.provesDifference && right.provesDifference) return "unequal";
  }
  if (![a, b].every((side) => isKnown(side) && isModest(side))) return "undecided";
  const verdict = sameAtPoints(a, b);
  // Equal for whole numbers only, as powers of -1 may be.
  const isEqualForWholes = left && right && left.residue === right.residue;
  return isEqualForWholes && verdict === "unequal" ? "undecided" : verdict;
}

/** Whether all functions of an expression have values that are known. */
function isKnown(expression: Expression): boolean {
  const isOpen = Array.isArray(expression) && ["Function", "Conjugate"].includes(expression[0]);
  return !isOpen && operandsOf(expression).every(isKnown);
}

function sameAtPoints(a: Expression, b: Expression): Verdict {
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
  if (![a, b].every((side) => isKnown(side) && isModest(side))) return "undecided";
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
  if (sharedSymbols(a, b).length > 0 || !isModest(a) || !isModest(b)) return undefined;
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
  if (!left || !right) return "undecided";
  const largest = Math.max(Math.hypot(left.re, left.im), Math.hypot(right.re, right.im));
  if (Math.hypot(left.re - right.re, left.im - right.im) > SURE_DIFFERENCE * largest) return "unequal";
  const difference = numericValue(["Subtract", a, b]);
  if (!difference) return "undecided";
  // The difference of whole numbers is exact, however large they are.
  if ([left.re, right.re, difference.re].every(Number.isInteger) && difference.re !== 0) return "unequal";
  const size = Math.max(largest, 1e-10);
  return Math.hypot(difference.re, difference.im) <= tolerance * size ? "equal" : "unequal";
}

/** Returns the value of an expression without symbols; undefined where it has none, as 1/0. */
function numericValue(expression: Expression): { re: number; im: number } | undefined {
  const source = JSON.stringify(expression);
  return once(`value ${source}`, () => {
    spend(1_000 + 100 * source.length);
    try {
      const { re, im } = engine()
        .box(expression as Parameters<ComputeEngine["box"]>[0])
        .N();
      return Number.isFinite(re) && Number.isFinite(im) ? { re, im } : undefined;
    } catch {
      return undefined;
    }
  });
}
