import type { Sql } from "postgres";
import { isCanceledQuery } from "./databaseFailure.ts";
import type { Ending } from "./ending.ts";
import { untilEnded } from "./requestScope.ts";

/**
 * What postgres.js has of a query: it is active while the database works on it, and not while it waits for others. Its own
 * `cancel` calls the canceller and drops its promise, so that a cancellation that meets a lost connection would end the process.
 */
interface Cancelable {
  canceller?(query: unknown): Promise<void>;
  active?: boolean;
}

/** The statements of requests, each of which ends with its request. */
export interface RequestPool {
  /** @param start makes the query. It is called anew where a cancellation that came late met it in place of another. */
  run<T>(ending: Ending, start: (client: Sql) => PromiseLike<T>): Promise<T>;
}

/** A connection, and the statements that were sent on it and are not answered. */
interface Lane {
  client: Sql;
  sent: number;
  /** The instant at which the first of them came to be the first. */
  since: number;
}

/** The most statements that are sent behind one another: that saves as many trips of a packet. */
const MOST_SENT = 16;
/** Behind a statement that has run for so long nothing is sent: the next ones would wait for it. */
const SLOW_MS = 10;
const LOOK_MS = 50;

/**
 * Chooses the connection of each statement, and lets it wait here while all are busy, where it can still be given up. The
 * queue of postgres.js sends statements behind slow ones, and mistakes answers where one that is not active is cancelled.
 *
 * @param clients one for each connection. The later ones are for when statements on the first ones are slow.
 * @param limitMs the time limit of a statement, by which the database cancels it itself.
 */
export function createRequestPool(clients: Sql[], limitMs: number): RequestPool {
  const lanes: Lane[] = clients.map((client) => ({ client, sent: 0, since: 0 }));
  const usual = Math.ceil(lanes.length / 2);
  const waiting = new Set<(lane: Lane) => void>();

  const choose = (): Lane | undefined => {
    const now = performance.now();
    let best: Lane | undefined;
    for (const [i, lane] of lanes.entries()) {
      if (i >= usual && best) break;
      const isOpen = lane.sent === 0 || (lane.sent < MOST_SENT && now - lane.since < SLOW_MS);
      if (isOpen && (!best || lane.sent < best.sent)) best = lane;
    }
    return best;
  };
  const take = (lane: Lane) => {
    if (lane.sent++ === 0) lane.since = performance.now();
  };
  const leave = (lane: Lane) => {
    lane.sent--;
    lane.since = performance.now();
    const [next] = waiting;
    if (!next) return;
    waiting.delete(next);
    take(lane);
    next(lane);
  };
  const enter = (ending: Ending): Lane | Promise<Lane> => {
    const lane = choose();
    if (lane) {
      take(lane);
      return lane;
    }
    const turn = Promise.withResolvers<Lane>();
    waiting.add(turn.resolve);
    return untilEnded(turn.promise, ending, () => {
      // Where its turn came at the same time, the turn goes to the next.
      if (!waiting.delete(turn.resolve)) void turn.promise.then(leave);
    });
  };
  const attempt = <T>(ending: Ending, lane: Lane, start: (client: Sql) => PromiseLike<T>): Promise<T> => {
    const query = start(lane.client) as PromiseLike<T> & Cancelable;
    let isDone = false;
    const end = () => {
      isDone = true;
      leave(lane);
    };
    query.then(end, end);
    const cancel = () => {
      if (isDone) return;
      if (!query.active) setTimeout(cancel, LOOK_MS).unref();
      // Where the database does not even take the cancellation, its connection is given up later.
      else query.canceller?.(query).catch(() => {});
    };
    return untilEnded(query, ending, cancel);
  };

  return {
    async run(ending, start) {
      ending.throwIfEnded();
      const begun = performance.now();
      for (let again = false; ; again = true) {
        const entered = enter(ending);
        const lane = entered instanceof Promise ? await entered : entered;
        try {
          return await attempt(ending, lane, start);
        } catch (error) {
          const isVictim = isCanceledQuery(error) && performance.now() - begun < limitMs;
          if (ending.isEnded || again || !isVictim) throw error;
        }
      }
    },
  };
}

/** A client for Drizzle whose statements go to the pool of requests while a request is answered. */
export function facadeOf(work: Sql, pool: RequestPool, endingOf: () => Ending | undefined): Sql {
  const unsafe: Sql["unsafe"] = (...statement) => {
    const ending = endingOf();
    if (!ending) return work.unsafe(...statement) as never;
    const lazily = {
      values: () => pool.run(ending, (client) => client.unsafe(...statement).values()),
      // biome-ignore lint/suspicious/noThenProperty: Drizzle awaits what a client of postgres.js returns.
      then: (...callbacks: Parameters<Promise<unknown>["then"]>) =>
        pool.run(ending, (client) => client.unsafe(...statement)).then(...callbacks),
    };
    return lazily as never;
  };
  // A transaction writes, and what is written must not stay half-done with the request.
  const begin = (...given: [never]) => work.begin(...given);
  return { options: work.options, unsafe, begin } as unknown as Sql;
}
