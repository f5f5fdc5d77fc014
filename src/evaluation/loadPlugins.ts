import type { MetricCatalogue } from "../frontier/metricCatalogue.ts";
import { BUILT_IN_BENCHMARKS } from "../plugins/benchmarks/builtIn.ts";
import { SHIPPED_TASKS } from "../plugins/benchmarks/tasks/shippedTasks.ts";
import { type DiscoveredPlugins, discoverPlugins } from "../plugins/discovery.ts";
import { BUILT_IN_IMPORTERS } from "../plugins/importers/builtIn.ts";
import amdSmi from "../runners/meter/amdSmi.ts";
import mock from "../runners/mock.ts";
import openai from "../runners/openai.ts";
import sglang from "../runners/sglang/sglang.ts";
import tgi from "../runners/tgi/tgi.ts";
import vllm from "../runners/vllm/vllm.ts";
import { leaveOutLostEngines, requireUsableEngines } from "./usableEngines.ts";

/**
 * The built-in runners, meters, benchmarks and importers, and the plugins and engines of a folder's config and installed packages. Throws a
 * `PluginError` for a config that cannot be read or used.
 */
export async function loadPlugins(folder: string, metrics: MetricCatalogue): Promise<DiscoveredPlugins> {
  const builtIn = [
    vllm,
    sglang,
    tgi,
    openai,
    mock,
    amdSmi,
    ...BUILT_IN_BENCHMARKS,
    ...SHIPPED_TASKS.keys(),
    ...BUILT_IN_IMPORTERS,
  ];
  const discovered = await discoverPlugins({ builtIn, folder, metrics });
  const file = discovered.file ?? "The config";
  // Where plugins are left out, an engine may lack its runner through no fault of the config.
  const lost = discovered.problems.length > 0 ? leaveOutLostEngines(discovered.registry, file) : [];
  requireUsableEngines(discovered.registry, file);
  return { ...discovered, problems: [...discovered.problems, ...lost] };
}
