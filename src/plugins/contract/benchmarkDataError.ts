import { CodedError } from "../../errors/codedError.ts";
import type { ErrorCode } from "../../errors/errorTable.ts";

export type BenchmarkDataErrorCode = ErrorCode<"data">;

/** Problems that cannot be loaded: the message says from where, why, and what would help. */
export class BenchmarkDataError extends CodedError<"data"> {
  constructor(code: BenchmarkDataErrorCode, message: string, options?: { cause?: unknown }) {
    super("data", code, message, options);
  }
}
