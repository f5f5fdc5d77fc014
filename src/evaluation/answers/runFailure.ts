import { expectedFailure } from "../../errors/codedError.ts";
import { printable } from "../../errors/printable.ts";
import { NetworkError } from "../../network/networkError.ts";
import { RunnerError } from "../../plugins/contract/runnerError.ts";
import { EngineAway } from "./engineAway.ts";
import { FailedAnswers } from "./failedAnswers.ts";

/** Why a run failed, as its row keeps it. */
export interface RunFailure {
  /** A sentence for everybody, which holds nothing that an engine, a server or the database said. */
  error: string;
  errorCode: string;
  /** Everything that is known, for operators. */
  errorDetails: string;
}

/** The most characters of the details: a statement of SQL can hold all answers of a batch. */
const LONGEST_DETAILS = 10_000;

export function runFailure(error: unknown): RunFailure {
  if (error instanceof FailedAnswers) {
    return { error: error.summary, errorCode: error.code, errorDetails: error.message.slice(0, LONGEST_DETAILS) };
  }
  if (error instanceof EngineAway) return runFailure(error.failure);
  const expected = expectedFailure(error instanceof NetworkError ? addressRefused(error) : error);
  return {
    error: expected?.meaning ?? "Something went wrong inside. An operator can read the details.",
    errorCode: expected?.code ?? "INTERNAL_SERVER_ERROR",
    errorDetails: printable(detailsOf(error)).slice(0, LONGEST_DETAILS),
  };
}

/** An address that is refused before the engine's own client is asked. */
const addressRefused = (error: NetworkError) => new RunnerError("ADDRESS_REFUSED", error.message, { cause: error });

/** The message with those of its causes, and for an error that nobody expected, the place where it was thrown. */
function detailsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = expectedFailure(error) ? error.message : (error.stack ?? error.message);
  return error.cause === undefined || error.cause === error ? own : `${own}\nCaused by: ${detailsOf(error.cause)}`;
}
