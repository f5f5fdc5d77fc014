import { meanOverProblems } from "../frontier/statistics/clusteredMean.ts";
import { wilsonInterval } from "../frontier/statistics/intervals.ts";
import type { Measures } from "../store/measures.ts";
import { fateOf, type SampleFate } from "../store/sampleFate.ts";
import type { SampleSubmission } from "./submitted/submission.ts";

/**
 * The shares of answers that the parse or a judge decided, that failed, were cut or could not be decided, and the accuracy if all of these were wrong or all
 * were right. A run has all of them or, without answers, none.
 */
export function answerShares(samples: readonly SampleSubmission[]): Measures {
  const count = samples.length;
  if (count === 0) return {};
  const fates = samples.map(fateOf);
  const judged = samples.filter(isDecidedByJudge).length;
  const shareOf = (answers: number) => {
    const value = answers / count;
    return { value, ...wilsonInterval(value, count), count };
  };
  const numberOf = (fate: SampleFate) => fates.filter((each) => each === fate).length;
  const share = (fate: SampleFate) => shareOf(numberOf(fate));
  const accuracyIf = (isRight: (fate: SampleFate) => boolean) => {
    const verdicts = samples.map(({ score }, i) => score ?? Number(isRight(fates[i]!)));
    const problems = samples.map(({ problem }) => problem);
    return { value: Math.min(1, meanOverProblems(verdicts, problems)!.mean), count };
  };
  return {
    error_share: share("ERROR"),
    truncated_share: share("TRUNCATED"),
    undecided_share: share("UNDECIDED"),
    judged_share: shareOf(judged),
    parsed_share: shareOf(count - judged - numberOf("UNDECIDED") - numberOf("ERROR")),
    least_right_share: accuracyIf((fate) => fate === "RIGHT"),
    most_right_share: accuracyIf((fate) => fate !== "WRONG"),
  };
}

/** Whether the verdict is that of a judge, and not of the parse. */
export const isDecidedByJudge = (sample: SampleSubmission) =>
  sample.correct != null && sample.judgement?.correct === sample.correct && !sample.judgement.isCheck;
