import { printable } from "../errors/printable.ts";
import { cacheFolder } from "../evaluation/cacheFolder.ts";
import { createEvaluation, type Evaluation } from "../evaluation/evaluation.ts";
import { loadPlugins } from "../evaluation/loadPlugins.ts";
import { openQueue, type RunQueue } from "../evaluation/queue.ts";
import type { ExecutionContext } from "../evaluation/setup/executionContext.ts";
import { startWorker } from "../evaluation/worker.ts";
import { PluginError } from "../plugins/contract/pluginError.ts";
import type { DiscoveredPlugins } from "../plugins/discovery.ts";
import { changingRegistry } from "../plugins/reloading/changingRegistry.ts";
import { watchPlugins } from "../plugins/reloading/watchPlugins.ts";
import { registerTasks } from "../plugins/taskPaths.ts";
import { log } from "../server/observation/log.ts";
import { keepMetrics } from "../store/addedMetrics.ts";
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

/**
 * Loads the plugins, logs those that cannot be used, and opens the queue of the store.
 *
 * @param options.watch whether plugins are loaded again when their files change.
 * @param options.tasks the paths of task files that are benchmarks, too.
 */
export async function openEvaluation(
  store: Store,
  { watch = false, tasks = [] }: { watch?: boolean; tasks?: readonly string[] } = {},
): Promise<OpenEvaluation> {
  const load = async () => {
    const loaded = await loadPlugins(process.cwd(), store.metrics);
    registerTasks(tasks, loaded.registry);
    return loaded;
  };
  const loaded = await load().catch((error) => {
    throw error instanceof PluginError ? new CommandError(error.message) : error;
  });
  await keepMetrics(store, store.metrics);
  logLeftOut(loaded);
  const { registry, stopWatching } = watch ? watched(loaded, load) : { ...loaded, stopWatching: () => {} };
  const queue = await openQueue(store, (error) => log.error({ err: error }));
  const evaluation = await createEvaluation(store, queue, registry, loaded.problems);
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
    close() {
      stopWatching();
      return queue.stop();
    },
  };
}

function logLeftOut({ problems }: DiscoveredPlugins): void {
  for (const { source, error } of problems) log.warn(`Plugin ${source} is left out: ${error.message}`);
}

/** The plugins as their files are now. A run in progress keeps the code that it began with. */
function watched({ registry: first, problems }: DiscoveredPlugins, load: () => Promise<DiscoveredPlugins>) {
  const { registry, change } = changingRegistry(first);
  const stopWatching = watchPlugins(process.cwd(), first, load, (loaded) => {
    if ("failed" in loaded)
      return log.error({ err: loaded.failed }, "The plugins can't be loaded again, and stay as they were.");
    change(loaded.registry);
    // The API shows the problems of the plugins as they are now.
    problems.splice(0, problems.length, ...loaded.problems);
    logLeftOut(loaded);
    const outside = loaded.registry.list().filter(({ source }) => source !== "built in");
    const names = outside.map(({ plugin, source }) => `${plugin.name} ${plugin.version} from ${source}`).join(", ");
    log.info(printable(`The plugins were loaded again: ${names || "none beside the built-in ones"}.`));
  });
  return { registry, stopWatching };
}
