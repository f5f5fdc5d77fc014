import { Repeater } from "@repeaterjs/repeater";
import type { Principal } from "../access/principal.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import { findOrAddBenchmark, findOrAddLab } from "../recording/additions.ts";
import { moveRun, type QueuedRun, queueRuns } from "../recording/measuredRuns.ts";
import { variantOf } from "../store/experiment.ts";
import type { Store } from "../store/store.ts";
import { cacheFolder } from "./cacheFolder.ts";
import type { RunRequestInput } from "./plan/runParameters.ts";
import { planRuns } from "./planRuns.ts";
import { followProgress, publishProgress, type RunProgress, readEnded, readProgress } from "./progress.ts";
import type { RunQueue } from "./queue.ts";
import { type Regraded, type RegradeRequest, regradeRun } from "./regrading/regradeRun.ts";
import { planRerun } from "./rerun.ts";

/** Starts, cancels and follows runs. */
export interface Evaluation {
  plugins: PluginRegistry;
  /**
   * Queues the runs that a request asks for and gives their ids. Throws a `RequestError` where the request is wrong, and
   * where the caller may not ask for it.
   */
  startRuns(request: RunRequestInput, principal: Principal): Promise<number[]>;
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

export async function createEvaluation(store: Store, queue: RunQueue, plugins: PluginRegistry): Promise<Evaluation> {
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
  return {
    plugins,
    async startRuns(request, principal) {
      const planned = planRuns(request, plugins, await store.catalogue(), principal);
      const queued: QueuedRun[] = [];
      for (const { model, benchmark, lab, ...run } of planned) {
        const plugin = plugins.find("benchmark", benchmark);
        const { title, domain, version, source, optionCount, chanceLevel, problemOptions } = plugin;
        const { options } = run.recipe.benchmark;
        if (problemOptions) run.recipe.benchmark.problemOptions = [...problemOptions];
        queued.push({
          ...run,
          modelId: (await store.catalogue()).models.bySlug.get(model)!.id,
          benchmarkId: await findOrAddBenchmark(
            store,
            {
              slug: benchmark,
              name: title,
              domain,
              version,
              url: source.url,
              optionCount,
              chanceLevel,
            },
            variantOf(plugin, options, plugin.options.safeParse({}).data),
          ),
          labId: await findOrAddLab(store, lab),
        });
      }
      const ids = await queueRuns(store, queued);
      for (const [i, id] of ids.entries()) await queue.send(planned[i]!.runner, id);
      return ids;
    },
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
