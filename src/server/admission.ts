import type { IncomingMessage } from "node:http";
import { setImmediate } from "node:timers/promises";
import { oneAtATime } from "../store/database/oneAtATime.ts";
import { CONNECTIONS } from "./edge/connections.ts";
import type { Exchange, Step } from "./exchange.ts";
import { type Account, createBudget } from "./limits/budget.ts";
import { callerAddress } from "./limits/callerAddress.ts";
import { createPersistedDocuments, type PersistedDocuments } from "./limits/persistedDocuments.ts";
import { createPlaces } from "./limits/places.ts";
import type { TrustedDocuments } from "./limits/trustedDocuments.ts";
import { createTurns, overloaded } from "./limits/turns.ts";

export interface LimitOptions {
  /** The points that a caller may use in a minute. */
  budgetPerMinute?: number | undefined;
  /** The most requests that are answered at the same time. Open subscriptions are not counted. */
  maxInFlight?: number | undefined;
  /** The number of proxies in front of the server whose `X-Forwarded-For` is believed. */
  trustedProxies?: number | undefined;
  /** The only documents that are answered. Without them every document is. */
  trustedDocuments?: TrustedDocuments | null | undefined;
}

/** The points that one core works off in a minute. */
export const BUDGET_PER_MINUTE = 6_000_000;
export const MAX_IN_FLIGHT = 3_000;

/** The requests of one caller that are worked on at the same time. More of them wait for one another, and for no one else. */
const OF_ONE_CALLER = 16;

/**
 * The most points that one request may cost, about a third of a second. The most expensive query that this project uses itself
 * costs four fifths of it: it saturates six models in docs/findings.md.
 */
export const MOST_POINTS = 30_000;

/** From these points on, a request is expensive: it takes turns with others. A page of runs is not, a frontier is. */
const EXPENSIVE = 500;
const EXPENSIVE_AT_A_TIME = 2;
const EXPENSIVE_WAITING = 64;

/**
 * From this length on, in characters, bodies are parsed and validated one at a time, with other requests between them:
 * several at once would hold up a small request by all of their times together. Longer documents are not compiled either.
 */
export const LONG = 4_000;
const LONG_WAITING = 64;

/** The most wrong tokens from one address in a minute. Each is looked up in the database. */
export const GUESSES_PER_MINUTE = 600;

/** Half of the connections there are, since each subscription holds one. */
export const SUBSCRIPTIONS_OF_ONE_CALLER = CONNECTIONS / 2;

/** What every request costs, also one whose answer is kept. */
const BASE_POINTS = 1;

/** Decides which requests are answered now, and counts what they cost. */
export interface Admission {
  /** Admits a request, or throws `RATE_LIMITED` or `OVERLOADED`. It needs nothing of the body. */
  admit: Step;
  /** What is left of the wrong tokens that may come from the address of a request in a minute. */
  guessesOf(exchange: Exchange): Account;
  /**
   * Counts a request among the subscriptions and no longer among those in flight, since its response stays open. Throws
   * `OVERLOADED` if the caller has too many.
   */
  keepOpen(exchange: Exchange): void;
  /**
   * Waits until no other long body is parsed. Its turn ends when it is executed or answered. Throws `OVERLOADED` if too many
   * wait already.
   */
  beginReading(exchange: Exchange, body: string): Promise<void>;
  /**
   * Charges the cost and runs the task, in its turn if it is expensive. Throws `RATE_LIMITED`, or `OVERLOADED`, which is not
   * charged.
   */
  run<T>(exchange: Exchange, points: number, task: () => Promise<T>): Promise<T>;
  /**
   * Charges what is submitted to the caller and to its lab, whose tokens share one budget for all that they submit. Throws
   * `RATE_LIMITED`.
   */
  chargeSubmission(exchange: Exchange, points: number): void;
  /** The headers that say what is left of the caller's budget. */
  headersOf(exchange: Exchange): Record<string, string>;
  trustedDocuments: TrustedDocuments | null;
  /** The documents that were answered and can be named by their hashes. */
  persistedDocuments: PersistedDocuments;
}

