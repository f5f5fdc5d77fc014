import type { Store } from "../../store/store.ts";
import type { RunStatus } from "../../store/tables.ts";
import { log } from "./log.ts";

/** The counts are read at most once in this time, however often the metrics are collected. */
const FRESH_MS = 10_000;
/** A database that hangs must not hold up the other metrics. */
const TIME_LIMIT_MS = 2_000;

/**
 * The number of runs by status, at most ten seconds old, or null where the database does not say it. A collection waits for
 * the database for two seconds at most, and one statement at a time is under way.
 */
export function createRunCounts(store: Pick<Store, "rows">): () => Promise<Map<RunStatus, number> | null> {
  let counts: Map<RunStatus, number> | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  const read = async () => {
    try {
      const rows = await store.rows("select status, count(*)::integer from runs group by status", []);
      counts = new Map(rows as [RunStatus, number][]);
      readAt = performance.now();
    } catch (error) {
      log.warn({ err: error }, "The runs can't be counted for the metrics.");
    } finally {
      reading = undefined;
    }
  };
  return async () => {
    const isFresh = () => performance.now() - readAt < FRESH_MS;
    if (isFresh()) return counts;
    reading ??= read();
    const limit = Promise.withResolvers<void>();
    const timer = setTimeout(limit.resolve, TIME_LIMIT_MS);
    await Promise.race([reading, limit.promise]);
    clearTimeout(timer);
    return isFresh() ? counts : null;
  };
}
