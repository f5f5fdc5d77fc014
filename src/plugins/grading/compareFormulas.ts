import { decimalPlaces, distance, readRational, sameRational } from "../../frontier/testTimeCompute/rational.ts";
import { readExpression } from "./expression.ts";
import { type Quantity, readQuantity } from "./quantity.ts";
import { distanceOf, sameExpression } from "./sameExpression.ts";
import { once, spend } from "./steps.ts";
import type { Verdict } from "./verdict.ts";

const INFINITE = /^(?:[+-]?\s*\\infty|\\emptyset)$/;

/** Matches words among mathematics, which are neither symbols nor units. */
const UNREAD_WORD =
  /\\text|\?|\\(?:[bx]?cancel|not|sout|cancelto)(?![a-zA-Z])|(?<![a-zA-Z\\])(?=[a-z]*[aeiou])[a-z]{5,}(?![a-zA-Z])/;

/** A decimal counts as the number that it approximates if it agrees with it to at least this many places. */
const FEWEST_PLACES = 6;
const MOST_PLACES = 10;

/**
 * Compares two formulas as text, then as exact numbers, then as expressions, apart from units and percent and degree
 * signs.
 */
export function compareFormulas(given: string, gold: string): Verdict {
  spend(20);
  return once(`formulas ${JSON.stringify([given, gold])}`, () => compareQuantities(given, gold));
}

function compareQuantities(given: string, gold: string): Verdict {
  if (compact(given) === compact(gold)) return "equal";
  const a = readQuantity(given);
  const b = readQuantity(gold);
  if (a.unclear || b.unclear) return "undecided";
  if (a.unit !== b.unit && (a.maybeFactor || b.maybeFactor) && compareBare(given, gold) === "equal") return "equal";
  const verdict = compareMarked(a, b);
  const unitsDiffer = a.unit !== "" && b.unit !== "" && a.unit !== b.unit;
  const isResidue = verdict === "unequal" && /^mod /.test(a.unit || b.unit);
  return unitsDiffer || isResidue ? "undecided" : verdict;
}

/** Whether a formula is a value that can be read, apart from its unit. */
export function isReadable(formula: string): boolean {
  const { latex, unclear } = readQuantity(formula);
  if (unclear || UNREAD_WORD.test(latex)) return false;
  return INFINITE.test(latex) || readRational(latex) !== null || readExpression(withoutSeparators(latex)) !== null;
}

/** Takes `10\%` as 10 where a percentage was asked for and as 0.1 where a share was; degrees and radians likewise. */
function compareMarked(a: Quantity, b: Quantity): Verdict {
  if (a.degrees && b.unit === "radian") return compareBare(inRadians(a), b.latex);
  if (b.degrees && a.unit === "radian") return compareBare(a.latex, inRadians(b));
  if ((a.degrees && b.unit !== "") || (b.degrees && a.unit !== "")) {
    const isAngle = /^(?:grad|gon|turn|revolution)/.test(a.unit || b.unit);
    return isAngle || compareBare(a.latex, b.latex) === "equal" ? "undecided" : "unequal";
  }
  const verdict = compareBare(a.latex, b.latex);
  if (verdict === "equal" || (a.percent === b.percent && a.degrees === b.degrees)) return verdict;
  const [marked, plain] = a.percent || a.degrees ? [a, b] : [b, a];
  const otherwise = marked.percent
    ? compareBare(`(${marked.latex}) / 100`, plain.latex)
    : compareBare(inRadians(marked), plain.latex);
  return otherwise === "unequal" ? verdict : otherwise;
}

function inRadians({ latex }: Quantity): string {
  return `(${latex}) \\cdot \\pi / 180`;
}

function compareBare(a: string, b: string): Verdict {
  if (compact(a) === compact(b)) return "equal";
  const left = readRational(a);
  const right = readRational(b);
  if (left && right) {
    return sameRational(left, right) || distance(left, right) < allowance(a, b) ? "equal" : "unequal";
  }
  if (UNREAD_WORD.test(a) || UNREAD_WORD.test(b)) return "undecided";
  if (INFINITE.test(a) || INFINITE.test(b)) return compareWithInfinity(a, b);
  const expressions = [readExpression(withoutSeparators(a)), readExpression(withoutSeparators(b))];
  const [first, second] = expressions;
  if (first == null || second == null) return "undecided";
  const verdict = sameExpression(first, second);
  if (verdict !== "unequal" || allowance(a, b) === 0) return verdict;
  const apart = distanceOf(first, second);
  return apart !== undefined && apart < allowance(a, b) ? "equal" : "unequal";
}

/** Compares infinities and the empty set, each of which equals only itself. */
function compareWithInfinity(a: string, b: string): Verdict {
  const [symbol, other] = INFINITE.test(a) ? [a, b] : [b, a];
  if (INFINITE.test(other))
    return compact(symbol).replace("+", "") === compact(other).replace("+", "") ? "equal" : "unequal";
  return readRational(other) || readExpression(other) ? "unequal" : "undecided";
}

/** Removes commas between groups of three digits: in a formula that is no list they separate thousands. */
function withoutSeparators(latex: string): string {
  return latex.replace(/(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])/g, (number) => number.replaceAll(",", ""));
}

/**
 * How far a decimal may be from the number that it approximates: less than one unit in its last place, if it has
 * enough.
 */
function allowance(a: string, b: string): number {
  const places = [decimalPlaces(a), decimalPlaces(b)].filter((count) => count >= FEWEST_PLACES);
  return places.length === 0 ? 0 : 10 ** -Math.min(MOST_PLACES, ...places);
}

/** Removes spaces, which mean nothing except between a command and a letter after it, and between numbers. */
export function compact(latex: string): string {
  return latex
    .replace(/(?<=\d)\s+(?=\.?\d)/g, "~")
    .replace(/(\\[a-zA-Z]+)\s+(?=[a-zA-Z])|\s+/g, (_, command?: string) => (command ? `${command} ` : ""));
}
