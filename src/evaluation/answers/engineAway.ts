import type { RunnerError } from "../../plugins/contract/runnerError.ts";

/** The failure of a run whose engine is not there, or not ready: the run waits for it as long as its patience lasts. */
export class EngineAway extends Error {
  /** What was seen in place of the engine. */
  readonly failure: RunnerError;
  /** Since when, in milliseconds of `Date.now()`. */
  readonly since: number;

  constructor(failure: RunnerError, since: number) {
    super(failure.message, { cause: failure });
    this.name = "EngineAway";
    this.failure = failure;
    this.since = since;
  }
}
