import { CodedError } from "../../errors/codedError.ts";
import type { ErrorCode } from "../../errors/errorTable.ts";

export type ImportErrorCode = ErrorCode<"import">;

/** Results that cannot be imported: the message says where the fault stands, what it is and what is allowed. */
export class ImportError extends CodedError<"import"> {
  /** The file and the path in it, such as `results.json: results.gsm8k.acc`. */
  readonly place: string;

  constructor(code: ImportErrorCode, place: string, message: string, options?: { cause?: unknown }) {
    super("import", code, `${place}: ${message}`, options);
    this.place = place;
  }
}