export function createAdmission({
  budgetPerMinute = BUDGET_PER_MINUTE,
  maxInFlight = MAX_IN_FLIGHT,
  trustedProxies = 0,
  trustedDocuments = null,
}: LimitOptions): Admission {
  const budget = createBudget(budgetPerMinute);
  const labs = createBudget(budgetPerMinute);
  const guesses = createBudget(GUESSES_PER_MINUTE);
  const turns = createTurns(EXPENSIVE_AT_A_TIME, EXPENSIVE_WAITING);
  const readers = createTurns(1, LONG_WAITING);
  const reading = new Map<Exchange, () => void>();
  /** The requests in flight, each with what ends its place among those of its caller. */
  const inFlight = new Map<Exchange, () => void>();
  const places = createPlaces(OF_ONE_CALLER);
  const subscriptions = new Map<string, number>();
  let long = 0;
  const callerOf = ({ principal, request }: Exchange) =>
    principal.scope === null ? callerAddress(request, trustedProxies) : principal.id;
  return {
    trustedDocuments,
    persistedDocuments: createPersistedDocuments(),
    guessesOf: ({ request }) => guesses.accountOf(callerAddress(request, trustedProxies)),
    admit(exchange) {
      const { request, response } = exchange;
      const caller = callerOf(exchange);
      exchange.account = budget.accountOf(caller);
      exchange.account.charge(BASE_POINTS);
      if (inFlight.size >= maxInFlight) throw overloaded("requests in flight");
      let isLong = mayBeLong(request);
      if (isLong && long >= LONG_WAITING) throw overloaded("long requests in flight");
      if (isLong) long++;
      const place = places.take(caller);
      const leave = () => {
        place.end();
        if (isLong) long--;
        isLong = false;
      };
      inFlight.set(exchange, leave);
      response.once("close", () => {
        leave();
        inFlight.delete(exchange);
      });
      return place.begun ?? false;
    },
    keepOpen(exchange) {
      const caller = callerOf(exchange);
      const open = subscriptions.get(caller) ?? 0;
      if (open >= SUBSCRIPTIONS_OF_ONE_CALLER) throw overloaded("subscriptions of one caller");
      subscriptions.set(caller, open + 1);
      exchange.response.once("close", () => {
        const left = subscriptions.get(caller)! - 1;
        if (left > 0) subscriptions.set(caller, left);
        else subscriptions.delete(caller);
      });
      inFlight.get(exchange)?.();
      inFlight.delete(exchange);
    },
    async beginReading(exchange, body) {
      if (body.length < LONG) return;
      const { promise: turn, resolve: begin, reject } = Promise.withResolvers<void>();
      const read = readers.take(callerOf(exchange), exchange.ending, async () => {
        const { promise: end, resolve } = Promise.withResolvers<void>();
        reading.set(exchange, resolve);
        exchange.response.once("close", resolve);
        await setImmediate();
        begin();
        await end;
        reading.delete(exchange);
        await setImmediate();
      });
      read.catch(reject);
      await turn;
    },
    async run(exchange, points, task) {
      reading.get(exchange)?.();
      exchange.account!.charge(points);
      if (points < EXPENSIVE) return task();
      // Its place in the queue of expensive requests is another.
      inFlight.get(exchange)?.();
      try {
        return await turns.take(callerOf(exchange), exchange.ending, () => oneAtATime(task));
      } catch (error) {
        exchange.account!.settle(points, 0);
        throw error;
      }
    },
    chargeSubmission({ account, principal }, points) {
      account!.charge(points);
      if (principal.lab !== null) labs.accountOf(principal.lab).charge(points);
    },
    headersOf({ account }): Record<string, string> {
      return account === null ? {} : { ratelimit: account.header(), "ratelimit-policy": budget.policy };
    },
  };
}

/** Whether a body may come that is long, as far as its head says. */
function mayBeLong({ method, headers }: IncomingMessage): boolean {
  return method === "POST" && !(Number(headers["content-length"]) < LONG);
}
