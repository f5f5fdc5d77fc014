import { wilsonInterval } from "../frontier/statistics/intervals.ts";
import { isDecidedByJudge } from "../recording/answerShares.ts";
import type { SampleSubmission } from "../recording/submitted/submission.ts";
import type { Database } from "../store/database/database.ts";
import { CUT, fateOf } from "../store/sampleFate.ts";
import type { RunStatus } from "../store/tables.ts";

/** The progress of a run. */
export interface RunProgress {
  runId: number;
  status: RunStatus;
  done: number;
  total: number;
  correct: number;
  /** The answers that failed, which are no part of the accuracy. */
  errors: number;
  /** The answers that were cut, and those that could not be decided; both count as wrong. */
  truncated: number;
  undecided: number;
  /** The answers that a judge decided. */
  judged: number;
  /** The output tokens of the answers so far whose tokens are known. */
  outputTokens: number;
  /** The US dollars of the answers so far whose price is known; null where none is. Judges are no part of it. */
  cost: number | null;
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
  stored: readonly SampleSubmission[],
) {
  const started = performance.now();
  const counts: Counts = { ...NOTHING };
  for (const sample of stored) count(counts, sample);
  let fresh = 0;
  let tokens = 0;
  let last = 0;

  const progress = (status: RunStatus, inFlight: number, message: string | null): RunProgress => {
    const seconds = (performance.now() - started) / 1000;
    return {
      ...{ runId, status, total, ...counts, inFlight, message },
      ...accuracyInterval(counts),
      tokensPerSecond: fresh > 0 ? tokens / seconds : null,
      remaining: fresh > 0 ? ((total - counts.done) * seconds) / fresh : null,
    };
  };
  const send = (status: RunStatus, inFlight: number, message: string | null) =>
    publish(database, progress(status, inFlight, message));

  return {
    answered(sample: SampleSubmission, outputTokens: number) {
      count(counts, sample);
      fresh++;
      tokens += outputTokens;
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
    `select r.status, r.error, count(s.*)::integer,
       (count(s.*) filter (where s.correct))::integer,
       (count(s.*) filter (where s.correct is null and s.error is not null))::integer,
       (count(s.*) filter (where s.correct is distinct from true and s.finish_reason = any($2::text[])
                             and (s.correct is not null or s.error is null)))::integer,
       (count(s.*) filter (where s.correct is null and s.error is null
                             and not coalesce(s.finish_reason = any($2::text[]), false)))::integer,
       (count(s.*) filter (where s.correct is not null and s.judgement is not null
                             and not coalesce((s.judgement ->> 'isCheck')::boolean, false)))::integer,
       coalesce(sum(s.output_tokens), 0)::double precision, sum(s.cost)
     from runs r left join samples s on s.run_id = r.id where r.id = $1 group by r.id`,
    [runId, `{${CUT.join()}}`],
  );
  if (!row) return null;
  const [status, message, done, correct, errors, truncated, undecided, judged, outputTokens, cost] = row as [
    RunStatus,
    string | null,
    ...[number, number, number, number, number, number, number],
    number | null,
  ];
  const counts: Counts = { done, correct, errors, truncated, undecided, judged, outputTokens, cost };
  return {
    ...{ runId, status, total: done, ...counts, message },
    ...accuracyInterval(counts),
    ...{ tokensPerSecond: null, remaining: null, inFlight: 0 },
  };
}

type Counts = Pick<
  RunProgress,
  "done" | "correct" | "errors" | "truncated" | "undecided" | "judged" | "outputTokens" | "cost"
>;

const NOTHING: Counts = {
  ...{ done: 0, correct: 0, errors: 0, truncated: 0, undecided: 0, judged: 0 },
  ...{ outputTokens: 0, cost: null },
};

function count(counts: Counts, sample: SampleSubmission): void {
  counts.done++;
  const kind = fateOf(sample);
  if (kind === "RIGHT") counts.correct++;
  if (kind === "ERROR") counts.errors++;
  if (kind === "TRUNCATED") counts.truncated++;
  if (kind === "UNDECIDED") counts.undecided++;
  if (isDecidedByJudge(sample)) counts.judged++;
  counts.outputTokens += sample.outputTokens ?? 0;
  if (sample.cost != null) counts.cost = (counts.cost ?? 0) + sample.cost;
}

function accuracyInterval({ correct, done, errors }: Counts): { low: number | null; high: number | null } {
  const scored = done - errors;
  if (scored === 0) return { low: null, high: null };
  const { low, high } = wilsonInterval(correct / scored, scored);
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
