import type { SampleSubmission } from "./submitted/submission.ts";

/** The output tokens that an answer took together with failed attempts at it; null where those of the answer are not known. */
export function spentTokens({ outputTokens, discardedTokens }: SampleSubmission): number | null {
  return outputTokens == null ? null : outputTokens + (discardedTokens ?? 0);
}
