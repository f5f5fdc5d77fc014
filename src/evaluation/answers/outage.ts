import { isRunnerError, type RunnerError } from "../../plugins/contract/runnerError.ts";
import { EngineAway } from "./engineAway.ts";

/** What tells an engine that is away from an answer that fails by itself. */
export interface Outage {
  /** Is called when an answer came. */
  answered(): void;
  /** Whether the engine is away, after an answer failed as often as it is tried: the answer is then to wait for it. */
  isAway(task: object, failure: RunnerError): Promise<boolean>;
  /** Whether the engine has refused everything for so long, because it has too many requests, that it is not waited for. */
  isFull(): boolean;
  /** What ends the answers of a run: an engine that is away says since when, so that the run can wait for it. */
  ending(error: unknown): unknown;
}

const UNMISTAKABLE = ["UNREACHABLE", "ENGINE_LOADING"];
/** An engine that has too many requests for so long, in milliseconds, is waited for in the queue, so that other runs go on. */
const LONGEST_FULL_MS = 10 * 60_000;
const PROBE_REST_MS = 5_000;

/**
 * An engine is away when it answered before in this run and nothing listens at its address any more. It is also taken to be
 * away when several answers fail, none came since, and a request that it answered before fails as well.
 *
 * @param patience the milliseconds after which an engine that is away is given up; 0 where waiting cannot help.
 * @param probe asks again what the engine answered before, and throws where it fails.
 */
export function createOutage(patience: number, probe: () => Promise<unknown>, now = () => performance.now()): Outage {
  let everAnswered = false;
  let downSince: number | null = null;
  let fullSince: number | null = null;
  let probed = { at: Number.NEGATIVE_INFINITY, failed: Promise.resolve(false) };
  const failing = new Set<object>();

  const knownAnswerFails = () => {
    if (now() - probed.at >= PROBE_REST_MS) {
      const failed = probe().then(
        () => false,
        () => true,
      );
      probed = { at: now(), failed };
    }
    return probed.failed;
  };
  return {
    answered() {
      everAnswered = true;
      downSince = null;
      fullSince = null;
      failing.clear();
    },
    async isAway(task, { code }) {
      if (!everAnswered) return false;
      downSince ??= now();
      if (now() - downSince >= patience) return false;
      if (UNMISTAKABLE.includes(code)) return true;
      failing.add(task);
      return failing.size > 1 && (await knownAnswerFails());
    },
    isFull() {
      fullSince ??= now();
      return now() - fullSince >= LONGEST_FULL_MS;
    },
    ending(error) {
      if (patience === 0 || !isRunnerError(error) || ![...UNMISTAKABLE, "OVERLOADED"].includes(error.code))
        return error;
      const since = error.code === "OVERLOADED" ? fullSince : downSince;
      return new EngineAway(error, Date.now() - (since === null ? 0 : now() - since));
    },
  };
}
