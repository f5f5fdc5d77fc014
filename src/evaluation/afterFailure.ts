import { expectedFailure, isErrorOf } from "../errors/codedError.ts";
import { isRunnerError } from "../plugins/contract/runnerError.ts";
import { type DatabaseFailure, databaseFailure } from "../store/database/databaseFailure.ts";
import { EngineAway } from "./answers/engineAway.ts";
import { FailedAnswers } from "./answers/failedAnswers.ts";
import { asksForPause } from "./answers/retry.ts";
import { type RunFailure, runFailure } from "./answers/runFailure.ts";
import type { History } from "./history.ts";

/** What becomes of a run that could not go on. */
export interface Aftermath {
  /** `QUEUED` where it is given back to the queue, `FAILED` where it ends. */
  status: "QUEUED" | "FAILED";
  /** What the row of the run keeps. Its `error` also says what follows. */
  failure: RunFailure;
  /** What the log says, to operators. */
  line: string;
  /** The seconds after which a worker takes it again, and with which history. */
  delay: number;
  history: History;
}

/** The most attempts after the first that fail in a row, and the seconds before each of them. */
const PAUSES = [10, 30, 90];
/** The most seconds for which a run pauses: a day. The engine is asked again then, and may ask for more. */
const LONGEST_DELAY = 86_400;
/** An engine that is not there is looked for after a tenth of the time that it is away, in seconds within these bounds. */
const LOOKS = { from: 2, to: 30 };

/** The reason and the seconds for which a run waits whose database cannot go on. */
const WAITS: Record<DatabaseFailure, { message: string; delay: number }> = {
  AWAY: { message: "The database was away while the run was measured.", delay: 5 },
  FULL: { message: "The database has no space left, and the run is paused.", delay: 60 },
};

/**
 * Decides what becomes of a run after a failure. A database that cannot go on and an engine that asks for a pause are no
 * fault of the run, which waits and keeps its attempts. An engine that is not there is waited for. Other failures that may
 * pass are tried again three times, counted anew when an answer was stored in between. All others are final.
 *
 * @param stored the answers that are stored now.
 * @param patience the seconds for which an engine that is not there is waited for.
 */
export function afterFailure(
  error: unknown,
  history: History,
  { stored, patience, now = Date.now() }: { stored: number; patience: number; now?: number },
): Aftermath {
  const failure = runFailure(error);
  const waits = (message: string, line: string, delay: number, changed: Partial<History>): Aftermath => ({
    ...{ status: "QUEUED", failure: { ...failure, error: message }, line, delay },
    history: { ...history, stored, ...changed },
  });
  /** What follows from the failure, in a sentence that everybody may read. */
  const ends = (what = ""): Aftermath => ({
    ...{ status: "FAILED", failure: { ...failure, error: `${failure.error}${what}` } },
    ...{ line: `${what} ${failure.errorDetails}`.trim(), delay: 0, history },
  });
  const cause = databaseFailure(error);
  if (cause)
    return waits(WAITS[cause].message, `${WAITS[cause].message} It goes on by itself.`, WAITS[cause].delay, {});
  const seen = error instanceof EngineAway ? error.failure : error;
  const expected = expectedFailure(seen);
  if (expected && asksForPause(expected)) {
    const delay = Math.min(Math.ceil(expected.retryAfter!), LONGEST_DELAY);
    const message = `The engine asks for a pause of ${delay} seconds, after which the run goes on.`;
    return waits(message, message, delay, { awaySince: null });
  }
  const hasGoneOn = stored > history.stored;
  const failures = hasGoneOn ? 0 : history.failures;
  if (error instanceof EngineAway) {
    const awaySince = hasGoneOn ? error.since : (history.awaySince ?? error.since);
    const waited = Math.max(0, now - awaySince) / 1000;
    const left = patience - waited;
    const time = durationOf(patience);
    if (left <= 0) return ends(` The run waited for the engine, for ${time}.`);
    const look = Math.min(LOOKS.to, Math.max(LOOKS.from, waited / 10));
    const delay = Math.ceil(Math.max(Math.min(look, left), expected?.retryAfter ?? 0));
    const message = `The run waits for its engine, for ${time} at most:`;
    return waits(`${message} ${failure.error}`, `${message} ${error.message}`, delay, { failures, awaySince });
  }
  const mayPass =
    (isRunnerError(error) || isErrorOf("data", error) || error instanceof FailedAnswers) && error.retry === true;
  if (!mayPass) return ends();
  if (failures >= PAUSES.length) return ends(` The run was tried ${failures + 1} times.`);
  const delay = PAUSES[failures]!;
  const what = ` The run is tried again in ${delay} seconds.`;
  const changed = { failures: failures + 1, awaySince: null };
  return waits(`${failure.error}${what}`, `${what} ${failure.errorDetails}`.trim(), delay, changed);
}

function durationOf(seconds: number): string {
  const [count, unit] = seconds < 120 ? [seconds, "second"] : [Math.round(seconds / 60), "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
