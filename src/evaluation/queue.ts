import { setTimeout as sleep } from "node:timers/promises";
import { fromPglite, PgBoss } from "pg-boss";
import type { Database } from "../store/database/database.ts";
import { type History, NEW } from "./history.ts";
import { groupOf, type Preferences, putBack, takeAny, takeRun } from "./takeRuns.ts";

/** The runs that wait. There is a queue for each runner, so that a worker takes only runs that it can measure. */
export interface RunQueue {
  /**
   * Gives a run its place in the queue, instead of one that it has or that a worker had taken: two histories would contradict
   * each other.
   *
   * @param delay the seconds before a worker may take the run.
   * @param history what became of the run before, for a run that is given back.
   */
  send(runner: string, runId: number, delay?: number, history?: History): Promise<void>;
  /** Those of these runs that the queue still has for a worker. */
  waiting(runIds: readonly number[]): Promise<Set<number>>;
  /**
   * Takes runs of these runners one after another, until the queue is stopped or the signal is aborted.
   *
   * @param options `prefer` says which runs are taken first, and which never. Left out, the oldest is taken.
   */
  work(
    runners: string[],
    execute: (runId: number, history: History) => Promise<void>,
    options?: { prefer?: Preferences; signal?: AbortSignal },
  ): Promise<void>;
  stop(): Promise<void>;
}

const POLLING_SECONDS = 0.5;
/** The worker itself gives runs back. These are for the case that it cannot even do that. */
const RETRIES = { retryLimit: 3, retryDelay: 5, retryBackoff: true };
/** The longest time that pg-boss allows. A run may take days: its lock shows whether its worker lives, not the time. */
const EXPIRY_SECONDS = 24 * 3600 - 1;

const STOP_MS = 5_000;

/** @param onError is called with what goes wrong in the queue's own work, after which it tries again. */
export async function openQueue(database: Database, onError: (error: unknown) => void = () => {}): Promise<RunQueue> {
  const { connection } = database;
  const boss = new PgBoss({
    schema: "queue",
    ...("url" in connection
      ? { connectionString: connection.url, max: 2 }
      : { db: fromPglite(connection.pglite), backend: "pglite" as const }),
  });
  const report = oncePerMinute(onError);
  boss.on("error", report);
  await boss.start();
  const stopped = new AbortController();
  const created = new Set<string>();
  const nameOf = async (runner: string) => {
    const name = `runs.${runner}`;
    if (!created.has(name)) await boss.createQueue(name, { ...RETRIES, expireInSeconds: EXPIRY_SECONDS });
    created.add(name);
    return name;
  };
  return {
    async send(runner, runId, delay = 0, history = NEW) {
      const name = await nameOf(runner);
      // Where a worker had taken the run, it is killed or done with it: its engine must not be taken for busy any more.
      await database.rows(
        `delete from queue.job
         where name = $1 and state in ('created', 'retry', 'active') and (data ->> 'runId')::integer = $2`,
        [name, runId],
      );
      const id = await groupOf(database, runId);
      const options = { ...(delay > 0 && { startAfter: delay }), ...(id !== null && { group: { id } }) };
      await boss.send(name, { ...history, runId }, options);
    },
    async waiting(runIds) {
      const rows = await database.rows(
        `select distinct (data ->> 'runId')::integer from queue.job
         where state in ('created', 'retry') and name like 'runs.%'
           and (data ->> 'runId')::integer in (select json_array_elements_text($1::text::json)::integer)`,
        [JSON.stringify(runIds)],
      );
      return new Set(rows.map(([id]) => id as number));
    },
    async work(runners, execute, { prefer = takeAny, signal } = {}) {
      const names = await Promise.all(runners.map(nameOf));
      const isOver = () => signal?.aborted || stopped.signal.aborted;
      const takeAndExecute = async () => {
        const job = await takeRun(boss, database, names, prefer);
        if (!job) return false;
        if (isOver()) {
          await putBack(boss, job);
          return false;
        }
        // Jobs of earlier versions hold the run alone.
        const { runId, ...history } = job.data;
        await execute(runId, { ...NEW, ...history }).then(
          () => boss.complete(job.name, job.id),
          (error) => boss.fail(job.name, job.id, { message: String(error) }),
        );
        return true;
      };
      const loop = async () => {
        while (!isOver()) {
          const found = await takeAndExecute().catch((error) => void report(error));
          if (!found) await sleep(POLLING_SECONDS * 1000, undefined, { signal: stopped.signal }).catch(() => {});
        }
      };
      void loop();
    },
    // A database that hangs must not keep the process alive.
    stop: () => {
      stopped.abort();
      return Promise.race([boss.stop({ graceful: false }), sleep(STOP_MS, undefined, { ref: false })]);
    },
  };
}

/** While the database is away, the queue reports the same failure twice a second. */
function oncePerMinute(report: (error: unknown) => void): (error: Error) => void {
  const said = new Map<string, number>();
  return (error) => {
    const { message } = error;
    if (Date.now() - (said.get(message) ?? 0) < 60_000) return;
    if (said.size > 100) said.clear();
    said.set(message, Date.now());
    report(error);
  };
}
