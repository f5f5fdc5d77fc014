import { type LengthMoments, mixtureOf, momentsOf, momentsOfSpread } from "../../compute/fleets/lengths.ts";
import type { StoredMeasure } from "../../store/measures.ts";
import type { AnswersOfModel } from "../../store/reading/storedAnswers.ts";
import { type LengthFacts, spreadOf, spreadRange } from "../../store/tokenSpread.ts";
import type { Candidate } from "../request/candidate.ts";

/** How long the answers of a candidate are. */
export interface KnownLengths {
  moments: LengthMoments;
  /** The number of measured answers that they come from; null where only their mean is known. */
  answerCount: number | null;
  /** Where the spread is from, in words. */
  origin: string;
  /** The narrowest and the widest distribution that the mean allows; null where the answers were measured. */
  range: readonly [low: LengthMoments, high: LengthMoments] | null;
}

/**
 * The lengths of the answers behind a candidate: those of its pools on every benchmark, each benchmark counting alike, and at
 * an operating point cut off at its cap. Null where a benchmark's are not stored.
 */
export function sampledLengths(
  groups: readonly AnswersOfModel[],
  { modelId, mode, pools, operatingPoint }: Pick<Candidate, "modelId" | "mode" | "pools" | "operatingPoint">,
  benchmarkIds: readonly number[],
): KnownLengths | null {
  const cap = operatingPoint?.tokenCap ?? Number.POSITIVE_INFINITY;
  const parts = benchmarkIds.flatMap((benchmarkId) => {
    const own = groups.find((one) => one.modelId === modelId && one.mode === mode && one.benchmarkId === benchmarkId);
    if (!own || own.answers.length === 0 || (pools.length > 0 && !pools.includes(own.pool))) return [];
    return [own.answers.map(({ tokens }) => Math.max(1, Math.min(tokens, cap)))];
  });
  if (parts.length < benchmarkIds.length) return null;
  const answerCount = parts.reduce((sum, { length }) => sum + length, 0);
  return {
    moments: mixtureOf(parts.map(momentsOf)),
    answerCount,
    origin: `the lengths of its own ${answerCount.toLocaleString("en")} measured answers`,
    range: null,
  };
}

/** What a mean number of tokens says: the spread is that of other answers, and its range that of other models. */
export function spreadLengths(facts: Omit<LengthFacts, "tokens">, { value, low, high }: StoredMeasure): KnownLengths {
  const { variation, origin } = spreadOf({ ...facts, tokens: value });
  const range = spreadRange({ ...facts, tokens: value });
  return {
    moments: momentsOfSpread(value, variation),
    answerCount: null,
    origin: `its mean length, with a spread of ${variation} ${origin}`,
    range: [
      momentsOfSpread(low === undefined ? value : Math.max(1, low), Math.min(variation, range.low)),
      momentsOfSpread(high ?? value, Math.max(variation, range.high)),
    ],
  };
}
