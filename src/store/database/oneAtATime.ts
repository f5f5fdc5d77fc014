import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate } from "node:timers/promises";
import type { Database } from "./database.ts";

const lane = new AsyncLocalStorage<{ last: Promise<unknown> }>();

/**
 * Runs a task whose statements are run one after another, and after what else the process has to do. An expensive task
 * then holds up the statements of others by one of its own at most.
 */
export function oneAtATime<T>(task: () => T): T {
  return lane.run({ last: Promise.resolve() }, task);
}

/** Runs statements, those of an expensive task one at a time. */
export function inLane(rows: Database["rows"]): Database["rows"] {
  return (text, params) => {
    const current = lane.getStore();
    if (!current) return rows(text, params);
    const answer = current.last.then(() => setImmediate()).then(() => rows(text, params));
    current.last = answer.catch(() => {});
    return answer;
  };
}
