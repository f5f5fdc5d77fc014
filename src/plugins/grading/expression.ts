import { createRequire } from "node:module";
import { extname } from "node:path";
import type { ComputeEngine } from "./computeEngine.ts";
import { once, spend } from "./steps.ts";

/** An expression as MathJSON: a number, a symbol or constant, or an operator with its operands. */
export type Expression = number | string | { num: string } | [string, ...Expression[]];

let loaded: ComputeEngine | undefined;

/** It computes with fifty digits, which are enough to tell equal constants from close ones by their values. */
export function engine(): ComputeEngine {
  if (!loaded) {
    // It takes 50 MB and a second, which a server that grades nothing does without.
    const library: typeof import("./computeEngine.ts") = createRequire(import.meta.url)(
      `./computeEngine${extname(import.meta.url)}`,
    );
    loaded = new library.ComputeEngine();
    loaded.precision = 50;
  }
  return loaded;
}

const LONGEST_SOURCE = 600;
const DEEPEST_NESTING = 12;
/** The time of the engine's parser is exponential in the number of unmatched bars. */
const MOST_BARS = 6;
const MOST_NODES = 250;
/** The most bits of an intermediate value. Towers of powers and factorials of factorials would have more. */
const MOST_BITS = 20_000;

const OPERATORS = new Set(
  (
    "Add Subtract Negate Multiply Divide Rational Power Sqrt Square Root Exp Ln Log Lb Abs Factorial Binomial Degrees " +
    "Factorial2 Conjugate Function " +
    "Sin Cos Tan Cot Sec Csc Arcsin Arccos Arctan Arccot Arcsec Arccsc Sinh Cosh Tanh Floor Ceil Max Min GCD LCM Mod"
  ).split(" "),
);
const CONSTANTS = new Map([
  ["Pi", "Pi"],
  ["e", "ExponentialE"],
  ["ExponentialE", "ExponentialE"],
  ["i", "ImaginaryUnit"],
  ["ImaginaryUnit", "ImaginaryUnit"],
]);
const CONSTANT_NAMES = new Set(CONSTANTS.values());

/** Matches the parts of a formula between which a space is no product but a slip, as in `1 2`. */
const NUMBERS_APART = /(?<![_^\d.])[\d.]*\d\s+\.?\d/;

/**
 * Reads an expression in LaTeX. Juxtaposition is a product, except in a mixed number and after `f`, `g`, `F` and `G`,
 * which are functions that nothing is known of. Other letters before a parenthesis are factors.
 *
 * @returns null if the text is no expression, has an operator that has no value at a point, or is too large.
 */
export function readExpression(latex: string): Expression | null {
  return once(`read ${latex}`, () => {
    const source = latex.replace(
      /(\\sqrt\s*\[[^[\]]*\])|[[\]]/g,
      (bracket, root) => root ?? (bracket === "[" ? "(" : ")"),
    );
    if (source === "" || source.length > LONGEST_SOURCE || NUMBERS_APART.test(source)) return null;
    if (nestingOf(source) > DEEPEST_NESTING || source.split("|").length - 1 > MOST_BARS) return null;
    spend(500 + 40 * source.length);
    const expression = asProducts(engine().parse(source, { form: "raw" }).json as Expression);
    return expression === null || countNodes(expression) > MOST_NODES ? null : expression;
  });
}

/** Whether the values of an expression at points are small enough to be computed with all their digits. */
export function isModest(expression: Expression): boolean {
  return bitsOf(expression) <= MOST_BITS;
}

/** Returns the names of the symbols in an expression that are not constants. */
export function symbolsOf(expression: Expression): string[] {
  if (typeof expression === "string") return CONSTANT_NAMES.has(expression) ? [] : [expression];
  return operandsOf(expression).flatMap(symbolsOf);
}

/** Returns the expression with values in place of its symbols. */
export function substitute(expression: Expression, values: Map<string, number>): Expression {
  if (typeof expression === "string") return values.get(expression) ?? expression;
  if (!Array.isArray(expression)) return expression;
  return [expression[0], ...operandsOf(expression).map((operand) => substitute(operand, values))];
}

