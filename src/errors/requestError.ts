/** Every error that a request can meet, each with the code that clients may rely on. Listed in `docs/errors.md`. */
export const ERROR_CODES = {
  BAD_CURSOR: "A cursor that this list did not give.",
  BAD_DEPLOYMENT: "A deployment that can't be estimated: a count, batch or price out of range or missing.",
  BAD_GRAIN: "A grain that does not fit the other arguments.",
  BAD_ID: "An id that is not one of this API's global ids.",
  BAD_OBJECTIVES: "Objectives that name no metric, one metric twice, or more than five.",
  BAD_PAGE: "A page size that is not between 1 and 100, or one asked from both ends.",
  BAD_RANGE: "A range whose lower end lies above its upper end, or a number out of its range.",
  BAD_REQUEST: "A document or variables that GraphQL itself refuses, or a parameter of an address that is not known.",
  BAD_RUN: "A run that can't be stored as it was submitted.",
  BAD_VALUE: "A value that its scalar does not allow, such as a day that does not exist.",
  BODY_TOO_LARGE: "A request body over the limit.",
  INTERNAL_SERVER_ERROR: "Something went wrong inside; the server's log has the details.",
  NO_BENCHMARK: "A frontier that names no benchmark.",
  NOT_MEASURING: "A server that only answers was asked to measure.",
  STORE_IN_USE: "An embedded store that another process has open.",
  UNKNOWN_BENCHMARK: "A benchmark that the store does not hold.",
  UNKNOWN_HARDWARE: "An accelerator that the store does not hold, or of which no data sheet is known.",
  UNKNOWN_LAB: "A lab that the store does not hold.",
  UNKNOWN_METRIC: "A metric that is not in the catalogue.",
  UNKNOWN_MODEL: "A model that the store does not hold.",
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** A request that can't be met as it stands: the message names the argument and says what is allowed. */
export class RequestError extends Error {
  readonly code: ErrorCode;
  /** The argument at fault, as a path: `where.benchmark`. */
  readonly argument: string | undefined;

  constructor(code: ErrorCode, message: string, argument?: string) {
    super(message);
    this.name = "RequestError";
    this.code = code;
    this.argument = argument;
  }
}
