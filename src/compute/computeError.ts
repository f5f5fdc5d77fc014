/** What can go wrong when an architecture is read or its cost is asked for; stable, for programs. */
export type ComputeErrorCode =
  /** The text of a config is no JSON. */
  | "INVALID_CONFIG"
  /** The config's `model_type` is none of those that can be read. */
  | "UNKNOWN_MODEL_TYPE"
  /** A field that the architecture needs is missing or is not of the right type. */
  | "INCOMPLETE_CONFIG"
  /** The config asks for something that is not accounted for. */
  | "UNSUPPORTED_CONFIG"
  /** A number of tokens that is negative or not a number. */
  | "INVALID_TOKEN_COUNT"
  /** A number of accelerators or a batch that is no whole number from 1. */
  | "INVALID_DEPLOYMENT";

/** An error of the compute accounting: its message is for people, its `code` for programs. */
export class ComputeError extends Error {
  readonly code: ComputeErrorCode;

  constructor(code: ComputeErrorCode, message: string) {
    super(message);
    this.name = "ComputeError";
    this.code = code;
  }
}
