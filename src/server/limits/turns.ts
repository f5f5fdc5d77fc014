import { RequestError } from "../../errors/requestError.ts";

/**
 * Lets expensive requests run a few at a time, so that a small one never waits for all of them. Each caller has at most
 * half of the places to wait in.
 */
export interface Turns {
  /** Runs a task in its turn. Throws `OVERLOADED` if too many wait already, and what the task throws. */
  take<T>(caller: string, signal: AbortSignal, task: () => Promise<T>): Promise<T>;
}

export function createTurns(atATime: number, mostWaiting: number): Turns {
  const waiting: { caller: string; start: () => void }[] = [];
  let running = 0;
  const end = () => {
    running--;
    waiting.shift()?.start();
  };
  return {
    async take(caller, signal, task) {
      signal.throwIfAborted();
      if (running >= atATime) {
        const own = waiting.filter((one) => one.caller === caller).length;
        if (waiting.length >= mostWaiting || own >= mostWaiting / 2) throw overloaded("expensive requests waiting");
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        const turn = { caller, start: resolve };
        const leave = () => {
          const place = waiting.indexOf(turn);
          if (place !== -1) waiting.splice(place, 1);
          reject(signal.reason);
        };
        waiting.push(turn);
        signal.addEventListener("abort", leave, { once: true });
        try {
          await promise;
        } finally {
          signal.removeEventListener("abort", leave);
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
