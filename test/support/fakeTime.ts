import { syncBuiltinESMExports } from "node:module";
import timers, { type setTimeout as delayOfNode } from "node:timers/promises";
import { afterEach, beforeEach, vi } from "vitest";

const real = timers.setTimeout;

/** Gives every test of a file a clock that moves only when the test moves it, for `node:timers/promises` as well. */
export function useFakeTime(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    // Vitest replaces the global timers alone.
    timers.setTimeout = delay as typeof delayOfNode;
    syncBuiltinESMExports();
  });
  afterEach(() => {
    vi.useRealTimers();
    timers.setTimeout = real;
    syncBuiltinESMExports();
  });
}

function delay<T>(ms: number, value?: T, { signal }: { signal?: AbortSignal } = {}): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new DOMException("The operation was aborted", "AbortError"));
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    setTimeout(() => resolve(value), ms);
  });
}
