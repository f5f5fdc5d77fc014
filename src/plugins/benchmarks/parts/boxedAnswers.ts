import type { Grade, Problem } from "../../contract/benchmark.ts";
import type { Message } from "../../contract/runner.ts";
import { mathEqual } from "../../grading/mathEqual.ts";

const INSTRUCTION = "Work it out step by step. At the end, write the final answer, and nothing else, inside \\boxed{}.";

/** One chain of thought that ends in a boxed answer, as arXiv:2512.24776 asks for it. */
export function askForBoxedAnswer({ question }: Problem): Message[] {
  return [{ role: "user", content: `${question}\n\n${INSTRUCTION}` }];
}

/**
 * Compares what an answer states at its end with the gold answer. An empty answer is wrong; one that states nothing, or
 * what can't be compared, is undecided.
 *
 * @param finalAnswer finds what the text states.
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
