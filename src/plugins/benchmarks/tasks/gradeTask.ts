import type { AnswerEnding, Grade, Problem } from "../../contract/benchmark.ts";
import { chosenOption } from "../../grading/chosenOption.ts";
import { isCutOff } from "../../grading/cutOff.ts";
import { finalExpression, finalNumber, statedAnswer } from "../../grading/finalAnswer.ts";
import { gradeByEquality } from "../parts/boxedAnswers.ts";
import { sameText } from "./sameText.ts";
import type { TaskFile } from "./taskFile.ts";
import type { TaskDetails } from "./taskRows.ts";
import { withinBounds } from "./withinBounds.ts";

/** Only this many last characters of an answer are searched. */
const WINDOW = 10_000;
/** An answer in one line of at most so many characters may be the bare answer itself. */
const LONGEST_BARE = 300;

/** Grades an answer as its task says. A text that was cut off is wrong, and one that states no answer is undecided. */
export function gradeTask(
  { kind }: TaskFile["answer"],
  pattern: RegExp | null,
  problem: Problem,
  text: string,
  ending?: AnswerEnding,
): Grade {
  const { expected } = problem;
  const { options = [], tolerance } = problem.details!.task as TaskDetails;
  if (text.trim() === "" || isCutOff(ending?.finishReason)) return { correct: false, answer: null };
  const found = pattern === null ? text : withinBounds(() => lastMatch(pattern, text.slice(-WINDOW)));
  if (found === null) return { correct: null, answer: null };
  if (kind === "option") return verdict(chosenOption(found, options), (letter) => letter === expected);
  if (kind === "text") return verdict(statedAnswer(found) ?? bare(found), (said) => sameText(said, expected));
  const grade = gradeByEquality(problem, found, kind === "number" ? finalNumber : finalExpression, ending);
  return tolerance !== undefined && grade.correct !== true && isNear(grade.answer, expected, tolerance)
    ? { ...grade, correct: true }
    : grade;
}

function verdict(answer: string | null, isRight: (answer: string) => boolean): Grade {
  return { correct: answer === null ? null : isRight(answer), answer };
}

function lastMatch(pattern: RegExp, text: string): string | null {
  const match = [...text.matchAll(pattern)].at(-1);
  return match ? (match[1] ?? match[0]).trim() || null : null;
}

function bare(text: string): string | null {
  const line = text.trim();
  return line.includes("\n") || line.length > LONGEST_BARE ? null : line;
}

/** Whether two plain numbers differ by no more than that, with a part in 10⁹ for their being binary. */
function isNear(answer: string | null, expected: string, tolerance: number): boolean {
  const [given, gold] = [answer ?? "", expected].map((text) =>
    Number(text.replace(/[$\s]|\\[,;!]|,(?=\d{3}(?!\d))/g, "") || Number.NaN),
  );
  return Math.abs(given! - gold!) <= tolerance * (1 + 1e-9);
}
