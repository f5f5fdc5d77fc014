import { fromPglite, PgBoss } from "pg-boss";
import type { Database } from "../store/database/database.ts";

/** The runs that wait. There is a queue for each runner, so that a worker takes only runs that it can measure. */
export interface RunQueue {
  send(runner: string, runId: number): Promise<void>;
  /** Takes runs of these runners, one at a time from each queue, until the queue is stopped. */
  work(runners: string[], execute: (runId: number, isLastAttempt: boolean) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

const POLLING_SECONDS = 0.5;
/** A failed run is tried again, since the cause may pass: an engine or a machine may be restarted. */
const RETRIES = { retryLimit: 3, retryDelay: 5, retryBackoff: true };
/** The longest time that pg-boss allows. A run may take days: its lock shows whether its worker lives, not the time. */
const EXPIRY_SECONDS = 24 * 3600 - 1;

/** @param onError is called with what goes wrong in the queue's own work, after which it tries again. */
export async function openQueue(database: Database, onError: (error: unknown) => void = () => {}): Promise<RunQueue> {
  const { connection } = database;
  const boss = new PgBoss({
    schema: "queue",
    ...("url" in connection
      ? { connectionString: connection.url, max: 2 }
      : { db: fromPglite(connection.pglite), backend: "pglite" as const }),
  });
  boss.on("error", onError);
  await boss.start();
  const created = new Set<string>();
  const nameOf = async (runner: string) => {
    const name = `runs.${runner}`;
    if (!created.has(name)) await boss.createQueue(name, { ...RETRIES, expireInSeconds: EXPIRY_SECONDS });
    created.add(name);
    return name;
  };
  return {
    async send(runner, runId) {
      await boss.send(await nameOf(runner), { runId });
    },
    async work(runners, execute) {
      for (const runner of runners) {
        await boss.work<{ runId: number }>(
          await nameOf(runner),
          { pollingIntervalSeconds: POLLING_SECONDS, batchSize: 1, includeMetadata: true },
          async ([job]) => execute(job!.data.runId, job!.retryCount >= RETRIES.retryLimit),
        );
      }
    },
    stop: () => boss.stop({ graceful: false }),
  };
}
