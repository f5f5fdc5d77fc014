import { RequestError } from "../../errors/requestError.ts";
import type { Ending } from "../../store/database/ending.ts";

/**
 * Lets expensive requests run a few at a time, so that a small one never waits for all of them. Each caller has at most
 * half of the places to wait in.
 */
export interface Turns {
  /** Runs a task in its turn. Throws `OVERLOADED` if too many wait already, and what the task throws. */
  take<T>(caller: string, ending: Ending, task: () => Promise<T>): Promise<T>;
}

export function createTurns(atATime: number, mostWaiting: number): Turns {
  const waiting: { caller: string; start: () => void }[] = [];
  let running = 0;
  const end = () => {
    running--;
    waiting.shift()?.start();
  };
  return {
    async take(caller, ending, task) {
      ending.throwIfEnded();
      if (running >= atATime) {
        const own = waiting.filter((one) => one.caller === caller).length;
        if (waiting.length >= mostWaiting || own >= mostWaiting / 2) throw overloaded("expensive requests waiting");
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        const turn = { caller, start: resolve };
        const leave = () => {
          const place = waiting.indexOf(turn);
          if (place !== -1) waiting.splice(place, 1);
          reject(ending.reason);
        };
        waiting.push(turn);
        ending.onEnd(leave);
        try {
          await promise;
        } finally {
          ending.offEnd(leave);
        }
      }
      running++;
      try {
        return await task();
      } finally {
        end();
      }
    },
  };
}

/** Seconds after which a refused caller may try again. */
const RETRY_AFTER = 2;

export function overloaded(what: string): RequestError {
  const message = `The server has as many ${what} as it takes. Try again in ${RETRY_AFTER} seconds.`;
  return new RequestError("OVERLOADED", message, undefined, { retryAfter: RETRY_AFTER });
}
