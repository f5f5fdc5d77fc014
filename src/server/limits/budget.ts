import { LRUCache } from "lru-cache";
import { RequestError } from "../../errors/requestError.ts";

/** What a caller has left of the points that it may use in a minute. */
export interface Account {
  /** Throws `RATE_LIMITED` if less than these points are left, else takes them. */
  charge(points: number): void;
  /** Corrects what was charged for a request by what it cost. */
  settle(charged: number, actual: number): void;
  /** The value of the header `RateLimit`. */
  header(): string;
}

export interface Budget {
  /** The account of a caller, named by its token or its address. */
  accountOf(caller: string): Account;
  /** The value of the header `RateLimit-Policy`. */
  policy: string;
}

/** The most callers whose use is known. The one that has not been seen for longest is forgotten first. */
const MOST_CALLERS = 20_000;
const MINUTE = 60_000;
const NAME = '"minute"';

/** Counts the points of each caller in windows of a minute, which begin with its first request. */
export function createBudget(pointsPerMinute: number, now: () => number = Date.now): Budget {
  const windows = new LRUCache<string, Window>({ max: MOST_CALLERS });
  class Window implements Account {
    #left = pointsPerMinute;
    #end = now() + MINUTE;

    charge(points: number): void {
      this.#renew();
      if (this.#left > 0 && this.#left >= points) {
        this.#left -= points;
        return;
      }
      const message =
        this.#left > 0
          ? `The request would cost ${points} points, and ${Math.floor(this.#left)} of ${pointsPerMinute} are left for this minute.`
          : `The ${pointsPerMinute} points of this minute are used up.`;
      throw new RequestError("RATE_LIMITED", message, undefined, { retryAfter: this.#seconds() });
    }

    settle(charged: number, actual: number): void {
      this.#left += charged - actual;
    }

    header(): string {
      this.#renew();
      return `${NAME};r=${Math.max(0, Math.floor(this.#left))};t=${this.#seconds()}`;
    }

    #renew(): void {
      const time = now();
      if (time < this.#end) return;
      this.#left = pointsPerMinute;
      this.#end = time + MINUTE;
    }

    #seconds(): number {
      return Math.max(1, Math.ceil((this.#end - now()) / 1000));
    }
  }
  return {
    policy: `${NAME};q=${pointsPerMinute};w=60`,
    accountOf(caller) {
      let window = windows.get(caller);
      if (!window) {
        window = new Window();
        windows.set(caller, window);
      }
      return window;
    },
  };
}
