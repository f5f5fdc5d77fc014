import type { Sql } from "postgres";
import { isCanceledQuery } from "./databaseFailure.ts";
import { untilAborted } from "./requestScope.ts";

/** What postgres.js has of a query: `state` is the connection to which it was sent. */
interface Cancelable {
  cancel(): unknown;
  state?: unknown;
}

/** The statements of requests on a client: each has a connection of its own while it runs, and ends with its request. */
export interface RequestPool {
  /** @param start makes the query. It is called anew where a cancellation that came late met it in place of another. */
  run<T>(signal: AbortSignal, start: (client: Sql) => PromiseLike<T>): Promise<T>;
}

const LOOK_MS = 50;

/**
 * The queue of postgres.js is not used: it keeps a connection for ever whose first query was cancelled while it connected,
 * and it sends one query behind another, which then waits for that one although other connections are free.
 *
 * @param limitMs the time limit of a statement, by which the database cancels it itself.
 */
export function createRequestPool(client: Sql, connections: number, limitMs: number): RequestPool {
  let free = connections;
  const waiting = new Set<() => void>();
  const leave = () => {
    const [next] = waiting;
    if (!next) {
      free++;
      return;
    }
    waiting.delete(next);
    next();
  };
  /** Resolves when there is a connection for a statement. Null if there is one at once. */
  const enter = (signal: AbortSignal): Promise<void> | null => {
    if (free > 0) {
      free--;
      return null;
    }
    const turn = Promise.withResolvers<void>();
    waiting.add(turn.resolve);
    return untilAborted(turn.promise, signal, () => {
      // Where its turn came at the same time, the turn goes to the next.
      if (!waiting.delete(turn.resolve)) leave();
    });
  };
  const attempt = <T>(signal: AbortSignal, start: (client: Sql) => PromiseLike<T>): Promise<T> => {
    const query = start(client) as PromiseLike<T> & Cancelable;
    const settled = { done: false };
    const end = () => {
      settled.done = true;
      leave();
    };
    query.then(end, end);
    return untilAborted(query, signal, () => cancel(query, settled));
  };

  return {
    async run(signal, start) {
      signal.throwIfAborted();
      const begun = performance.now();
      for (let again = false; ; again = true) {
        const turn = enter(signal);
        if (turn) await turn;
        try {
          return await attempt(signal, start);
        } catch (error) {
          const isVictim = isCanceledQuery(error) && performance.now() - begun < limitMs;
          if (signal.aborted || again || !isVictim) throw error;
        }
      }
    },
  };
}

/** Cancels a query in the database, as soon as it has been sent. */
function cancel(query: Cancelable, settled: { done: boolean }): void {
  if (settled.done) return;
  if (!query.state) {
    setTimeout(() => cancel(query, settled), LOOK_MS).unref();
    return;
  }
  // Where the database does not even take the cancellation, its connection is given up later.
  Promise.resolve(query.cancel()).catch(() => {});
}

/** A client for Drizzle whose statements go to the pool of requests while a request is answered. */
export function facadeOf(work: Sql, pool: RequestPool, signalOf: () => AbortSignal | undefined): Sql {
  const unsafe: Sql["unsafe"] = (...statement) => {
    const signal = signalOf();
    if (!signal) return work.unsafe(...statement) as never;
    const lazily = {
      values: () => pool.run(signal, (client) => client.unsafe(...statement).values()),
      // biome-ignore lint/suspicious/noThenProperty: Drizzle awaits what a client of postgres.js returns.
      then: (...callbacks: Parameters<Promise<unknown>["then"]>) =>
        pool.run(signal, (client) => client.unsafe(...statement)).then(...callbacks),
    };
    return lazily as never;
  };
  // A transaction writes, and what is written must not stay half-done with the request.
  const begin = (...given: [never]) => work.begin(...given);
  return { options: work.options, unsafe, begin } as unknown as Sql;
}
