import { CodedError } from "../errors/codedError.ts";
import type { ErrorCode } from "../errors/errorTable.ts";

/** An architecture that cannot be read, or whose cost cannot be told. */
export class ComputeError extends CodedError<"compute"> {
  constructor(code: ErrorCode<"compute">, message: string) {
    super("compute", code, message);
  }
}
