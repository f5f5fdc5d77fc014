import { printable } from "../errors/printable.ts";
import { cacheFolder } from "../evaluation/cacheFolder.ts";
import { createEvaluation, type Evaluation } from "../evaluation/evaluation.ts";
import { loadPlugins } from "../evaluation/loadPlugins.ts";
import { openQueue, type RunQueue } from "../evaluation/queue.ts";
import type { ExecutionContext } from "../evaluation/setup/executionContext.ts";
import { startWorker } from "../evaluation/worker.ts";
import { PluginError } from "../plugins/contract/pluginError.ts";
import { registerTasks } from "../plugins/taskPaths.ts";
import { log } from "../server/observation/log.ts";
import type { Store } from "../store/store.ts";
import { CommandError, readSettings } from "./settings.ts";

export interface OpenEvaluation extends Evaluation {
  queue: RunQueue;
  /**
   * Starts a worker for queued runs of these runners, or of all runners if none are named. Its runs wait for their engines
   * as `WAIT_ENGINE` says, unless the options say it. Gives the function that stops it.
   */
  work(
    runners?: string[],
    options?: Pick<ExecutionContext, "readsAnyFile" | "gpus" | "waitEngine">,
  ): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Loads the plugins and these task files, logs those that cannot be used, and opens the queue of the store. */
export async function openEvaluation(store: Store, tasks: readonly string[] = []): Promise<OpenEvaluation> {
  const load = async () => {
    const loaded = await loadPlugins(process.cwd(), store.metrics);
    registerTasks(tasks, loaded.registry);
    return loaded;
  };
  const { registry, problems } = await load().catch((error) => {
    throw error instanceof PluginError ? new CommandError(error.message) : error;
  });
  for (const { source, error } of problems) log.warn(`Plugin ${source} is left out: ${error.message}`);
  const queue = await openQueue(store, (error) => log.error({ err: error }));
  const evaluation = await createEvaluation(store, queue, registry);
  const allRunners = () => registry.list().flatMap(({ plugin }) => (plugin.kind === "runner" ? [plugin.name] : []));
  return {
    ...evaluation,
    queue,
    async work(runners = allRunners(), options = {}) {
      const write = (line: string) => log.info(printable(line));
      const { waitEngine } = readSettings(process.env);
      const context = { store, plugins: registry, cacheFolder: cacheFolder(), log: write, waitEngine, ...options };
      const worker = await startWorker(context, queue, runners);
      return worker.stop;
    },
    close: () => queue.stop(),
  };
}
