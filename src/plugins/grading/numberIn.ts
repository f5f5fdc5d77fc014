import type { Answer } from "./answer.ts";
import { numberInWords } from "./finding/numberWords.ts";
import { HEDGE } from "./hedges.ts";

const NAMES_OF_BASES = new Map([
  ["bin", "2"],
  ["binary", "2"],
  ["oct", "8"],
  ["dec", "10"],
  ["hex", "16"],
  ["hexadecimal", "16"],
]);
/** The base that a name or a word such as "two" states, in digits. */
function baseNamed(name: string): string | null {
  return NAMES_OF_BASES.get(name) ?? numberInWords(name);
}

const PREFIXES = new Map([
  ["b", "2"],
  ["o", "8"],
  ["x", "16"],
]);

/** Reads a number with its base: `1011_2`, `(1011)_{two}`, `0b1011` or `1011 base 2`. */
export function basedNumberIn(text: string): Extract<Answer, { kind: "based" }> | null {
  const plain = text.replace(/\\text\s*\{([^{}]*)\}/g, "$1").trim();
  const prefixed = /^(-?)0([box])([0-9a-f]+)$/i.exec(plain);
  if (prefixed) {
    const base = PREFIXES.get(prefixed[2]!.toLowerCase())!;
    const digits = prefixed[3]!.toUpperCase();
    return [...digits].every((digit) => Number.parseInt(digit, 16) < Number(base))
      ? { kind: "based", digits: `${prefixed[1]}${digits}`, base }
      : null;
  }
  const indexed =
    /^\(?\s*(-?\d[\s\dA-F]*(?:\.[\dA-F]+)?)\s*\)?\s*_\s*\{?\s*\(?\s*(\d+|b|[a-z]{3,})\s*\)?\s*\}?$/.exec(plain) ??
    /^(-?\d[\dA-F]*(?:\.[\dA-F]+)?)\s*,?\s*\(?\s*(?:in\s+)?base[\s-]*(\d+|[a-z]{3,})\s*\)?$/i.exec(plain);
  const hexadecimal = /^\(?\s*([\dA-F]{2,})\s*\)?\s*_\s*\{?\s*(16|sixteen|hex)\s*\}?$/.exec(plain);
  if (hexadecimal) return { kind: "based", digits: hexadecimal[1]!, base: "16" };
  const base = baseNamed(indexed?.[2] ?? "") ?? indexed?.[2];
  if (!indexed?.[1] || !base || !/^(?:\d+|b)$/.test(base)) return null;
  return { kind: "based", digits: indexed[1].replace(/\s/g, "").toUpperCase(), base };
}

/** Reads a number in words, with a unit or without one, as LaTeX; null for any other text. */
export function numberIn(text: string): string | null {
  if (!/^[a-zA-Z][a-zA-Z\s-]*\.?$/.test(text) || text.length > 100) return null;
  const words = text.replace(/\.$/, "").split(/\s+/);
  const whole = numberInWords(words.join(" "));
  if (whole !== null || words.length < 2) return whole;
  const unit = words.at(-1)!;
  const count = HEDGE.test(unit) || unit.length < 3 ? null : numberInWords(words.slice(0, -1).join(" "));
  return count === null || /^(?:and|dozen)$/i.test(unit) ? null : `${count} \\text{ ${unit}}`;
}
