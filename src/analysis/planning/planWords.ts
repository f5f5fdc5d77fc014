import { describeServing } from "../deployment/chosenDeployment.ts";
import { otherPrecision } from "../deployment/otherPrecision.ts";
import type { KnownLengths } from "./answerLengths.ts";
import type { ServingPlan } from "./servingPlan.ts";

/** Where the lengths of answers are from, with their mean. */
export function lengthsInWords({ moments, origin }: KnownLengths): string {
  return `${Math.round(moments.mean).toLocaleString("en")} tokens on the mean, by ${origin}`;
}

/** What a plan chose and why, in whole sentences. */
export function planReason(plan: ServingPlan): string {
  const { serving, published, machines, utilisation, meanRunning, lengths } = plan;
  const named = published.checkpoint === null ? "" : ` (${published.checkpoint})`;
  return [
    `${machines} ${machines === 1 ? "machine" : "machines"}, each with replicas of ${describeServing(serving)} in ${serving.precision}${named}: ` +
      "the fewest of all splits, precisions and batches that keep the limits.",
    `Its answers have ${lengthsInWords(lengths)}; ${Number(meanRunning.toPrecision(2))} of them run on a replica on average, and ${Math.round(
      100 * utilisation,
    )} % of the places are taken.`,
    timeInWords(plan),
  ].join(" ");
}

function timeInWords({ measured, estimator, error }: ServingPlan): string {
  const by = `${estimator.name} ${estimator.version}`;
  if (measured)
    return `Its time between tokens was measured ${measured.measuredOn || "on an unknown day"}; ${by} estimated the others.`;
  const off =
    error === null
      ? "whose error on such deployments nobody measured"
      : `which was off by ${Math.round(100 * error.mean)} % on the mean of ${error.rows} such deployments`;
  return `Its times are estimated by ${by}, ${off}.`;
}

/** What to know before relying on a plan, in whole sentences. */
export function planWarnings({ serving, published, own, failures, lengths, joulesPerAnswer }: ServingPlan): string[] {
  return [
    ...(serving.precision === own
      ? []
      : [otherPrecision({ precision: serving.precision, own, checkpoint: published.checkpoint })]),
    ...(lengths.answerCount === null
      ? [
          "The lengths of its answers were not measured one by one, so that the spread of other answers stands in for theirs.",
        ]
      : []),
    ...(joulesPerAnswer === null
      ? ["The power of the accelerator or of the estimate is not known, so that there are no joules."]
      : []),
    ...failures,
  ];
}
