import { CodedError } from "./codedError.ts";
import type { ErrorCode } from "./errorTable.ts";

export type PlanErrorCode = ErrorCode<"plan">;

/** Why there is no plan of serving a model on a deployment. The message says what to change. */
export class PlanError extends CodedError<"plan"> {
  constructor(code: PlanErrorCode, message: string, options: { cause?: unknown } = {}) {
    super("plan", code, message, options);
  }
}
