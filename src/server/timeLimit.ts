import { RequestError } from "../errors/requestError.ts";
import { runWithin } from "../store/database/requestScope.ts";
import type { Exchange } from "./exchange.ts";

const RETRY_SECONDS = 5;

/**
 * Answers a request, and gives what goes wrong to `fail`. Where the client goes away, or the time is over before the answer
 * has begun, the queries and computations of the request are ended as well, and `fail` is given `CANCELED` or `TIMED_OUT`.
 * An answer that has begun has no limit: a subscription lasts as long as its client listens.
 */
export type AnswerInTime = (
  exchange: Exchange,
  answer: () => Promise<void>,
  fail: (exchange: Exchange, error: unknown) => void,
) => void;

/** One timer stands for all requests, since each has the same time, so that they come to their ends in their order. */
export function createTimeLimit(seconds: number): AnswerInTime {
  const underWay = new Map<Exchange, number>();
  let isLooking = false;
  const lookIn = (milliseconds: number) => {
    isLooking = true;
    setTimeout(look, milliseconds).unref();
  };
  const look = () => {
    isLooking = false;
    const now = performance.now();
    for (const [exchange, until] of underWay) {
      if (until > now) return lookIn(until - now);
      underWay.delete(exchange);
      const { request, response, ending } = exchange;
      if (!response.headersSent) ending.end(request.complete ? tooLong(seconds) : tooSlow(seconds));
    }
  };
  return (exchange, answer, fail) => {
    const { ending } = exchange;
    underWay.set(exchange, performance.now() + seconds * 1000);
    if (!isLooking) lookIn(seconds * 1000);
    const giveUp = () => {
      underWay.delete(exchange);
      fail(exchange, ending.reason);
    };
    ending.onEnd(giveUp);
    const done = () => {
      underWay.delete(exchange);
      ending.offEnd(giveUp);
    };
    runWithin(ending, answer).then(done, (error) => {
      // Who was answered already because of the ending is not answered again.
      if (ending.isEnded) return;
      done();
      fail(exchange, error);
    });
  };
}

function tooLong(seconds: number): RequestError {
  const message = `The answer took longer than the ${seconds} seconds that a request may take. Ask for less, or later.`;
  return new RequestError("TIMED_OUT", message, undefined, { retryAfter: RETRY_SECONDS });
}

function tooSlow(seconds: number): RequestError {
  const message = `The request did not arrive within the ${seconds} seconds that it may take.`;
  return new RequestError("REQUEST_TIMEOUT", message);
}
