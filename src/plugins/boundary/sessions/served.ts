/** Does a call in the process of a session. What it gives, or throws, goes back. */
export type Served = (method: string, given: unknown, call: ServedCall) => unknown;

export interface ServedCall {
  /** Aborted when the caller ends the call. */
  signal: AbortSignal;
  /** Sends something before the end of the call, also after it. It is dropped where the ones before were not taken yet. */
  give(piece: unknown): void;
}
