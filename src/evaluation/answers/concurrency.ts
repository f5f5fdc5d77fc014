/**
 * The number of requests to keep in flight. The number that suits an engine is not known beforehand: it grows while more
 * requests give more tokens a second, stays where they do not, and falls when the engine refuses requests as too many.
 */
export interface Concurrency {
  /** The number of requests to keep in flight now. */
  readonly limit: number;
  /** Is called for each answer with its tokens and the time in milliseconds. */
  finished(tokens: number, now: number): void;
  /** Is called with the time in milliseconds when the engine refused a request because it has too many. */
  overloaded(now: number): void;
}

const START = 8;
const GROWTH = 1.5;
const RETREAT = 0.6;
/** A rate of tokens that is not higher than the best one by this factor is taken for noise. */
const WORTHWHILE = 1.05;
/** The rate is measured over at least this many answers for each request in flight. */
const ANSWERS_PER_REQUEST = 2;
/** After a refusal the limit stays for this many milliseconds: a burst of refusals lowers it once. */
const REST_MS = 10_000;

/** Starts with the given time in milliseconds; the limit never exceeds `most`. */
export function createConcurrency({
  most,
  start = START,
  now,
}: {
  most: number;
  start?: number;
  now: number;
}): Concurrency {
  let limit = Math.min(start, most);
  let windowStart = now;
  let tokens = 0;
  let answers = 0;
  /** The highest rate so far, in tokens a second. */
  let best = 0;
  let settled = false;
  let restUntil = 0;

  const newWindow = (at: number) => {
    windowStart = at;
    tokens = 0;
    answers = 0;
  };
  return {
    get limit() {
      return limit;
    },
    finished(count, at) {
      tokens += count;
      answers++;
      if (settled || at < restUntil || limit === most || answers < limit * ANSWERS_PER_REQUEST || at <= windowStart)
        return;
      const rate = (1000 * tokens) / (at - windowStart);
      if (rate > best * WORTHWHILE) {
        best = rate;
        limit = Math.min(most, Math.ceil(limit * GROWTH));
      } else {
        // The last step gave no higher rate, so the limit goes back by one step and stays there.
        limit = Math.max(1, Math.round(limit / GROWTH));
        settled = true;
      }
      newWindow(at);
    },
    overloaded(at) {
      if (at < restUntil) return;
      limit = Math.max(1, Math.floor(limit * RETREAT));
      restUntil = at + REST_MS;
      best = 0;
      newWindow(at);
    },
  };
}
