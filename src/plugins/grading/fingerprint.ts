import { createHash } from "node:crypto";
import { type Expression, operandsOf } from "./expression.ts";
import { spend } from "./steps.ts";

/**
 * The value of an expression modulo a large prime, which is exact for whole numbers of any size.
 *
 * Symbols and the imaginary unit have fixed values there. Sums, products, quotients, powers and factorials are computed;
 * every other function of equal operands has an equal, arbitrary value.
 */
export interface Fingerprint {
  residue: bigint;
  /** Whether another residue proves another value: there is no function whose value is arbitrary. */
  provesDifference: boolean;
  /** Whether an equal residue means an equal value: no exponent has a symbol, which here is a whole number. */
  provesEquality: boolean;
}

/** A prime of the form 4q + 1 with a prime q, so that -1 has a square root and powers of small numbers do not repeat. */
const PRIME = 1163711181774919890724214281037n;
/** A square root of -1: the prime is 5 modulo 8, so that 2 is no square. */
const IMAGINARY_UNIT = powerOf(2n, (PRIME - 1n) / 4n);
const MOST_FACTORS = 20_000;
const MOST_EXPONENT_BITS = 4_096;

/** Returns the fingerprint of an expression; null where it has no value or cannot be computed, as for 1/0. */
export function fingerprintOf(expression: Expression): Fingerprint | null {
  spend(2);
  if (typeof expression === "string") return atom(expression);
  if (!Array.isArray(expression)) return exactly(residueOf(exactRational(expression)));
  const [head] = expression;
  const operands = operandsOf(expression);
  if (head === "Power" || head === "Exp")
    return power(head === "Exp" ? ["Power", "ExponentialE", operands[0] ?? 0] : expression);
  if (head === "Sqrt") return power(["Power", operands[0] ?? 0, ["Divide", 1, 2]]);
  if (head === "Root") return power(["Power", operands[0] ?? 0, ["Divide", 1, operands[1] ?? 2]]);
  if (COUNTING.has(head)) return counted(head, operands);
  const values: Fingerprint[] = [];
  for (const operand of operands) {
    const value = fingerprintOf(operand);
    if (value === null) return null;
    values.push(value);
  }
  const combined = combine(
    head,
    values.map(({ residue }) => residue),
  );
  if (combined === null) return null;
  return {
    residue: mod(combined ?? arbitrary(head, values)),
    provesDifference: combined !== undefined && values.every((value) => value.provesDifference),
    provesEquality: values.every((value) => value.provesEquality),
  };
}

/** Returns null where a sum, product or quotient has no value, and undefined for every other function. */
function combine(head: string, values: bigint[]): bigint | null | undefined {
  const [first = 0n, second = 0n] = values;
  if (head === "Add") return values.reduce((sum, value) => sum + value, 0n);
  if (head === "Multiply") return values.reduce((product, value) => (product * value) % PRIME, 1n);
  if (head === "Negate") return -first;
  if (head === "Square") return first * first;
  if (head === "Subtract") return values.slice(1).reduce((rest, value) => rest - value, first);
  if (head === "Divide" || head === "Rational") return mod(second) === 0n ? null : first * inverse(second);
  return undefined;
}

function atom(name: string): Fingerprint {
  if (name === "ImaginaryUnit") return exactly(IMAGINARY_UNIT)!;
  const isNumber = name === "Pi" || name === "ExponentialE";
  const residue = isNumber ? hashed(name) : wholeValueOf(name);
  return { residue, provesDifference: !isNumber, provesEquality: true };
}

/** A symbol is a whole number of twenty bits, the same in the base and in the exponent of a power. */
function wholeValueOf(name: string): bigint {
  return (hashed(name) % 1_000_003n) + 1_009n;
}

function power(expression: [string, ...Expression[]]): Fingerprint | null {
  const [base = 0, exponent = 0] = operandsOf(expression);
  const value = fingerprintOf(base);
  if (value === null) return null;
  const exact = exactRational(exponent);
  const hasSymbol = symbolIn(exponent);
  if (exact?.denominator === 1n) {
    spend(20);
    const whole = exact.numerator;
    if (mod(value.residue) === 0n && whole <= 0n) return null;
    const residue = powerOf(whole < 0n ? inverse(value.residue) : value.residue, whole < 0n ? -whole : whole);
    return { ...value, residue, provesEquality: value.provesEquality && !hasSymbol };
  }
  const above = exact ? exactly(residueOf(exact)) : fingerprintOf(exponent);
  if (above === null) return null;
  const residue = arbitrary("Power", [value, above]);
  return { residue, provesDifference: false, provesEquality: value.provesEquality && above.provesEquality };
}

const COUNTING = new Set(["Factorial", "Factorial2", "Binomial"]);

