import type { RunnerError } from "../../plugins/contract/runnerError.ts";

/** What tells an engine that is away from an answer that fails by itself. */
export interface Outage {
  /** Is called when an answer came. */
  answered(): void;
  /** Whether the engine is away, after an answer failed as often as it is tried: the answer is then to wait for it. */
  isAway(task: object, failure: RunnerError): Promise<boolean>;
}

const UNMISTAKABLE = ["UNREACHABLE", "ENGINE_LOADING"];
const PROBE_REST_MS = 5_000;

/**
 * An engine is away when it answered before in this run and nothing listens at its address any more. It is also taken to be
 * away when several answers fail, none came since, and a request that it answered before fails as well.
 *
 * @param patience the milliseconds after which an engine that is away is given up.
 * @param probe asks again what the engine answered before, and throws where it fails.
 */
export function createOutage(patience: number, probe: () => Promise<unknown>, now = () => performance.now()): Outage {
  let everAnswered = false;
  let downSince: number | null = null;
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
  };
}
