import type { SampleSubmission } from "../../recording/submitted/submission.ts";
import { isAnswered } from "../records/retries.ts";
import type { AssignedPart } from "./assign.ts";
import { type Part, promptOf, tokensOf } from "./parts.ts";

/** The fields of a sample that the record decides. */
export const METERED = [
  ...["promptTokens", "outputTokens", "reasoningTokens", "cachedPromptTokens", "discardedTokens"],
  ...["latency", "ttft", "answerTtft", "queueTime", "finishReason", "promptHash"],
] as const as readonly (keyof SampleSubmission)[];

/**
 * What the requests of a sample cost together: tokens as the engine counted them, seconds in which at least one was under
 * way, seconds to the first text of the first, and why the last ended. A count that one of the answers lacks is left out.
 * Where none of them answered the problem, there are the tokens of failed tries alone.
 */
export function sampleCost(assigned: readonly AssignedPart[]): Partial<SampleSubmission> {
  const answering = assigned.filter(({ purpose }) => purpose === "answer").map(({ part }) => part);
  const [first] = answering;
  const discardedTokens = assigned
    .filter(({ purpose }) => purpose === "given up")
    .reduce((sum, { part }) => sum + (tokensOf(part, "outputTokens") ?? 0), 0);
  const discarded = discardedTokens > 0 ? { discardedTokens } : {};
  if (!first) return discarded;
  const last = answering.at(-1)!;
  return {
    ...sumsOf(answering),
    ...discarded,
    latency: secondsOf(answering),
    ...(first.request.answer!.ttft !== null && { ttft: first.request.answer!.ttft }),
    ...(last.choices.at(-1)?.finishReason && { finishReason: last.choices.at(-1)!.finishReason }),
    promptHash: promptOf(first).whole,
  };
}

/** The tokens of parts together. A count that one of the answers lacks is left out. */
export function sumsOf(parts: readonly Part[]) {
  const sums: Partial<Record<"promptTokens" | "outputTokens" | "reasoningTokens" | "cachedPromptTokens", number>> = {};
  for (const count of ["promptTokens", "outputTokens", "reasoningTokens", "cachedPromptTokens"] as const) {
    const counts = parts.map((part) => tokensOf(part, count));
    if (counts.length > 0 && counts.every((one) => one !== null)) {
      sums[count] = counts.reduce<number>((sum, one) => sum + one, 0);
    }
  }
  return sums;
}

/** The seconds in which at least one of the requests was under way. */
function secondsOf(parts: readonly Part[]): number {
  const spans = parts
    .filter(({ request }) => isAnswered(request))
    .map(({ request: { at, answer } }) => ({ from: at, to: at + 1000 * answer!.latency }))
    .sort((a, b) => a.from - b.from);
  let sum = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of spans) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  // Instants since 1970 in milliseconds have no more places than these.
  return spans.length === 1 ? parts[0]!.request.answer!.latency : Math.round(1000 * sum) / 1e6;
}
