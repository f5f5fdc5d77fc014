import { type Answer, readAnswer, shapeOf } from "./answer.ts";
import { compareFormulas } from "./compareFormulas.ts";
import { readExpression } from "./expression.ts";
import { distanceOf, sameUpToFactor } from "./sameExpression.ts";
import type { Verdict } from "./verdict.ts";

type Relation = Extract<Answer, { kind: "relation" }>;

/** Matches the left side of an assignment: `x`, `x_1`, `f(x)` or `(x, y)`. */
const NAME =
  /^(?:\\text\s*\{[^{}]*\}|\\?[a-zA-Z]+(?:_(?:\w+|\{[^{}]*\}))?'*(?:\s*\([^()]*\))?|\(\s*[a-z](?:\s*,\s*[a-z])+\s*\))$/;
const STRICT = new Set(["<", ">"]);
const UPWARD = new Set(["<", "\\le"]);
const DOWNWARD = new Set([">", "\\ge"]);

/**
 * Returns the value that an equation assigns, as in `x = 5`, `f(x) = 2x` or `n = 2 + 3 = 5`; null for other relations.
 */
export function valueOfRelation(relation: Relation): Answer | null {
  if (!relation.operators.every((operator) => operator === "=" || operator === "\\approx")) return null;
  const { sides } = relation;
  const name = nameOf(relation);
  if (name === null && sides.length === 2 && !sides.every(isConstant)) return null;
  return readAnswer((sides.at(-1) === name ? sides[0] : sides.at(-1)) ?? "");
}

/**
 * Returns the exact value and its approximation in `x = \\frac{1}{3} \\approx 0.33`; null where the approximation is too
 * far off, and for other relations.
 */
export function alternativesOf({ sides, operators }: Relation): { exact: Answer; approximate: Answer } | null {
  const at = operators.indexOf("\\approx");
  if (at < 0 || operators.slice(0, at).some((operator) => operator !== "=")) return null;
  if (operators.slice(at).some((operator) => operator !== "\\approx" && operator !== "=")) return null;
  const before = sides.slice(0, at + 1);
  if (at === 0 && !isConstant((sides[0] ?? "").replace(/(?<![a-zA-Z])[ei](?![a-zA-Z])/g, ""))) return null;
  const exact =
    at === 0
      ? shapeOf(sides[0] ?? "")
      : valueOfRelation({ kind: "relation", sides: before, operators: operators.slice(0, at) });
  const approximate = shapeOf(sides.at(-1) ?? "");
  return exact && !areFarApart(exact, approximate) ? { exact, approximate } : null;
}

/** Whether one of two plain values cannot be the other's approximation. */
function areFarApart(exact: Answer, approximate: Answer): boolean {
  if (exact.kind !== "formula" || approximate.kind !== "formula" || !PLAIN_NUMBER.test(approximate.latex)) return false;
  const values = [readExpression(exact.latex), readExpression(approximate.latex)];
  const apart = values[0] != null && values[1] != null ? distanceOf(values[0], values[1]) : undefined;
  return apart !== undefined && apart > 0.05 * Math.abs(Number(approximate.latex)) + 0.005;
}

const PLAIN_NUMBER = /^-?\d*\.?\d+$/;

/**
 * Returns the value that an equation gives to a combination of several symbols, a function or a length, as in
 * `m + n = 25`; null for equations in one unknown, which ask for their solution, and for other relations.
 */
export function valueOfCombination({ sides, operators }: Relation): Answer | null {
  if (operators.join() === "\\equiv") return shapeOf((sides[1] ?? "").replace(MODULUS, ""));
  if (!operators.every((operator) => operator === "=" || operator === "\\approx")) return null;
  const [first = ""] = sides;
  const last = sides.at(-1) ?? "";
  if (isCombination(first)) return shapeOf(last);
  return isCombination(last) && isConstant(first) ? shapeOf(first) : null;
}

const MODULUS = /\s*(?:\\pmod\s*(?:\{[^{}]*\}|\w)|\(\s*(?:\\(?:bmod|mod)|\\text\s*\{\s*mod\s*\}|mod)[^()]*\))\s*$/;

/** Whether an equation such as `2x - y + 3 = 0` describes a line, a plane or another set of points. */
export function describesPoints({ sides, operators }: Relation): boolean {
  const letters = sides[0]?.replace(/\\[a-zA-Z]+/g, "").match(/[xyz]/g);
  return operators.join() === "=" && sides[1] === "0" && new Set(letters).size > 1;
}

/** Matches what has a value without being an unknown: a length, a probability, a value of a function. But |x| may be. */
const OPERATION =
  /\\(?:sum|prod|int|lim|binom|angle|max|min|sup|inf|deg|dim|gcd|det)(?![a-zA-Z])|\|(?!\s*[xy]\s*\|)[^|]+\||[A-Z]|[a-zA-Z]\s*(?:'|\^\s*\{\s*-\s*1\s*\})*\s*\(/;

function isCombination(side: string): boolean {
  if (OPERATION.test(side)) return true;
  return new Set(side.replace(/\\[a-zA-Z]+/g, "").match(/[a-zA-Z](?:_(?:\w+|\{[^{}]*\}))?/g)).size > 1;
}

/** Whether a side has no symbols. Words are units, not symbols. */
function isConstant(side: string): boolean {
  return !/[a-zA-Z]/.test(side.replace(/\\text\s*\{[^{}]*\}|\\[a-zA-Z]+|[a-zA-Z]{3,}/g, ""));
}

function nameOf({ sides }: Relation): string | null {
  const [first = ""] = sides;
  const last = sides.at(-1) ?? "";
  return NAME.test(first) ? first : NAME.test(last) ? last : null;
}

/** Returns the interval of inequalities in one symbol, as in `-2 \le x < 7` or `x > 5`; null for other relations. */
export function intervalOf({ sides, operators }: Relation): Answer | null {
  const [name = "", excluded] = sides;
  if (operators.join() === "\\ne" && NAME.test(name))
    return readAnswer(`(-\\infty,${excluded})\\cup(${excluded},\\infty)`);
  const up = operators.every((operator) => UPWARD.has(operator));
  if (!up && !operators.every((operator) => DOWNWARD.has(operator))) return null;
  const [parts, signs] = up ? [sides, operators] : [sides.toReversed(), operators.toReversed()];
  const at = parts.findIndex((part) => /^\\?[a-zA-Z]+$/.test(part));
  if (at < 0 || parts.length > 3 || (parts.length === 3 && at !== 1)) return null;
  const below = parts[at - 1];
  const above = parts[at + 1];
  const open = below === undefined || STRICT.has(signs[at - 1] ?? "") ? "(" : "[";
  const close = above === undefined || STRICT.has(signs[at] ?? "") ? ")" : "]";
  return readAnswer(`${open}${below ?? "-\\infty"},${above ?? "\\infty"}${close}`);
}

/** Returns the interval where two inequalities such as `x > 2, x < 5` both hold; null for other pairs. */
export function betweenBoth(a: Relation, b: Relation): Answer | null {
  const [lower, upper] = DOWNWARD.has(a.operators[0] ?? "") ? [a, b] : [b, a];
  if (a.sides.length !== 2 || b.sides.length !== 2 || lower.sides[0] !== upper.sides[0]) return null;
  if (!DOWNWARD.has(lower.operators[0] ?? "") || !UPWARD.has(upper.operators[0] ?? "")) return null;
  const turned = lower.operators[0] === ">" ? "<" : "\\le";
  return intervalOf({
    kind: "relation",
    sides: [lower.sides[1] ?? "", ...upper.sides],
    operators: [turned, ...upper.operators],
  });
}

/** Compares two equations or inequalities by their sides, else as multiples of each other. */
export function compareRelations(a: Relation, b: Relation): Verdict {
  const intervals = [intervalOf(a), intervalOf(b)];
  if (intervals[0] && intervals[1])
    return JSON.stringify(intervals[0]) === JSON.stringify(intervals[1]) ? "equal" : bySides(a, b);
  const valueOfA = valueOfRelation(a);
  const valueOfB = valueOfRelation(b);
  if (valueOfA?.kind === "formula" && valueOfB?.kind === "formula") {
    const verdict = compareFormulas(valueOfA.latex, valueOfB.latex);
    if (verdict === "equal") return nameOf(a) === nameOf(b) || (isFunction(a) && isFunction(b)) ? "equal" : "undecided";
  }
  return bySides(a, b);
}

/** Whether a relation defines a function: `y = …` and `f(x) = …` may define the same one. */
function isFunction(relation: Relation): boolean {
  return /^(?:y|[a-zA-Z]\s*\([a-z]\))$/.test(nameOf(relation) ?? "");
}

function bySides(a: Relation, b: Relation): Verdict {
  if (a.sides.length !== 2 || b.sides.length !== 2) {
    const same = a.sides.length === b.sides.length && a.operators.join() === b.operators.join();
    return same && a.sides.every((side, i) => compareFormulas(side, b.sides[i] ?? "") === "equal")
      ? "equal"
      : "undecided";
  }
  const [left, right] = [asDifference(a), asDifference(b)];
  if (left.operator !== right.operator) return "unequal";
  const readings = [readExpression(left.latex), readExpression(right.latex)];
  if (readings[0] === null || readings[1] === null || readings[0] === undefined || readings[1] === undefined)
    return "undecided";
  return sameUpToFactor(readings[0], readings[1], left.operator !== "=" && left.operator !== "\\ne");
}

/** Writes `l < r` as `(l) - (r) < 0`, with the sides of `>` exchanged. */
function asDifference({ sides, operators }: Relation): { latex: string; operator: string } {
  const operator = operators[0] ?? "=";
  const [left = "", right = ""] = DOWNWARD.has(operator) ? sides.toReversed() : sides;
  const upward = operator === ">" ? "<" : operator === "\\ge" ? "\\le" : operator;
  return { latex: `(${left})-(${right})`, operator: upward };
}
