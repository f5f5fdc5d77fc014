import type { AnswerEnding, Grade, Problem } from "../../contract/benchmark.ts";
import type { Message } from "../../contract/runner.ts";
import { isCutOff } from "../../grading/cutOff.ts";
import { boxedAnswers } from "../../grading/finding/boxes.ts";
import { mathEqual } from "../../grading/mathEqual.ts";
import { promptWithShots } from "./shots.ts";

const INSTRUCTION = "Work it out step by step. At the end, write the final answer, and nothing else, inside \\boxed{}.";

/** The prompt for one chain of thought that ends in a boxed answer, as in arXiv:2512.24776. */
export function askForBoxedAnswer(problem: Problem): Message[] {
  return promptWithShots(problem, ({ question }) => `${question}\n\n${INSTRUCTION}`, workedAnswer);
}

/** The published solution of an example, if it ends in the boxed answer as the prompt asks, else that answer alone. */
function workedAnswer({ expected, details }: Problem): string {
  const solution = details?.solution;
  return typeof solution === "string" && boxedAnswers(solution).length > 0 ? solution : `\\boxed{${expected}}`;
}

/**
 * Grades a text by comparing the answer that it states at its end with the gold answer (`mathEqual`). An empty text is
 * wrong, and so is one that was cut off. A text that states no answer, or one that cannot be compared, is undecided. Where
 * the gold answer is a list, its items may stand in boxes of their own. Commas are read as the problem's language has them.
 *
 * @param finalAnswer finds the stated answer in a text, e.g. `finalNumber`.
 * @param ending how the text came to its end, where that is known.
 */
export function gradeByEquality(
  { expected, language }: Problem,
  text: string,
  finalAnswer: (text: string) => string | null,
  ending?: AnswerEnding,
): Grade {
  if (text.trim() === "" || isCutOff(ending?.finishReason)) return { correct: false, answer: null };
  const answer = finalAnswer(text);
  if (answer === null) return { correct: null, answer };
  const verdict = mathEqual(answer, expected, language);
  if (verdict === "equal") return { correct: true, answer };
  const list = [...new Set(boxedAnswers(text))].join(", ");
  if (list !== answer && mathEqual(list, expected, language) === "equal") return { correct: true, answer: list };
  return { correct: verdict === "undecided" ? null : false, answer };
}
