import { CodedError, isErrorOf } from "../../errors/codedError.ts";
import type { ErrorCode } from "../../errors/errorTable.ts";
import type { Generation } from "./runner.ts";

export type RunnerErrorCode = ErrorCode<"runner">;

/** A failure of an engine in terms that are the same for all engines. */
export class RunnerError extends CodedError<"runner"> {
  /** What had streamed before the failure; null where nothing had. */
  readonly partial: Generation | null;

  /** @param options.retryAfter the seconds to wait before trying again, where the engine states them. */
  constructor(
    code: RunnerErrorCode,
    message: string,
    options: { retryAfter?: number | null; cause?: unknown; partial?: Generation | null } = {},
  ) {
    super("runner", code, message, options);
    this.partial = options.partial ?? null;
  }
}

/** Whether a value is a `RunnerError`, including one that another copy of the package created. */
export function isRunnerError(value: unknown): value is RunnerError {
  return isErrorOf("runner", value);
}
