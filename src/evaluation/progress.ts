import { wilsonInterval } from "../frontier/statistics/intervals.ts";
import type { Database } from "../store/database/database.ts";
import type { RunStatus } from "../store/tables.ts";

/** The progress of a run. */
export interface RunProgress {
  runId: number;
  status: RunStatus;
  done: number;
  total: number;
  correct: number;
  /** The ends of the 95 % interval of the accuracy so far (Wilson); null before the first answer. */
  low: number | null;
  high: number | null;
  /** The output tokens a second since this worker began with the run; null before its first answer. */
  tokensPerSecond: number | null;
  /** The seconds that remain at the rate so far; null before the first answer of this worker. */
  remaining: number | null;
  /** The number of requests in flight. */
  inFlight: number;
  message: string | null;
}

const CHANNEL = "paretograph_runs";
/** The progress of a run is published at most once in this time. */
const INTERVAL_MS = 250;

export type ProgressReporter = ReturnType<typeof createProgressReporter>;

/** Publishes the progress of a run that a worker measures to every process on the database. */
export function createProgressReporter(
  database: Database,
  runId: number,
  total: number,
  stored: { done: number; correct: number },
) {
  const started = performance.now();
  let { done, correct } = stored;
  let fresh = 0;
  let tokens = 0;
  let last = 0;

  const progress = (status: RunStatus, inFlight: number, message: string | null): RunProgress => {
    const seconds = (performance.now() - started) / 1000;
    return {
      ...{ runId, status, done, total, correct, inFlight, message },
      ...accuracyInterval(correct, done),
      tokensPerSecond: fresh > 0 ? tokens / seconds : null,
      remaining: fresh > 0 ? ((total - done) * seconds) / fresh : null,
    };
  };
  const send = (status: RunStatus, inFlight: number, message: string | null) =>
    publish(database, progress(status, inFlight, message));

  return {
    answered(isCorrect: boolean, outputTokens: number) {
      done++;
      fresh++;
      tokens += outputTokens;
      if (isCorrect) correct++;
    },
    /** Publishes that the run goes on. Without a message it does so at most four times a second. */
    async running(inFlight: number, message: string | null = null) {
      if (message === null && performance.now() - last < INTERVAL_MS) return;
      last = performance.now();
      await send("RUNNING", inFlight, message);
    },
    ended: (status: RunStatus, message: string | null = null) => send(status, 0, message),
  };
}

/** Publishes the stored progress of a run whose status has changed. */
export async function publishProgress(database: Database, runId: number, message: string | null = null): Promise<void> {
  const progress = await readProgress(database, runId);
  if (progress) await publish(database, { ...progress, message });
}

async function publish(database: Database, progress: RunProgress): Promise<void> {
  await database.rows("select pg_notify($1, $2)", [CHANNEL, JSON.stringify(progress)]);
}

/** The progress of a run as the store holds it; null where there is no such run. */
export async function readProgress(database: Database, runId: number): Promise<RunProgress | null> {
  const [row] = await database.rows(
    `select r.status, r.error, count(s.*)::integer, (count(s.*) filter (where s.correct))::integer
     from runs r left join samples s on s.run_id = r.id where r.id = $1 group by r.id`,
    [runId],
  );
  if (!row) return null;
  const [status, message, done, correct] = row as [RunStatus, string | null, number, number];
  return {
    ...{ runId, status, done, total: done, correct, message },
    ...accuracyInterval(correct, done),
    ...{ tokensPerSecond: null, remaining: null, inFlight: 0 },
  };
}

function accuracyInterval(correct: number, done: number): { low: number | null; high: number | null } {
  if (done === 0) return { low: null, high: null };
  const { low, high } = wilsonInterval(correct / done, done);
  return { low, high };
}

/**
 * Calls back with the progress of every run on the database, whichever process measures it, and with `onMissed` when some
 * may have been missed.
 */
export function followProgress(
  database: Database,
  onProgress: (progress: RunProgress) => void,
  onMissed: () => void,
): Promise<void> {
  return database.listen(CHANNEL, (payload) => onProgress(JSON.parse(payload)), onMissed);
}

/** Those of these runs that have ended. */
export async function readEnded(database: Database, runIds: readonly number[]): Promise<number[]> {
  if (runIds.length === 0) return [];
  const rows = await database.rows(
    `select id from runs where id in (select json_array_elements_text($1::text::json)::integer)
     and status in ('SUCCEEDED', 'FAILED', 'CANCELED')`,
    [JSON.stringify(runIds)],
  );
  return rows.map(([id]) => id as number);
}
