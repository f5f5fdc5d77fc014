import { type ExpectedFailure, expectedFailure } from "../errors/codedError.ts";
import { ERRORS, type ErrorKind } from "../errors/errorTable.ts";
import { printable } from "../errors/printable.ts";
import { RequestError } from "../errors/requestError.ts";

import { databaseFailure } from "../store/database/databaseFailure.ts";
import { log } from "./observation/log.ts";

/** A failure as a caller may see it, for an answer that consists of nothing else. */
export interface Failure {
  status: number;
  code: string;
  message: string;
  headers: Record<string, string>;
}

/**
 * The kinds of failures whose messages are written for callers. Those of other kinds can name files and addresses; of feeds
 * operators alone hear.
 */
const SAID_TO_CALLERS: ErrorKind[] = ["request", "compute", "feed"];
/** The most characters of a message, which can repeat what the caller sent. */
const LONGEST_MESSAGE = 2000;

/**
 * The failure that an error means to the caller. An expected error keeps its code, and its message if it is written for
 * callers. Any other error becomes `INTERNAL_SERVER_ERROR` without details, which are logged.
 */
export function failureOf(error: unknown): Failure {
  const expected = expectedByCaller(error);
  if (expected) {
    const { status, code, retryAfter } = expected;
    const headers = {
      ...(retryAfter !== null && { "retry-after": String(retryAfter) }),
      ...(status === 401 && { "www-authenticate": 'Bearer realm="paretograph"' }),
    };
    return { status, code, message: messageFor(expected), headers };
  }
  log.error({ err: error });
  if (databaseFailure(error)) {
    const { status, meaning } = ERRORS.request.UNAVAILABLE;
    return { status, code: "UNAVAILABLE", message: meaning, headers: { "retry-after": "5" } };
  }
  const { status, meaning } = ERRORS.request.INTERNAL_SERVER_ERROR;
  return { status, code: "INTERNAL_SERVER_ERROR", message: meaning, headers: {} };
}

/**
 * The failure that an error is, if it is an expected one. That the database refuses a value is one, too: every value that
 * it is asked about came from the caller.
 */
export function expectedByCaller(error: unknown): ExpectedFailure | null {
  const expected = expectedFailure(error);
  if (expected || !isRefusedValue(error)) return expected;
  return expectedFailure(new RequestError("BAD_VALUE", "A value in the arguments is not one that can be looked for."));
}

/** The message of an expected failure that the caller may read. */
export function messageFor({ kind, message, meaning }: ExpectedFailure, said = message): string {
  return shown(SAID_TO_CALLERS.includes(kind) ? said : meaning);
}

/** A message without control characters, and cut where it is too long. */
export function shown(message: string): string {
  const cut = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)} … (cut)` : message;
  return printable(cut);
}

/** Whether PostgreSQL refused a value: its classes 22 (data exception) and 54 (program limit exceeded). */
function isRefusedValue(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && /^(22|54)[0-9A-Z]{3}$/.test(code)) return true;
  return error.cause !== undefined && error.cause !== error && isRefusedValue(error.cause);
}
