import { setTimeout as sleep } from "node:timers/promises";
import { isRunnerError, type RunnerError } from "../../plugins/contract/runnerError.ts";

/** The number of attempts, not counting those that the engine refused because it has too many requests. */
const ATTEMPTS = 5;
/** A request that runs out of time takes long, so that it is asked once more only. */
const TIMEOUTS = 2;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** An engine that asks for a longer pause, in seconds, is not waited for: its run pauses and others go on. */
const LONGEST_PAUSE = 300;

/** What a caller of `withRetries` is told and asked. */
export interface Patience {
  /** Is called with each failure after which there is another attempt. */
  onRetry(failure: RunnerError): void;
  /** Whether there are more attempts after the last one, because the engine itself is away. */
  isAway?(failure: RunnerError): Promise<boolean>;
  /** Whether an engine that has too many requests had them for too long. */
  isFull?(): boolean;
}

/**
 * Repeats an attempt until it succeeds, and waits twice as long each time, from half a second to 30 seconds, or as long as
 * the engine asks for. The waits have jitter, so that requests that failed together are not sent again together. A request
 * that the engine refuses because it has too many is repeated until `isFull`; one that ran out of time is repeated once, and
 * not at all where a part of the answer came; others five times. Throws the last failure, or at once one that does not pass
 * with time or asks for a pause of more than five minutes.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal,
  { onRetry, isAway = async () => false, isFull = () => false }: Patience,
): Promise<T> {
  let failures = 0;
  let timeouts = 0;
  const isFinal = async (error: RunnerError) => {
    if (asksForPause(error)) return true;
    if (error.code === "OVERLOADED") return isFull();
    if (error.code === "TIMED_OUT") return wasAnswering(error) || ++timeouts >= TIMEOUTS;
    return ++failures >= ATTEMPTS && !(await isAway(error));
  };
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRunnerError(error) || !error.retry || (await isFinal(error))) throw error;
      onRetry(error);
      const asked = error.retryAfter === null ? 0 : error.retryAfter * 1000;
      await sleep(Math.max(asked, wait * (0.5 + Math.random())), undefined, { signal });
    }
  }
}

/** Whether a failure that passes asks for a pause that is too long to be waited for in place. */
export const asksForPause = ({ retry, retryAfter }: { retry: boolean; retryAfter: number | null }) =>
  retry && (retryAfter ?? 0) > LONGEST_PAUSE;

/** Whether a part of the answer had come when it failed. */
export function wasAnswering({ partial }: RunnerError): boolean {
  return (
    partial != null && (partial.answer !== "" || (partial.reasoning ?? "") !== "" || (partial.outputTokens ?? 0) > 0)
  );
}
