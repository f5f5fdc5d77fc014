/** The milliseconds that code of a plugin has to end what was aborted. */
export const GRACE_MS = 5000;

/**
 * What work of a plugin gives, or the reason of an abort that the plugin does not heed: it is not waited for longer than
 * the grace after the abort. What it still gives then goes to `late`.
 */
export function untilHeeded<T>(work: Promise<T>, signal: AbortSignal, late?: (value: T) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const giveUp = () => {
      if (late) work.then(late).catch(() => {});
      reject(signal.reason);
    };
    const abort = () => {
      timer = setTimeout(giveUp, GRACE_MS);
    };
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    });
  });
}
