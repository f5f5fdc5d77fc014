/** What became of a run before it was given back to the queue. */
export interface History {
  /** The attempts in a row that failed without one answer that was stored. */
  failures: number;
  /** Since when its engine is not there, in milliseconds of `Date.now()`; null where it is not waited for. */
  awaySince: number | null;
  /** The answers that were stored then. */
  stored: number;
}

export const NEW: History = { failures: 0, awaySince: null, stored: 0 };
