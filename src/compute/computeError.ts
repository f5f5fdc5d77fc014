import { CodedError } from "../errors/codedError.ts";
import type { ErrorCode } from "../errors/errorTable.ts";

/** An error in a config, a number of tokens or a deployment, with a code of `errorTable.ts`. */
export class ComputeError extends CodedError<"compute"> {
  constructor(code: ErrorCode<"compute">, message: string) {
    super("compute", code, message);
  }
}
