/** How many requests a run keeps in flight. */
export interface LoadPlan {
  /** `fixed`: as many as `most` from the first request to the tail. `auto`: at most so many, as the engine serves best. */
  how: "fixed" | "auto";
  most: number;
  /** The number to begin with. */
  start: number;
  /** Where `start` comes from, in words. */
  startFrom: string;
}

/**
 * The number of requests to keep in flight. Where it adapts, it grows while more requests give more tokens a second, shrinks
 * while fewer give as many, and tries again later, since one window of a noisy engine proves little. It falls when the
 * engine refuses requests as too many, and where it says that requests wait. A fixed number falls only by refusals.
 */
export interface Concurrency {
  /** The number of requests to keep in flight now. */
  readonly limit: number;
  /** Is called for each answer with its tokens and the time in milliseconds. */
  finished(tokens: number, now: number): void;
  /** Is called with the time in milliseconds when the engine refused a request because it has too many. */
  overloaded(now: number): void;
  /** Is called with the requests that the engine says it works on and that wait. */
  observed(running: number, waiting: number, now: number): void;
  /** How the number was chosen, for the record of the run. */
  facts(): Record<string, number | string>;
}

/** The number to begin with where the engine does not say what it can take: engines of today batch at least so many. */
export const START = 64;
const GROWTH = 1.5;
const RETREAT = 0.6;
/** More tokens a second by this factor are a reason for more requests. */
const WORTHWHILE = 1.03;
/** As many tokens a second as this share of them are a reason for fewer requests. */
const AS_GOOD = 0.98;
/** Fewer tokens a second than this share end the try of fewer requests at once. */
const MUCH_WORSE = 0.85;
/** A comparison that ends in fewer requests has rates of at least so many milliseconds. */
const SURE_MS = 10_000;
/** So many requests more than an engine works on at once keep it busy; more of them only wait. */
const IN_RESERVE = 1.25;
/** The rate is measured over at least this share of an answer for each request in flight. */
const WINDOW = 0.5;
/** The windows over which the rate at one limit is known well enough to compare it with that at another. */
const ENOUGH = 2;
/** A limit that paid no more is tried again after so many windows. */
const TRY_AGAIN = 6;
/** After a refusal the limit stays for this many milliseconds: a burst of refusals lowers it once. */
const REST_MS = 10_000;

/** Starts with the given time in milliseconds; the limit never exceeds `most`. */
export function createConcurrency({ how, most, start, startFrom }: LoadPlan, now: number): Concurrency {
  let limit = how === "fixed" ? most : Math.min(start, most);
  let windowStart = now;
  let tokens = 0;
  let answers = 0;
  /** The rates of the windows at this limit, in tokens a second. The first window mixes two limits and does not count. */
  let rates: number[] | null = null;
  /** The limit before this one, with its rate; null where none is known. */
  let before: { limit: number; rate: number } | null = null;
  /** Since when the limit is what it is. */
  let since = now;
  /** Whether growth has stopped to pay, until a later try shows that it does. */
  let isSettled = false;
  let triesMore = true;
  /** The limit to which a step up has paid last: fewer requests than that are not tried. */
  let paid = 0;
  /** The most requests that pay by what the engine says. */
  let room = most;
  let saidFull = 0;
  let restUntil = 0;
  let refusals = 0;
  let steps = 0;

  const newWindow = (at: number) => {
    windowStart = at;
    tokens = 0;
    answers = 0;
  };
  const moveTo = (next: number, from: typeof before, at: number) => {
    if (next !== limit) steps++;
    limit = Math.min(most, Math.max(1, next));
    before = from;
    rates = null;
    since = at;
    newWindow(at);
  };
  const isHalfFull = () => answers < Math.max(2, limit * WINDOW);
  return {
    get limit() {
      return limit;
    },
    finished(count, at) {
      if (how === "fixed") return;
      tokens += count;
      answers++;
      if (at < restUntil || isHalfFull() || at <= windowStart) return;
      const rate = (1000 * tokens) / (at - windowStart);
      newWindow(at);
      if (!rates) {
        rates = [];
        return;
      }
      rates.push(rate);
      const here = median(rates);
      const more = Math.min(room, Math.ceil(limit * GROWTH));
      const fewer = Math.max(paid, 1, Math.round(limit / GROWTH));
      const isSure = rates.length >= ENOUGH && at - since >= SURE_MS;
      if (!before) {
        if (!isSettled) {
          if (more > limit) moveTo(more, { limit, rate: here }, at);
        } else if (isSure && rates.length >= TRY_AGAIN) {
          // Now more, now fewer are tried.
          triesMore = !triesMore;
          const next = triesMore ? more : fewer;
          if (next !== limit) moveTo(next, { limit, rate: here }, at);
          else rates = rates.slice(-TRY_AGAIN / 2);
        }
      } else if (limit > before.limit) {
        // A rise is taken at once, since a step too many costs little.
        if (here > before.rate * WORTHWHILE) {
          isSettled = false;
          paid = limit;
          moveTo(more, more > limit ? { limit, rate: here } : null, at);
        } else if (rates.length >= ENOUGH) {
          isSettled = true;
          moveTo(before.limit, null, at);
        }
      } else if (here < before.rate * MUCH_WORSE) moveTo(before.limit, null, at);
      else if (isSure && rates.length >= TRY_AGAIN / 2)
        moveTo(here < before.rate * AS_GOOD ? before.limit : limit, null, at);
    },
    observed(running, waiting, at) {
      // One reading can fall into the moment in which a burst of requests arrives.
      saidFull = waiting > 0 && running > 0 ? saidFull + 1 : 0;
      if (how === "fixed" || saidFull < 2) return;
      room = Math.min(most, Math.ceil(running * IN_RESERVE));
      if (limit > room) moveTo(room, null, at);
    },
    overloaded(at) {
      refusals++;
      if (at < restUntil) return;
      restUntil = at + REST_MS;
      paid = 0;
      moveTo(Math.floor(limit * RETREAT), null, at);
    },
    facts: () => ({
      concurrencyPlan: how,
      concurrencyAsked: most,
      ...(how === "auto" && { concurrencyStart: Math.min(start, most), concurrencyStartFrom: startFrom }),
      concurrencyEnd: limit,
      ...(steps > 0 && { concurrencySteps: steps }),
      ...(refusals > 0 && { concurrencyRefusals: refusals }),
    }),
  };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
