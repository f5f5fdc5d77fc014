/** Where readings come from. */
export interface GpuSource {
  /** Reads at once, where the source can; else the next reading comes by itself. */
  readNow(): Promise<void>;
  close(): Promise<void>;
}

type GpuMeterErrorCode = "EXPORTER_UNREACHABLE" | "UNKNOWN_GPU";

/** Why GPUs that were asked for can't be measured. */
export class GpuMeterError extends Error {
  readonly code: GpuMeterErrorCode;

  constructor(code: GpuMeterErrorCode, message: string) {
    super(message);
    this.name = "GpuMeterError";
    this.code = code;
  }
}
