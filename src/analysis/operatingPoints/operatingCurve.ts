import { answerFlops } from "../../compute/cost/flops.ts";
import { bestOfCurve, cappedMajorityCurve, majorityCurve } from "../../frontier/testTimeCompute/repeatedAnswers.ts";
import type { OperatingPointValue } from "../../frontier/testTimeCompute/sampledAnswers.ts";
import { type CostAtCap, cappedCurve } from "../../frontier/testTimeCompute/tokenCaps.ts";
import type { KnownArchitecture } from "../../store/reading/architectures.ts";
import type { StoredAnswer } from "../../store/reading/storedAnswers.ts";

/**
 * The operating points of a model in a mode, besides one answer without a limit: token caps, majorities, majorities under
 * token caps, and the best of several answers as an upper bound.
 *
 * @param costAtCap the costs of answers that are cut off; undefined where none can be known.
 */
export function operatingCurve(
  answers: readonly StoredAnswer[],
  costAtCap: CostAtCap | undefined,
): OperatingPointValue[] {
  return [
    ...cappedCurve(answers, undefined, costAtCap),
    ...(majorityCurve(answers) ?? []),
    ...(cappedMajorityCurve(answers, undefined, costAtCap) ?? []),
    ...(bestOfCurve(answers) ?? []),
  ];
}

/**
 * The FLOPs of an answer that is cut off, computed from the architecture. Results are kept by prompt length and cap, which
 * many answers share.
 */
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
