import { AsyncLocalStorage } from "node:async_hooks";

const scope = new AsyncLocalStorage<AbortSignal | undefined>();

/**
 * Does the work of a request. Queries and threads that it starts, however deep, are ended when the signal is aborted; what
 * waits for them fails with the signal's reason.
 */
export const runWithin = <T>(signal: AbortSignal, work: () => T): T => scope.run(signal, work);

/** Does work that has to go on when the request that asks for it is ended: a write, or what other requests share. */
export const runOutside = <T>(work: () => T): T => scope.run(undefined, work);

/** The signal of the request that this code works for; undefined outside a request. */
export const requestSignal = (): AbortSignal | undefined => scope.getStore();

/** The result of the work, or the signal's reason as soon as it is aborted, even if the work never ends. */
export function untilAborted<T>(
  work: PromiseLike<T>,
  signal: AbortSignal | undefined,
  onAbort?: () => void,
): Promise<T> {
  if (!signal) return Promise.resolve(work);
  return new Promise<T>((resolve, reject) => {
    const abort = () => {
      reject(signal.reason);
      onAbort?.();
    };
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    work.then(
      (result) => {
        signal.removeEventListener("abort", abort);
        resolve(result);
      },
      (error) => {
        signal.removeEventListener("abort", abort);
        reject(error);
      },
    );
  });
}
