import type { Verdict } from "../../src/plugins/grading/verdict.ts";
import type { SampleSubmission } from "../../src/recording/submitted/submission.ts";

/** A completion as it is bundled, and how its verdict came about. */
export interface Graded {
  sample: SampleSubmission;
  outcome: Verdict | "no answer" | "failed";
}

const LONGEST_ANSWER = 200;

/** An extracted answer as it is bundled: what is longer is no answer but a text, whose beginning says enough. */
export function bundledAnswer(answer: string | null): string | null {
  return answer && answer.length > LONGEST_ANSWER ? `${answer.slice(0, LONGEST_ANSWER)}…` : answer;
}

/** What a reader of a run's accuracy should know of its grading; `undecided` says what became of undecided answers. */
export function gradingNotes(graded: Graded[], undecided: string): string {
  const count = (outcome: Graded["outcome"]) => graded.filter((one) => one.outcome === outcome).length;
  const notes = ["Graded by mathematical equality with the gold answer."];
  if (count("undecided")) notes.push(`Answers that it could not decide: ${count("undecided")}, which ${undecided}.`);
  if (count("no answer")) notes.push(`Completions without an answer: ${count("no answer")}, which count as wrong.`);
  if (count("failed")) notes.push(`Failed requests: ${count("failed")}, which do not count.`);
  return notes.join(" ");
}
