import { CodedError } from "../../errors/codedError.ts";
import type { ErrorCode } from "../../errors/errorTable.ts";

/** Problems that cannot be loaded: the message says from where, why, and what would help. */
export class BenchmarkDataError extends CodedError<"data"> {
  constructor(code: ErrorCode<"data">, message: string, options?: { cause?: unknown }) {
    super("data", code, message, options);
  }
}
