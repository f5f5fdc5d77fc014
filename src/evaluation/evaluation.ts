import { Repeater } from "@repeaterjs/repeater";
import type { Principal } from "../access/principal.ts";
import type { PluginProblem } from "../plugins/discovery.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import { moveRun, queueRuns } from "../recording/measuredRuns.ts";
import type { Store } from "../store/store.ts";
import { cacheFolder } from "./cacheFolder.ts";
import type { RunRequestInput } from "./plan/runParameters.ts";
import { planRuns } from "./planRuns.ts";
import { followProgress, publishProgress, type RunProgress, readEnded, readProgress } from "./progress.ts";
import type { RunQueue } from "./queue.ts";
import { queuedRunsOf } from "./queuedRuns.ts";
import { type Regraded, type RegradeRequest, regradeRun } from "./regrading/regradeRun.ts";
import { planRerun } from "./rerun.ts";
import { digestOf, goOnWith, resumeRun } from "./resume.ts";

/** Starts, cancels and follows runs. */
export interface Evaluation {
  plugins: PluginRegistry;
  /** The plugins that were left out. */
  pluginProblems: readonly PluginProblem[];
  /**
   * Queues the runs that a request asks for and gives their ids. Throws a `RequestError` where the request is wrong, and
   * where the caller may not ask for it.
   *
   * @param options.goOn whether to go on with the runs of the same request that were queued before, as long as one of them
   *   has no result: those that failed or were canceled are resumed, and those that have results are left as they are.
   */
  startRuns(request: RunRequestInput, principal: Principal, options?: { goOn?: boolean }): Promise<number[]>;
  /**
   * Lets a run that failed or was canceled go on from its stored answers, and gives its id. Throws a `RequestError` where it
   * cannot go on, and where the caller may not ask for it.
   *
   * @param waitEngine the seconds for which it waits for its engine from now on.
   */
  resume(name: number | string, principal: Principal, waitEngine?: number): Promise<number>;
  /**
   * Queues a run that asks the same as a stored one and gives its id. The run is named by its row number or its hash. Throws
   * a `RequestError` where it cannot be run again, and where the caller may not ask for it.
   */
  rerun(name: number | string, principal: Principal): Promise<number>;
  /**
   * Grades the stored outputs of a run again. Throws a `RequestError` where it cannot be graded, and where the caller may not
   * ask for it.
   */
  regrade(name: number | string, principal: Principal, request: Omit<RegradeRequest, "signal">): Promise<Regraded>;
  /** Ends a run and keeps its stored answers. Gives false if the run had ended before. */
  cancelRun(runId: number): Promise<boolean>;
  /** The progress of a run from now on, until it ends or its reader stops reading. */
  follow(runId: number): AsyncIterable<RunProgress>;
}

/** Whether followed runs have ended is also read this often, should an event be lost in a way that nobody notices. */
const POLL_MS = 30_000;
/** A request for regrading ends within this time. The command has no such limit. */
const LONGEST_REGRADING_MS = 5 * 60_000;

interface Follower {
  runId: number;
  onProgress(progress: RunProgress): void;
}

export async function createEvaluation(
  store: Store,
  queue: RunQueue,
  plugins: PluginRegistry,
  pluginProblems: readonly PluginProblem[] = [],
): Promise<Evaluation> {
  const followers = new Set<Follower>();
  const tell = (progress: RunProgress) => {
    for (const { runId, onProgress } of followers) if (runId === progress.runId) onProgress(progress);
  };
  const lookForEnded = async () => {
    for (const id of await readEnded(store, [...new Set([...followers].map(({ runId }) => runId))])) {
      const progress = await readProgress(store, id);
      if (progress) tell(progress);
    }
  };
  const look = () => void lookForEnded().catch(() => {});
  await followProgress(store, tell, look);
  setInterval(look, POLL_MS).unref();
  const resuming = { store, queue, plugins };
  return {
    plugins,
    pluginProblems,
    async startRuns(request, principal, { goOn = false } = {}) {
      const planned = await planRuns(request, plugins, await store.catalogue(), principal);
      const queued = await queuedRunsOf(store, plugins, planned);
      const requestDigest = digestOf(queued);
      const before = goOn ? await goOnWith(resuming, requestDigest, queued, principal) : null;
      if (before) return before;
      const ids = await queueRuns(
        store,
        queued.map((run) => ({ ...run, requestDigest })),
      );
      for (const [i, id] of ids.entries()) await queue.send(planned[i]!.runner, id);
      return ids;
    },
    resume: (name, principal, waitEngine) => resumeRun(resuming, name, principal, waitEngine),
    async rerun(name, principal) {
      const planned = await planRerun(store, plugins, name, principal);
      const [id] = await queueRuns(store, [planned]);
      await queue.send(planned.runner, id!);
      return id!;
    },
    regrade(name, principal, request) {
      const signal = AbortSignal.timeout(LONGEST_REGRADING_MS);
      return regradeRun({ store, plugins, cacheFolder: cacheFolder() }, name, principal, { ...request, signal });
    },
    async cancelRun(runId) {
      const canceled = await moveRun(store, runId, "CANCELED", { finishedAt: new Date().toISOString() });
      if (canceled) await publishProgress(store, runId);
      return canceled;
    },
    follow: (runId) => follow(store, followers, runId),
  };
}

const ENDED = ["SUCCEEDED", "FAILED", "CANCELED"];

function follow(store: Store, followers: Set<Follower>, runId: number): AsyncIterable<RunProgress> {
  return new Repeater(async (push, stop) => {
    const follower: Follower = {
      runId,
      onProgress(progress) {
        push(progress);
        if (ENDED.includes(progress.status)) stop();
      },
    };
    followers.add(follower);
    try {
      // If the run has ended already, no event follows.
      const progress = await readProgress(store, runId);
      if (progress && ENDED.includes(progress.status)) follower.onProgress(progress);
      await stop;
    } finally {
      followers.delete(follower);
    }
  });
}
