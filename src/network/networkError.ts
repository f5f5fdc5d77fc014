export type NetworkErrorCode = "ADDRESS_REFUSED" | "REPLY_TOO_LARGE" | "REDIRECT_REFUSED";

/** A server that is not asked, or whose reply is not read to its end. The client that asked says what it means. */
export class NetworkError extends Error {
  readonly code: NetworkErrorCode;

  constructor(code: NetworkErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
