import { answerFlops } from "../../compute/cost/flops.ts";
import { bestOfCurve, cappedMajorityCurve, majorityCurve } from "../../frontier/testTimeCompute/repeatedAnswers.ts";
import type { OperatingPointValue } from "../../frontier/testTimeCompute/sampledAnswers.ts";
import { type CostAtCap, cappedCurve } from "../../frontier/testTimeCompute/tokenCaps.ts";
import type { KnownArchitecture } from "../../store/reading/architectures.ts";
import type { StoredAnswer } from "../../store/reading/storedAnswers.ts";

/**
 * All that a model in a mode reaches by its test-time compute beside its answers as they are: under token caps, as
 * majorities, as majorities under caps, and the best of several as an upper bound.
 *
 * @param typicalPrompt stands in for prompt tokens that are not known.
 */
export function operatingCurve(
  answers: readonly StoredAnswer[],
  known: KnownArchitecture | undefined,
  typicalPrompt: number,
): OperatingPointValue[] {
  const costAtCap = known && flopsAtCap(known, typicalPrompt);
  return [
    ...cappedCurve(answers, undefined, costAtCap),
    ...(majorityCurve(answers) ?? []),
    ...(cappedMajorityCurve(answers, undefined, costAtCap) ?? []),
    ...(bestOfCurve(answers) ?? []),
  ];
}

/** The compute of an answer that is cut off, from the architecture; problems and repeats share prompts. */
export function flopsAtCap({ architecture }: KnownArchitecture, typicalPrompt: number): CostAtCap {
  const known = new Map<string, number>();
  return (answer, cap) => {
    const promptTokens = (answer as StoredAnswer).promptTokens ?? typicalPrompt;
    const key = `${promptTokens} ${cap}`;
    const flops = known.get(key) ?? answerFlops(architecture, promptTokens, cap).total;
    known.set(key, flops);
    return { flops };
  };
}
