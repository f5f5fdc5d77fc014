import { CodedError } from "../../errors/codedError.ts";
import type { ErrorCode } from "../../errors/errorTable.ts";

/** Where readings come from. */
export interface GpuSource {
  /** Reads at once, where the source can; else the next reading comes by itself. */
  readNow(): Promise<void>;
  close(): Promise<void>;
}

/** GPUs that were asked for and cannot be measured: the message says why. */
export class GpuMeterError extends CodedError<"meter"> {
  constructor(code: ErrorCode<"meter">, message: string) {
    super("meter", code, message);
  }
}
