import type { Grade, Problem } from "../../contract/benchmark.ts";
import type { Message } from "../../contract/runner.ts";
import { mathEqual } from "../../grading/mathEqual.ts";

const INSTRUCTION = "Work it out step by step. At the end, write the final answer, and nothing else, inside \\boxed{}.";

/** The prompt for one chain of thought that ends in a boxed answer, as in arXiv:2512.24776. */
export function askForBoxedAnswer({ question }: Problem): Message[] {
  return [{ role: "user", content: `${question}\n\n${INSTRUCTION}` }];
}

/**
 * Grades a text by comparing the answer that it states at its end with the gold answer (`mathEqual`). An empty text is
 * wrong. A text that states no answer, or one that cannot be compared, is undecided.
 *
 * @param finalAnswer finds the stated answer in a text, e.g. `finalNumber`.
 */
export function gradeByEquality(
  { expected }: Problem,
  text: string,
  finalAnswer: (text: string) => string | null,
): Grade {
  const answer = finalAnswer(text);
  if (answer === null) return { correct: text.trim() === "" ? false : null, answer: null };
  const verdict = mathEqual(answer, expected);
  return { correct: verdict === "undecided" ? null : verdict === "equal", answer };
}
