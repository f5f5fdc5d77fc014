import { ERRORS, type ErrorCode, type ErrorKind, type ErrorMeaning } from "./errorTable.ts";
import { printable } from "./printable.ts";

/** The property that holds the kind of an expected failure. The symbol is the same for every copy of the package in a process. */
const BRAND = Symbol.for("paretograph.error");

/** An expected failure. Its message is for people, its code for programs. The message holds no control characters. */
export class CodedError<Kind extends ErrorKind> extends Error {
  readonly code: ErrorCode<Kind>;
  /** The HTTP status of an answer that consists of nothing but this failure. */
  readonly status: number;
  /** Whether the same request may succeed later. */
  readonly retry: boolean;
  /** The seconds to wait before another try, or null if they are not known. */
  readonly retryAfter: number | null;

  constructor(
    kind: Kind,
    code: ErrorCode<Kind>,
    message: string,
    { retryAfter = null, cause }: { retryAfter?: number | null; cause?: unknown } = {},
  ) {
    super(printable(message), { cause });
    this.name = new.target.name;
    Object.defineProperty(this, BRAND, { value: kind });
    const { status, retry } = (ERRORS[kind] as Record<string, ErrorMeaning>)[code]!;
    this.code = code;
    this.status = status;
    this.retry = retry;
    this.retryAfter = retryAfter;
  }
}

/** Whether a value is a failure of this kind, also from another copy of the package. */
export function isErrorOf<Kind extends ErrorKind>(kind: Kind, value: unknown): value is CodedError<Kind> {
  return value instanceof Error && (value as { [BRAND]?: unknown })[BRAND] === kind;
}

/** An expected failure of any kind, as its code means it. */
export interface ExpectedFailure extends ErrorMeaning {
  kind: ErrorKind;
  code: string;
  message: string;
  retryAfter: number | null;
}

/** The expected failure that a value is, also from another copy of the package. Null for any other value. */
export function expectedFailure(value: unknown): ExpectedFailure | null {
  const kind = value instanceof Error ? (value as { [BRAND]?: unknown })[BRAND] : undefined;
  if (typeof kind !== "string" || !Object.hasOwn(ERRORS, kind)) return null;
  const { code, message, retryAfter } = value as CodedError<ErrorKind>;
  const codes: Record<string, ErrorMeaning> = ERRORS[kind as ErrorKind];
  // Another version of the package can have codes that this one does not know.
  if (!Object.hasOwn(codes, code)) return null;
  const seconds = typeof retryAfter === "number" ? retryAfter : null;
  return { ...codes[code]!, kind: kind as ErrorKind, code, message: printable(message), retryAfter: seconds };
}
