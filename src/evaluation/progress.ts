import { wilsonInterval } from "../frontier/statistics/intervals.ts";
import type { Database } from "../store/database/database.ts";
import type { RunStatus } from "../store/tables.ts";

/** How far a run is. */
export interface RunProgress {
  runId: number;
  status: RunStatus;
  done: number;
  total: number;
  correct: number;
  /** The 95 % interval of the accuracy so far; null before the first answer. */
  low: number | null;
  high: number | null;
  /** Of this worker since it took the run up. */
  tokensPerSecond: number | null;
  /** Seconds, at the pace so far. */
  remaining: number | null;
  /** Requests in flight. */
  inFlight: number;
  message: string | null;
}

const CHANNEL = "paretograph_runs";
const INTERVAL_MS = 250;

export type ProgressReporter = ReturnType<typeof createProgressReporter>;

/** Tells every process on the database how a run fares, at most four times a second. */
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
    const interval = done > 0 ? wilsonInterval(correct / done, done) : null;
    return {
      ...{ runId, status, done, total, correct, inFlight, message },
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      tokensPerSecond: fresh > 0 ? tokens / seconds : null,
      remaining: fresh > 0 ? ((total - done) * seconds) / fresh : null,
    };
  };
  const tell = (status: RunStatus, inFlight = 0, message: string | null = null) =>
    database.rows("select pg_notify($1, $2)", [CHANNEL, JSON.stringify(progress(status, inFlight, message))]);

  return {
    answered(isCorrect: boolean, outputTokens: number) {
      done++;
      fresh++;
      tokens += outputTokens;
      if (isCorrect) correct++;
    },
    /** Tells, unless it did a moment ago. */
    async running(inFlight: number, message: string | null = null) {
      if (message === null && performance.now() - last < INTERVAL_MS) return;
      last = performance.now();
      await tell("RUNNING", inFlight, message);
    },
    ended: (status: RunStatus, message: string | null = null) => tell(status, 0, message),
  };
}

/** Tells that a run has come to another state without an answer in between. */
export async function tellProgress(database: Database, runId: number, message: string | null = null): Promise<void> {
  const standing = await readStanding(database, runId);
  if (standing) await database.rows("select pg_notify($1, $2)", [CHANNEL, JSON.stringify({ ...standing, message })]);
}

/** What the store knows of a run's progress; null where there is no such run. */
export async function readStanding(database: Database, runId: number): Promise<RunProgress | null> {
  const [row] = await database.rows(
    `select r.status, r.error, count(s.*)::integer, (count(s.*) filter (where s.correct))::integer
     from runs r left join samples s on s.run_id = r.id where r.id = $1 group by r.id`,
    [runId],
  );
  if (!row) return null;
  const [status, message, done, correct] = row as [RunStatus, string | null, number, number];
  const interval = done > 0 ? wilsonInterval(correct / done, done) : null;
  return {
    ...{ runId, status, done, total: done, correct, message },
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    ...{ tokensPerSecond: null, remaining: null, inFlight: 0 },
  };
}

/** Calls back with the progress of every run on the database, whichever process works on it. */
export function followProgress(database: Database, onProgress: (progress: RunProgress) => void): Promise<void> {
  return database.listen(CHANNEL, (payload) => onProgress(JSON.parse(payload)));
}
