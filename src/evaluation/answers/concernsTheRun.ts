import { expectedFailure } from "../../errors/codedError.ts";
import { asksForPause } from "./retry.ts";

/** Failures that concern the run and not one answer. All others are the answer's own. */
const OF_THE_RUN = [
  ...["ADDRESS_REFUSED", "CANCELED", "LAUNCH_FAILED", "MODEL_MISMATCH", "MODEL_NOT_FOUND", "QUOTA_EXHAUSTED"],
  // These are waited for first.
  ...["ENGINE_LOADING", "OVERLOADED", "UNREACHABLE"],
];

/** Whether a failure that one answer met would be met by all others, so that it ends the run. */
export function concernsTheRun(error: unknown): boolean {
  const expected = expectedFailure(error);
  if (!expected) return false;
  return expected.kind !== "runner" || OF_THE_RUN.includes(expected.code) || asksForPause(expected);
}
