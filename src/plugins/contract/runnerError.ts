import { CodedError, isErrorOf } from "../../errors/codedError.ts";
import type { ErrorCode } from "../../errors/errorTable.ts";
import type { Generation } from "./runner.ts";

export type RunnerErrorCode = ErrorCode<"runner">;

interface RunnerErrorOptions {
  retryAfter?: number | null;
  cause?: unknown;
  partial?: Generation | null;
}

/** A failure of an engine in terms that are the same for all engines. */
export class RunnerError extends CodedError<"runner"> {
  /** The text and tokens that came before the failure; null where none came. */
  readonly partial: Generation | null;

  /**
   * @param options.retryAfter the seconds to wait before trying again, where the engine states them
   * @param options.partial the text and tokens that came before the failure
   */
  constructor(code: RunnerErrorCode, message: string, options: RunnerErrorOptions = {}) {
    super("runner", code, message, options);
    this.partial = options.partial ?? null;
  }
}

/** Whether a value is a `RunnerError`, including one that another copy of the package created. */
export function isRunnerError(value: unknown): value is RunnerError {
  return isErrorOf("runner", value);
}
