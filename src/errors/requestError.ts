import { CodedError } from "./codedError.ts";
import type { ErrorCode } from "./errorTable.ts";

export type RequestErrorCode = ErrorCode<"request">;

/** A request that cannot be answered as it is. The message names the argument and the values that are allowed. */
export class RequestError extends CodedError<"request"> {
  /** The argument at fault, as a path: `where.benchmark`. */
  readonly argument: string | undefined;

  constructor(
    code: RequestErrorCode,
    message: string,
    argument?: string,
    options?: { retryAfter?: number | null; cause?: unknown },
  ) {
    super("request", code, message, options);
    this.argument = argument;
  }
}
