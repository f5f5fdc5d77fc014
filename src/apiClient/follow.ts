import { dataOf, ParetographError } from "./clientError.ts";
import { readEvents } from "./events.ts";

/** The waits before a stream is opened again, in milliseconds: the first, and the longest that it doubles to. */
export const WAITS = { first: 500, longest: 30_000 };

/**
 * The results of a subscription. A stream that breaks off, or that the server refuses for now, is opened again after a while,
 * which doubles until something comes.
 *
 * @param open opens the stream.
 * @param isEndless whether the subscription has no end of its own, so that a complete stream means that the server stopped.
 * @throws ParetographError where the server refuses it for good.
 */
export async function* follow(
  open: (signal: AbortSignal) => Promise<Response>,
  isEndless: boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown> {
  for (let wait = WAITS.first; !signal?.aborted; wait = Math.min(2 * wait, WAITS.longest)) {
    const own = new AbortController();
    const abort = () => own.abort();
    signal?.addEventListener("abort", abort);
    let pause = wait;
    try {
      const response = await open(own.signal);
      if (!response.ok || response.body === null) dataOf(await response.json().catch(() => null), response);
      for await (const { event, data } of readEvents(response.body!)) {
        if (event === "complete") {
          if (!isEndless) return;
          break;
        }
        yield dataOf(JSON.parse(data), response);
        wait = WAITS.first;
        pause = wait;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof ParetographError) {
        if (!mayPass(error)) throw error;
        pause = Math.max(wait, (error.retryAfter ?? 0) * 1000);
      }
    } finally {
      signal?.removeEventListener("abort", abort);
      own.abort();
    }
    // Not all clients of a server that was away come back at the same time.
    await waitFor(pause * (0.5 + Math.random()), signal);
  }
}

/** Whether the same request may be answered later. */
function mayPass({ status, errors, code }: ParetographError): boolean {
  return (
    status === 429 ||
    status >= 500 ||
    errors.length === 0 ||
    ["RATE_LIMITED", "OVERLOADED", "UNAVAILABLE", "TIMED_OUT"].includes(code)
  );
}

function waitFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
    if (signal?.aborted) done();
  });
}
