import { readAnswer } from "./answer.ts";
import { compareAnswers } from "./compare.ts";
import { compact } from "./compareFormulas.ts";
import { decimalCommaReading } from "./decimalComma.ts";
import { normalize } from "./normalize.ts";
import { withinSteps } from "./steps.ts";
import type { Verdict } from "./verdict.ts";

/** About a quarter of a second, where a usual comparison takes a millisecond. */
const MOST_STEPS = 250_000;
const LONGEST = 10_000;

/**
 * Decides whether a given answer is mathematically equal to the gold answer. Both are LaTeX or plain text as people and
 * models write them. The steps are bounded for every text, so that the verdict is the same on every machine.
 *
 * @param language the language of the problem, as in "de" or "pt-BR": some write `3,14` for 3.14.
 * @returns `unequal` only where both were understood and differ; `undecided` for words, for mathematics that cannot be
 *   read, and where the steps do not suffice.
 */
export function mathEqual(given: string, gold: string, language?: string): Verdict {
  if (given.trim() === gold.trim()) return "equal";
  if (given.length > LONGEST || gold.length > LONGEST) return "undecided";
  return withinSteps(MOST_STEPS, () => compareReadings(given, gold, language), "undecided");
}

function compareReadings(given: string, gold: string, language?: string): Verdict {
  const verdict = compareTexts(given, gold);
  if (verdict === "equal") return verdict;
  const otherwise = decimalCommaReading(given, language);
  const otherGold = decimalCommaReading(gold, language);
  if (otherGold !== null && compareTexts(otherwise ?? given, otherGold) === "equal")
    return language ? "equal" : "undecided";
  if (otherwise === null) return verdict;
  const second = compareTexts(otherwise, gold);
  return second === "unequal" ? verdict : second === "equal" ? "equal" : "undecided";
}

/** Whether an amount of money is in dollars or the like. The sign is lost when the amount is read. */
function inMainUnit(text: string): boolean {
  return /(?:\\\$|[€£]|(?<!\$)\$)\s*[\d.]|\d\s*[€£]|\b(?:dollars?|euros?|pounds)\b/i.test(text) && !inSubunit(text);
}

function inSubunit(text: string): boolean {
  return /\d\s*¢|\b(?:cents?|pence)\b/i.test(text);
}

function compareTexts(given: string, gold: string): Verdict {
  if (inMainUnit(given) !== inMainUnit(gold) && (inSubunit(given) || inSubunit(gold))) return "undecided";
  const text = compact(normalize(given));
  if (text !== "" && text === compact(normalize(gold))) return "equal";
  const a = readAnswer(given);
  const b = readAnswer(gold);
  return a && b ? compareAnswers(a, b) : "undecided";
}
