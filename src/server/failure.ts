import { CodedError } from "../errors/codedError.ts";
import { ERRORS, type ErrorKind } from "../errors/errorTable.ts";
import { log } from "./observation/log.ts";

/** A failure as a caller may see it, for an answer that consists of nothing else. */
export interface Failure {
  status: number;
  code: string;
  message: string;
  headers: Record<string, string>;
}

/**
 * The failure that an error means to the caller. An expected error keeps its code and message. Any other error becomes
 * `INTERNAL_SERVER_ERROR` without details, which are logged.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof CodedError) {
    const { status, code, message, retryAfter } = error as CodedError<ErrorKind>;
    return { status, code, message, headers: retryAfter === null ? {} : { "retry-after": String(retryAfter) } };
  }
  log.error({ err: error });
  const { status, meaning } = ERRORS.request.INTERNAL_SERVER_ERROR;
  return { status, code: "INTERNAL_SERVER_ERROR", message: meaning, headers: {} };
}
