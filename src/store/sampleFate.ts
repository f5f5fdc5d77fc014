/** The reasons for which an answer ends before the model ends it: it reached its limit of tokens, or of time. */
export const CUT: readonly string[] = ["length", "timeout"];

/**
 * What became of an answer. An error has no verdict and says why, and is no part of the accuracy; an answer without a
 * verdict and without an error could not be decided and counts as wrong, as does one that was cut.
 */
export type SampleFate = "RIGHT" | "WRONG" | "TRUNCATED" | "UNDECIDED" | "ERROR";

/** What the fate of an answer follows from. */
interface Ended {
  correct?: boolean | null | undefined;
  error?: string | null | undefined;
  finishReason?: string | null | undefined;
}

export function fateOf({ correct, error, finishReason }: Ended): SampleFate {
  if (correct == null && error != null) return "ERROR";
  if (correct) return "RIGHT";
  if (finishReason != null && CUT.includes(finishReason)) return "TRUNCATED";
  return correct == null ? "UNDECIDED" : "WRONG";
}
