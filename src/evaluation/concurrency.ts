/**
 * How many requests to keep in flight. It grows while more of them bring more tokens a second, stays where they do not,
 * and falls back when the engine says that it is full, since what is too much for an engine nobody knows beforehand.
 */
export interface Concurrency {
  /** Requests to keep in flight now. */
  readonly limit: number;
  /** To be told of each answer: its tokens and the time in milliseconds. */
  finished(tokens: number, now: number): void;
  /** To be told when the engine refused a request because it is full. */
  overloaded(now: number): void;
}

const START = 8;
const GROWTH = 1.5;
const RETREAT = 0.6;
/** More tokens a second by less than this share are noise. */
const WORTHWHILE = 1.05;
/** A window that is measured holds at least so many answers for each request in flight. */
const ANSWERS_PER_REQUEST = 2;
/** After a refusal the engine gets so many milliseconds before more is tried. */
const REST_MS = 10_000;

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
  /** Tokens a second at the best limit so far. */
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
        // The last step brought nothing: one step back, and stay.
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