/** Factorials and binomials of whole numbers; those of symbols are arbitrary. */
function counted(head: string, operands: Expression[]): Fingerprint | null {
  const values = operands.map((operand) => (symbolIn(operand) ? null : exactRational(operand)));
  if (values.some((value) => value === null || value.denominator !== 1n)) {
    const prints = operands.map(fingerprintOf);
    if (prints.some((print) => print === null)) return null;
    const residue = arbitrary(head, prints as Fingerprint[]);
    return { residue, provesDifference: false, provesEquality: true };
  }
  const [n = -1, k = 0] = values.map((value) => Number(value!.numerator));
  if (n < 0 || n > MOST_FACTORS || k < 0 || k > n) return null;
  if (head !== "Binomial") return exactly(product(n, head === "Factorial2" ? 2 : 1, n));
  const few = Math.min(k, n - k);
  return exactly(product(n, 1, few) * inverse(product(few, 1, few)));
}

/** Returns n (n - step) (n - 2 step) …, with factors above n - below. */
function product(n: number, step: number, below: number): bigint {
  spend(below / step / 5);
  let value = 1n;
  for (let factor = n; factor > n - below && factor > 0; factor -= step) value = (value * BigInt(factor)) % PRIME;
  return value;
}

interface Exact {
  numerator: bigint;
  denominator: bigint;
}

/** Returns the exact value of an expression if it is a fraction of moderate size, with its symbols as whole numbers. */
function exactRational(expression: Expression): Exact | null {
  spend(1);
  if (typeof expression === "number") return fromDecimal(String(expression));
  if (typeof expression === "string")
    return /^(?:Pi|ExponentialE|ImaginaryUnit)$/.test(expression) ? null : fraction(wholeValueOf(expression), 1n);
  if (!Array.isArray(expression)) return fromDecimal(expression.num);
  const [head] = expression;
  const values: Exact[] = [];
  for (const operand of operandsOf(expression)) {
    const value = exactRational(operand);
    if (value === null) return null;
    values.push(value);
  }
  const [a, b] = values;
  if (!a) return null;
  if (head === "Negate") return fraction(-a.numerator, a.denominator);
  if (head === "Square") return fraction(a.numerator ** 2n, a.denominator ** 2n);
  if (head === "Multiply")
    return values.reduce<Exact | null>(
      (x, y) => x && fraction(x.numerator * y.numerator, x.denominator * y.denominator),
      fraction(1n, 1n),
    );
  if (head === "Add" || head === "Subtract") {
    const sign = head === "Subtract" ? -1n : 1n;
    return values
      .slice(1)
      .reduce<Exact | null>(
        (x, y) =>
          x &&
          fraction(x.numerator * y.denominator + sign * y.numerator * x.denominator, x.denominator * y.denominator),
        a,
      );
  }
  if (!b) return null;
  if (head === "Divide" || head === "Rational")
    return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
  if (head !== "Power" || b.denominator !== 1n || b.numerator > BigInt(MOST_EXPONENT_BITS) || b.numerator < 0n)
    return null;
  if (bits(a.numerator) * Number(b.numerator) > MOST_EXPONENT_BITS) return null;
  return fraction(a.numerator ** b.numerator, a.denominator ** b.numerator);
}

function fraction(numerator: bigint, denominator: bigint): Exact | null {
  if (denominator === 0n || bits(numerator) > MOST_EXPONENT_BITS || bits(denominator) > MOST_EXPONENT_BITS) return null;
  if (numerator % denominator === 0n) return { numerator: numerator / denominator, denominator: 1n };
  return { numerator, denominator };
}

function bits(value: bigint): number {
  return value.toString(16).length * 4;
}

function fromDecimal(text: string): Exact | null {
  const [, sign, whole = "", part = "", exponent = "0"] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,3}))?$/i.exec(text) ?? [];
  if (whole === "" && part === "") return null;
  const places = part.length - Number(exponent);
  const digits = BigInt(`${sign === "-" ? "-" : ""}${whole}${part}`);
  return fraction(digits * 10n ** BigInt(Math.max(0, -places)), 10n ** BigInt(Math.max(0, places)));
}

function symbolIn(expression: Expression): boolean {
  if (typeof expression === "string") return !/^(?:Pi|ExponentialE|ImaginaryUnit)$/.test(expression);
  return operandsOf(expression).some(symbolIn);
}

function exactly(residue: bigint | null): Fingerprint | null {
  return residue === null ? null : { residue: mod(residue), provesDifference: true, provesEquality: true };
}

function residueOf(value: Exact | null): bigint | null {
  return value && mod(value.numerator) * inverse(value.denominator);
}

function arbitrary(head: string, operands: Fingerprint[]): bigint {
  spend(10);
  return hashed(`${head}(${operands.map(({ residue }) => residue).join()})`);
}

function hashed(text: string): bigint {
  return BigInt(`0x${createHash("sha256").update(text).digest("hex")}`) % PRIME;
}

function mod(value: bigint): bigint {
  const rest = value % PRIME;
  return rest < 0n ? rest + PRIME : rest;
}

function inverse(value: bigint): bigint {
  spend(60);
  return powerOf(mod(value), PRIME - 2n);
}

function powerOf(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = ((base % PRIME) + PRIME) % PRIME;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}
