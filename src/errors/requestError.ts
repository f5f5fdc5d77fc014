import { CodedError } from "./codedError.ts";
import type { ErrorCode } from "./errorTable.ts";

export type RequestErrorCode = ErrorCode<"request">;

/** A request that cannot be met as it stands: the message names the argument and says what is allowed. */
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
