import { readAnswer } from "./answer.ts";
import { compareAnswers } from "./compare.ts";
import { atMost, compareFormulas } from "./compareFormulas.ts";
import type { Verdict } from "./verdict.ts";

const MOST_COMPARISONS = 200;

/**
 * Decides whether a given answer is mathematically equal to the gold answer. Both are LaTeX or plain text as people and
 * models write them. The time is bounded for every text.
 *
 * @returns `undecided` for words and for mathematics that cannot be read.
 */
export function mathEqual(given: string, gold: string): Verdict {
  if (given.trim() === gold.trim()) return "equal";
  const a = readAnswer(given);
  const b = readAnswer(gold);
  return a && b ? compareAnswers(a, b, atMost(MOST_COMPARISONS, compareFormulas)) : "undecided";
}
