import { setTimeout as sleep } from "node:timers/promises";
import { isRunnerError, type RunnerError } from "../plugins/contract/runnerError.ts";

/** Attempts at one answer that fail for another reason than an engine that is full. */
const ATTEMPTS = 5;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Tries until it works, waiting longer each time, with jitter, so that requests which failed together do not come again
 * together. An engine that is full is asked as long as it takes, everything else five times.
 *
 * @param onRetry is told of each failure that is tried again.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal,
  onRetry: (error: RunnerError) => void,
): Promise<T> {
  let failures = 0;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRunnerError(error) || !error.retry) throw error;
      if (error.code !== "OVERLOADED" && ++failures >= ATTEMPTS) throw error;
      onRetry(error);
      const asked = error.retryAfter === null ? 0 : error.retryAfter * 1000;
      await sleep(Math.max(asked, wait * (0.5 + Math.random())), undefined, { signal });
    }
  }
}
