import { CodedError } from "../../errors/codedError.ts";
import type { ErrorCode } from "../../errors/errorTable.ts";

/** GPUs that were named cannot be measured; the message says why. */
export class GpuMeterError extends CodedError<"meter"> {
  constructor(code: ErrorCode<"meter">, message: string) {
    super("meter", code, message);
  }
}
