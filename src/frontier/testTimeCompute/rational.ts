/** An exact fraction in lowest terms with a positive denominator. */
export interface Rational {
  numerator: bigint;
  denominator: bigint;
}

const DECIMAL = /^([+-]?)(\d*)\.?(\d*)$/;
const LONGEST_NUMBER = 1_000;
const LARGEST_EXPONENT = 400;

/**
 * Reads a plain number exactly: integers and decimals with or without thousands separators, `a/b`, `\frac{a}{b}`, mixed
 * numbers and powers of ten (`1.5e3`, `1.5\cdot 10^{3}`). Returns null for any other text.
 */
export function readRational(text: string): Rational | null {
  if (text.length > LONGEST_NUMBER) return null;
  const bare = text.replace(/^\((.*)\)$/, "$1").trim();
  const fraction =
    /^([+-]?)\s*\\frac\{\s*([^{}]+)\}\{([^{}]+)\}$/.exec(bare) ??
    /^([+-]?)\s*\(?([\d.,]+)\)?\s*\/\s*\(?([\d.,]+)\)?$/.exec(bare);
  if (fraction) return withSign(fraction[1], divide(readDecimal(fraction[2]), readDecimal(fraction[3])));
  const mixed = /^([+-]?)\s*(\d+)\s*(?:\\frac\{\s*(\d+)\s*\}\{\s*(\d+)\s*\}|\s(\d+)\/(\d+))$/.exec(bare);
  if (mixed) {
    const part = divide(readDecimal(mixed[3] ?? mixed[5]), readDecimal(mixed[4] ?? mixed[6]));
    return withSign(mixed[1], add(readDecimal(mixed[2]), part));
  }
  const scientific = /^([+-]?[\d.,]+)\s*(?:[eE]|(?:\\times|\\cdot)\s*10\^)\s*\{?\s*([+-]?\d{1,4})\s*\}?$/.exec(bare);
  if (scientific) return shift(readDecimal(scientific[1]), Number(scientific[2]));
  return readDecimal(bare);
}

export function sameRational(a: Rational, b: Rational): boolean {
  return a.numerator === b.numerator && a.denominator === b.denominator;
}

/** Returns the absolute difference of two fractions as a floating-point number. */
export function distance(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  const scaled = (difference * 10n ** 20n) / (a.denominator * b.denominator);
  return Math.abs(Number(scaled)) / 1e20;
}

/** Returns the number of digits after the decimal point of a plain decimal; 0 for any other text. */
export function decimalPlaces(text: string): number {
  return /^[+-]?[\d,]*\.(\d+)$/.exec(text.trim())?.[1]?.length ?? 0;
}

function readDecimal(text: string | undefined): Rational | null {
  if (text === undefined) return null;
  const plain = withoutSeparators(text.trim().replace(/^([+-])\s+/, "$1"));
  const match = plain === null ? null : DECIMAL.exec(plain);
  if (!match || (match[2] === "" && match[3] === "")) return null;
  const digits = match[3] ?? "";
  return withSign(match[1], reduce(BigInt(`${match[2]}${digits}`), 10n ** BigInt(digits.length)));
}

/** Removes commas and spaces that separate groups of three digits. Returns null where they stand elsewhere. */
function withoutSeparators(text: string): string | null {
  if (/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(text)) return text.replaceAll(",", "");
  if (/^[+-]?\d{1,3}(?: \d{3})+(?:\.\d*)?$/.test(text)) return text.replaceAll(" ", "");
  return /[, ]/.test(text) ? null : text;
}

function withSign(sign: string | undefined, value: Rational | null): Rational | null {
  return value && sign === "-" ? { ...value, numerator: -value.numerator } : value;
}

function divide(a: Rational | null, b: Rational | null): Rational | null {
  if (!a || !b || b.numerator === 0n) return null;
  return reduce(a.numerator * b.denominator, a.denominator * b.numerator);
}

function add(a: Rational | null, b: Rational | null): Rational | null {
  if (!a || !b) return null;
  return reduce(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

function shift(value: Rational | null, places: number): Rational | null {
  if (!value || Math.abs(places) > LARGEST_EXPONENT) return null;
  const power = 10n ** BigInt(Math.abs(places));
  return places < 0
    ? reduce(value.numerator, value.denominator * power)
    : reduce(value.numerator * power, value.denominator);
}

function reduce(numerator: bigint, denominator: bigint): Rational {
  let a = numerator < 0n ? -numerator : numerator;
  let b = denominator < 0n ? -denominator : denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  const divisor = (a || 1n) * (denominator < 0n ? -1n : 1n);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}
