import { meanOverProblems } from "../frontier/statistics/clusteredMean.ts";
import { wilsonInterval } from "../frontier/statistics/intervals.ts";
import type { Measures } from "../store/measures.ts";
import { fateOf, type SampleFate } from "./sampleFate.ts";
import type { SampleSubmission } from "./submission.ts";

/**
 * The shares of answers that failed, were cut or could not be decided, and the accuracy if all of these were wrong or all
 * were right. A run has all of them or, without answers, none.
 */
export function answerShares(samples: readonly SampleSubmission[]): Measures {
  const count = samples.length;
  if (count === 0) return {};
  const fates = samples.map(fateOf);
  const share = (fate: SampleFate) => {
    const value = fates.filter((each) => each === fate).length / count;
    return { value, ...wilsonInterval(value, count), count };
  };
  const accuracyIf = (isRight: (fate: SampleFate) => boolean) => {
    const verdicts = samples.map(({ score }, i) => score ?? Number(isRight(fates[i]!)));
    const problems = samples.map(({ problem }) => problem);
    return { value: Math.min(1, meanOverProblems(verdicts, problems)!.mean), count };
  };
  return {
    error_share: share("ERROR"),
    truncated_share: share("TRUNCATED"),
    undecided_share: share("UNDECIDED"),
    least_right_share: accuracyIf((fate) => fate === "RIGHT"),
    most_right_share: accuracyIf((fate) => fate !== "WRONG"),
  };
}
