import { letterOf } from "../plugins/grading/chosenOption.ts";
import { mathEqual } from "../plugins/grading/mathEqual.ts";

/** What states no answer. */
export const EMPTY_ANSWERS = ["", " \n\t ", "\u200b", "...", "I don't know.", "Let me think step by step."];

/** Texts that are hard to read, by what they are: each in some thousands or millions of characters. */
export const HOSTILE_ANSWERS: Record<string, string> = {
  "a million letters": "a".repeat(1_000_000),
  "a million blanks": ` ${" \n\t".repeat(333_333)}x`,
  "a hundred thousand digits": "1".repeat(100_000),
  "a hundred thousand brackets": "(".repeat(50_000) + "[{".repeat(25_000),
  "ten thousand open boxes": "\\boxed{".repeat(10_000),
  "ten thousand boxes": "\\boxed{1} ".repeat(10_000),
  "nested fractions": `${"\\frac{1}{".repeat(3000)}2${"}".repeat(3000)}`,
  "a tower of powers": `\\boxed{${"9^".repeat(200)}9}`,
  "endless announcements": "The answer is ".repeat(20_000),
  "a text that regular expressions retrace": `${"ab ".repeat(30_000)}!`,
  "open marks of JSON": `${'{"answer": ['.repeat(20_000)}`,
  "the character 0": "The answer is \u0000.",
  "half a surrogate pair": "The answer is \ud83d",
  "marks of direction": "\u202e42 \u2066\u2069 \ufeff",
  "an object's own names": "The answer is __proto__ constructor toString.",
};

/** Whether two answers may be the same, written differently. */
const mayBeSame = (a: string, b: string) =>
  a.trim().toLowerCase() === b.trim().toLowerCase() || mathEqual(a, b) === "equal";

/**
 * Answers that are wrong where this one is gold: other letters of a choice, neighbours of a number, the gold answers of other
 * problems.
 */
export function wrongAnswersTo(gold: string, others: readonly string[], optionCount: number | undefined): string[] {
  if (optionCount !== undefined && /^[A-Z]$/.test(gold)) {
    return Array.from({ length: optionCount }, (_, place) => letterOf(place)).filter((letter) => letter !== gold);
  }
  const number = /^-?\d{1,12}$/.test(gold) ? [String(Number(gold) + 1), String(Number(gold) * 10 + 3)] : [];
  return [...number, ...others.slice(0, 3)].filter((other) => !mayBeSame(other, gold));
}
