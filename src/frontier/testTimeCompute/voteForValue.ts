import { readRational } from "./rational.ts";

/** Matches what encloses or decorates a number and says nothing of its value. */
const DECORATION = /\\?\$|\\boxed|\\left|\\right|\\displaystyle|\\[,;!:]|\*\*|^\\\(|\\\)$/g;
const LONGEST_NUMBER = 200;

/**
 * Returns the vote for an answer, which is the same for the same number however it is written: `1/2`, `\frac12` and
 * `0.5` vote for `1/2`. An answer that is no plain number votes as its text. Equal votes are equal answers; other forms
 * of equal mathematics, such as `\sqrt{4}` and 2, may vote apart.
 */
export function voteForValue(answer: string): string {
  if (answer.length > LONGEST_NUMBER) return answer;
  const plain = answer
    .replace(DECORATION, "")
    .replace(/^\s*\{([^{}]*)\}\s*$/, "$1")
    .replace(/\\[dtc]frac/g, "\\frac")
    .replace(/\\frac\s*(\d)\s*(\d)(?!\d)/, "\\frac{$1}{$2}")
    .replace("−", "-")
    .replace(/(?<=\d)\.$/, "")
    .trim();
  const value = readRational(plain);
  if (value === null) return answer;
  return value.denominator === 1n ? String(value.numerator) : `${value.numerator}/${value.denominator}`;
}
