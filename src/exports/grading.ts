// `paretograph/grading`: finds the answer that a text states, and compares it with the gold answer.
export { gradeByEquality } from "../plugins/benchmarks/parts/boxedAnswers.ts";
export { chosenOption, letterOf } from "../plugins/grading/chosenOption.ts";
export { isCutOff } from "../plugins/grading/cutOff.ts";
export { finalExpression, finalNumber, statedAnswer } from "../plugins/grading/finalAnswer.ts";
export { boxedAnswers } from "../plugins/grading/finding/boxes.ts";
export { jsonAnswer } from "../plugins/grading/jsonAnswer.ts";
export { mathEqual } from "../plugins/grading/mathEqual.ts";
export { type SplitCompletion, splitReasoning } from "../plugins/grading/thought/reasoning.ts";
export type { Verdict } from "../plugins/grading/verdict.ts";
