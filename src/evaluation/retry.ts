import { setTimeout as sleep } from "node:timers/promises";
import { isRunnerError, type RunnerError } from "../plugins/contract/runnerError.ts";

/** The number of attempts, not counting those that the engine refused because it has too many requests. */
const ATTEMPTS = 5;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Repeats an attempt until it succeeds, and waits twice as long each time, from half a second to 30 seconds, or as long as
 * the engine asks for. The waits have jitter, so that requests that failed together are not sent again together. A request
 * that the engine refuses because it has too many is repeated without end, others five times. Throws the last failure,
 * or at once one that does not pass with time.
 *
 * @param onRetry is called with each failure after which there is another attempt.
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
