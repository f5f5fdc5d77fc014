import type { BenchmarkPlugin } from "../plugins/contract/benchmark.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import { findOrAddBenchmark, findOrAddLab } from "../recording/additions.ts";
import type { QueuedRun } from "../recording/measuredRuns.ts";
import { variantOf } from "../store/experiment.ts";
import type { Store } from "../store/store.ts";
import type { PlannedRun } from "./planRuns.ts";

/** Planned runs as they are stored, with their benchmarks and labs, which are added where the store has none. */
export async function queuedRunsOf(
  store: Store,
  plugins: PluginRegistry,
  planned: readonly PlannedRun[],
): Promise<QueuedRun[]> {
  const queued: QueuedRun[] = [];
  for (const { model, benchmark, lab, ...run } of planned) {
    const plugin = plugins.find("benchmark", benchmark);
    const { title, domain, version, source, optionCount, chanceLevel, data } = plugin;
    const problemOptions = problemOptionsOf(plugin);
    const { options } = run.recipe.benchmark;
    if (problemOptions) run.recipe.benchmark.problemOptions = [...problemOptions];
    if (data?.private) run.recipe.benchmark.private = true;
    queued.push({
      ...run,
      modelId: (await store.catalogue()).models.bySlug.get(model)!.id,
      benchmarkId: await findOrAddBenchmark(
        store,
        { slug: benchmark, name: title, domain, version, url: source.url, optionCount, chanceLevel },
        variantOf({ ...plugin, ...(problemOptions && { problemOptions }) }, options, plugin.options.safeParse({}).data),
      ),
      labId: await findOrAddLab(store, lab),
    });
  }
  return queued;
}

/** The options that make a benchmark of its own: those that change its problems, and those by which its variants differ. */
function problemOptionsOf({ problemOptions, variants }: BenchmarkPlugin): string[] | undefined {
  return problemOptions && [...new Set([...problemOptions, ...Object.keys(variants ?? {})])];
}
