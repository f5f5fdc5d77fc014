import { CodedError } from "../../errors/codedError.ts";
import type { ErrorCode } from "../../errors/errorTable.ts";

/** The GPUs cannot be measured as the options ask; the message says why. */
export class GpuMeterError extends CodedError<"meter"> {
  constructor(code: ErrorCode<"meter">, message: string) {
    super("meter", code, message);
  }
}
