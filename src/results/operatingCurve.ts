import { answerFlops } from "../compute/flops.ts";
import { accuracyInterval } from "../frontier/intervals.ts";
import { bestOfCurve, cappedMajorityCurve, majorityCurve } from "../frontier/repeatedAnswers.ts";
import { meanCosts, type OperatingPointValue, type SampledAnswer } from "../frontier/sampledAnswers.ts";
import { type CostAtCap, cappedCurve } from "../frontier/tokenCaps.ts";
import type { KnownArchitecture } from "./architectures.ts";
import type { StoredAnswer } from "./sampledAnswers.ts";

/**
 * All that a model in a mode reaches by its test-time compute: its answers as they are, under token caps, as majorities,
 * as majorities under caps, and the best of several as an upper bound.
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
    asItIs(answers),
    ...cappedCurve(answers, undefined, costAtCap),
    ...(majorityCurve(answers) ?? []),
    ...(cappedMajorityCurve(answers, undefined, costAtCap) ?? []),
    ...(bestOfCurve(answers) ?? []),
  ];
}

/** The answers without any limit. */
export function asItIs(answers: readonly SampledAnswer[]): OperatingPointValue {
  const accuracy = accuracyInterval(
    answers.map(({ score }) => score),
    answers.map(({ problem }) => problem),
  )!;
  const point = { tokenCap: null, votes: null, bestOf: null };
  return { point, accuracy, upperBound: false, measures: meanCosts(answers) };
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
