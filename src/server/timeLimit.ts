import { RequestError } from "../errors/requestError.ts";
import { runWithin, untilAborted } from "../store/database/requestScope.ts";
import type { Exchange } from "./exchange.ts";

const RETRY_SECONDS = 5;

/**
 * Answers a request within a time, and ends its queries and computations when the time is over or its client goes away.
 * An answer that has begun has no limit: a subscription lasts as long as its client listens.
 *
 * @throws RequestError `TIMED_OUT`, or `CANCELED` if the client went away.
 */
export function answerInTime(exchange: Exchange, seconds: number, answer: () => Promise<void>): Promise<void> {
  const { response, signal, end } = exchange;
  const timer = setTimeout(() => {
    if (response.headersSent) return;
    const message = `The answer took longer than the ${seconds} seconds that a request may take. Ask for less, or later.`;
    end(new RequestError("TIMED_OUT", message, undefined, { retryAfter: RETRY_SECONDS }));
  }, seconds * 1000);
  return runWithin(signal, () => untilAborted(answer(), signal)).finally(() => clearTimeout(timer));
}
