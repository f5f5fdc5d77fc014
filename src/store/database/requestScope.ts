import { AsyncLocalStorage } from "node:async_hooks";
import type { Ending } from "./ending.ts";

const scope = new AsyncLocalStorage<Ending | undefined>();

/**
 * Does the work of a request. Queries and threads that it starts, however deep, are ended with it; what waits for them
 * fails with the reason of the ending.
 */
export const runWithin = <T>(ending: Ending, work: () => T): T => scope.run(ending, work);

/** Does work that has to go on when the request that asks for it is ended: a write, or what other requests share. */
export const runOutside = <T>(work: () => T): T => scope.run(undefined, work);

/** The ending of the request that this code works for; undefined outside a request. */
export const requestEnding = (): Ending | undefined => scope.getStore();

/** The result of the work, or the reason of the ending as soon as it comes, even if the work never ends. */
export function untilEnded<T>(work: PromiseLike<T>, ending: Ending | undefined, onEnd?: () => void): Promise<T> {
  if (!ending) return Promise.resolve(work);
  return new Promise<T>((resolve, reject) => {
    const give = () => {
      reject(ending.reason);
      onEnd?.();
    };
    ending.onEnd(give);
    work.then(
      (result) => {
        ending.offEnd(give);
        resolve(result);
      },
      (error) => {
        ending.offEnd(give);
        reject(error);
      },
    );
  });
}
