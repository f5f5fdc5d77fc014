import type { Server } from "node:http";
import type { Plugin } from "graphql-yoga";
import { silentConnections } from "./connections.ts";

/** How often connections that have become idle are looked for while a server drains, in milliseconds. */
const EVERY_MS = 50;

/**
 * Closes a server whose `stopping` signal is aborted: it accepts no connection, closes idle ones, and waits until the
 * requests in flight are answered. What is not answered within the time, in milliseconds, is cut off. Returns whether
 * everything was answered.
 */
export async function drain(server: Server, ms: number): Promise<boolean> {
  const closed = new Promise<true>((resolve) => server.close(() => resolve(true)));
  for (const socket of silentConnections(server)) socket.destroy();
  const tidying = setInterval(() => server.closeIdleConnections(), EVERY_MS);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  const isComplete = await Promise.race([closed, late]);
  clearInterval(tidying);
  clearTimeout(timer);
  if (!isComplete) server.closeAllConnections();
  return isComplete;
}

/** Ends subscriptions when the server stops, so that each client gets the event that completes its stream. */
export function endWhenStopping(stopping?: AbortSignal): Plugin {
  if (!stopping) return {};
  return {
    onSubscribe() {
      return {
        onSubscribeResult({ result, setResult }) {
          if (Symbol.asyncIterator in result) setResult(untilAborted(result, stopping));
        },
      };
    },
  };
}

/**
 * The events of a source until a signal is aborted, which also ends the source. It is no generator: those wait for their
 * next event before they end, and a client that has gone would keep its source alive until then.
 */
export function untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncIterableIterator<T> {
  const events = source[Symbol.asyncIterator]();
  const done: IteratorReturnResult<undefined> = { done: true, value: undefined };
  let answer: ((last: typeof done) => void) | undefined;
  let hasEnded = false;
  const end = () => {
    if (hasEnded) return;
    hasEnded = true;
    signal.removeEventListener("abort", end);
    answer?.(done);
    events.return?.()?.catch?.(() => {});
  };
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  return {
    next() {
      if (hasEnded) return Promise.resolve(done);
      return new Promise((resolve, reject) => {
        answer = resolve;
        events.next().then((next) => {
          if (next.done) end();
          resolve(next);
        }, reject);
      });
    },
    async return() {
      end();
      return done;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