/** Returns the operands of an operation; none for numbers and symbols. */
export function operandsOf(expression: Expression): Expression[] {
  return Array.isArray(expression) ? (expression.slice(1) as Expression[]) : [];
}

function nestingOf(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of source) {
    if (character === "(" || character === "{") deepest = Math.max(deepest, ++depth);
    if (character === ")" || character === "}") depth--;
  }
  return deepest;
}

function asProducts(raw: Expression): Expression | null {
  if (typeof raw === "string")
    return /^[a-zA-Z]\w*$/.test(raw) && !UNBOUNDED.test(raw) ? (CONSTANTS.get(raw) ?? raw) : null;
  if (!Array.isArray(raw)) return raw;
  const [head, ...parts] = withInverse(raw);
  if (head === "Delimiter") return parts[0] !== undefined ? asProducts(parts[0]) : null;
  const operands: Expression[] = [];
  for (const part of parts) {
    const operand = asProducts(part);
    if (operand === null) return null;
    operands.push(operand);
  }
  if (operands.length === 0) return null;
  if (head === "InvisibleOperator") return [isMixedNumber(parts) ? "Add" : "Multiply", ...applied(operands, parts)];
  if (head === "C" && operands.length === 2) return ["Binomial", ...operands];
  return OPERATORS.has(head) ? [head, ...operands] : null;
}

/** Reads `f(x)` among the factors of a product as a value of the function. */
function applied(operands: Expression[], parts: Expression[]): Expression[] {
  const isArgument = (at: number) => Array.isArray(parts[at]) && parts[at][0] === "Delimiter";
  const isFunction = (at: number) => isArgument(at + 1) && /^[fgFG](?:_|$)/.test(String(operands[at]));
  return operands.flatMap((operand, at) => {
    if (at > 0 && isFunction(at - 1)) return [];
    return isFunction(at) ? [["Function", operand, operands[at + 1] ?? 0]] : [operand];
  });
}

/** Reads `\sin^{-1}` as the arcsine. */
function withInverse(raw: [string, ...Expression[]]): [string, ...Expression[]] {
  const [head, first, ...rest] = raw;
  if (head !== "Apply" || !Array.isArray(first) || first[0] !== "InverseFunction") return raw;
  return [`Arc${String(first[1]).toLowerCase()}`, ...rest];
}

/** Matches symbols that stand for a set, an infinity or nothing, and therefore have no value at a point. */
const UNBOUNDED = /Infinity|Numbers$|^(?:EmptySet|Nothing|Undefined|NaN|Error)$/;

function isMixedNumber([whole, part, ...rest]: Expression[]): boolean {
  if (rest.length > 0 || typeof whole !== "number" || !Number.isInteger(whole)) return false;
  if (!Array.isArray(part) || (part[0] !== "Divide" && part[0] !== "Rational")) return false;
  return operandsOf(part).every((operand) => typeof operand === "number" && Number.isInteger(operand));
}

function countNodes(expression: Expression): number {
  return 1 + operandsOf(expression).reduce<number>((sum, operand) => sum + countNodes(operand), 0);
}

/** An upper bound of the bits of every intermediate value, for symbols below 8. */
function bitsOf(expression: Expression): number {
  if (typeof expression === "number") return Math.log2(Math.abs(expression) + 2);
  if (typeof expression === "string") return 3;
  if (!Array.isArray(expression)) return 4 * expression.num.length;
  const sizes = operandsOf(expression).map(bitsOf);
  const [first = 0, second = 0] = sizes;
  const largest = Math.max(...sizes);
  if (expression[0] === "Power") return Math.max(largest, first * 2 ** second);
  if (["Exp", "Sinh", "Cosh", "Tanh"].includes(expression[0])) return 2 * 2 ** first;
  if (["Factorial", "Factorial2", "Binomial"].includes(expression[0])) return largest * 2 ** first;
  return sizes.reduce((sum, size) => sum + size, 0);
}
