import { CodedError, isErrorOf } from "../../errors/codedError.ts";
import type { ErrorCode } from "../../errors/errorTable.ts";

export type RunnerErrorCode = ErrorCode<"runner">;

/** A failure of an engine in terms that are the same for all engines. */
export class RunnerError extends CodedError<"runner"> {
  /** @param options.retryAfter seconds to wait, where the engine says. */
  constructor(code: RunnerErrorCode, message: string, options?: { retryAfter?: number | null; cause?: unknown }) {
    super("runner", code, message, options);
  }
}

/** Whether a value is a `RunnerError`, also one of another copy of the package that a plugin brought. */
export function isRunnerError(value: unknown): value is RunnerError {
  return isErrorOf("runner", value);
}
