import type { MetricCatalogue } from "../frontier/metricCatalogue.ts";
import { BUILT_IN_BENCHMARKS } from "../plugins/benchmarks/builtIn.ts";
import { type DiscoveredPlugins, discoverPlugins } from "../plugins/discovery.ts";
import openai from "../runners/openai.ts";
import sglang from "../runners/sglang/sglang.ts";
import tgi from "../runners/tgi/tgi.ts";
import vllm from "../runners/vllm/vllm.ts";

/** The built-in runners and benchmarks, and the plugins of a folder's config and installed packages. */
export function loadPlugins(folder: string, metrics: MetricCatalogue): Promise<DiscoveredPlugins> {
  return discoverPlugins({ builtIn: [vllm, sglang, tgi, openai, ...BUILT_IN_BENCHMARKS], folder, metrics });
}
