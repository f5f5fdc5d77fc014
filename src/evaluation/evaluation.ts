import { Repeater } from "@repeaterjs/repeater";
import type { PluginRegistry } from "../plugins/registry.ts";
import { findOrAddBenchmark, findOrAddLab } from "../recording/additions.ts";
import { moveRun, type QueuedRun, queueRuns } from "../recording/measuredRuns.ts";
import type { Store } from "../store/store.ts";
import { planRuns } from "./planRuns.ts";
import { followProgress, type RunProgress, readStanding, tellProgress } from "./progress.ts";
import type { RunQueue } from "./queue.ts";
import type { RunRequestInput } from "./runParameters.ts";

/** Asking for runs to be measured, and following them. */
export interface Evaluation {
  plugins: PluginRegistry;
  /** Queues the runs that a request asks for; their ids. Throws `RequestError`s. */
  startRuns(request: RunRequestInput): Promise<number[]>;
  /** Ends a run that has not ended; false if it had. What is stored of it stays. */
  cancelRun(runId: number): Promise<boolean>;
  /** The progress of a run from now on, until it ends or its reader leaves. */
  follow(runId: number): AsyncIterable<RunProgress>;
}

export async function createEvaluation(store: Store, queue: RunQueue, plugins: PluginRegistry): Promise<Evaluation> {
  const followers = new Set<(progress: RunProgress) => void>();
  await followProgress(store, (progress) => {
    for (const tell of followers) tell(progress);
  });
  return {
    plugins,
    async startRuns(request) {
      const planned = planRuns(request, plugins, await store.catalogue());
      const queued: QueuedRun[] = [];
      for (const { model, benchmark, lab, ...run } of planned) {
        const { title, domain, version, source } = plugins.find("benchmark", benchmark);
        queued.push({
          ...run,
          modelId: (await store.catalogue()).models.bySlug.get(model)!.id,
          benchmarkId: await findOrAddBenchmark(store, {
            slug: benchmark,
            name: title,
            domain,
            version,
            url: source.url,
          }),
          labId: await findOrAddLab(store, lab),
        });
      }
      const ids = await queueRuns(store, queued);
      for (const [i, id] of ids.entries()) await queue.send(planned[i]!.runner, id);
      return ids;
    },
    async cancelRun(runId) {
      const canceled = await moveRun(store, runId, "CANCELED", { finishedAt: new Date().toISOString() });
      if (canceled) await tellProgress(store, runId);
      return canceled;
    },
    follow: (runId) => follow(store, followers, runId),
  };
}

const ENDED = ["SUCCEEDED", "FAILED", "CANCELED"];

function follow(
  store: Store,
  followers: Set<(progress: RunProgress) => void>,
  runId: number,
): AsyncIterable<RunProgress> {
  return new Repeater(async (push, stop) => {
    const tell = (progress: RunProgress) => {
      if (progress.runId !== runId) return;
      push(progress);
      if (ENDED.includes(progress.status)) stop();
    };
    followers.add(tell);
    // It may have ended already, and then nothing more would come.
    const standing = await readStanding(store, runId);
    if (standing && ENDED.includes(standing.status)) tell(standing);
    await stop;
    followers.delete(tell);
  });
}
