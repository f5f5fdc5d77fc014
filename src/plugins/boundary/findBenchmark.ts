import type { BenchmarkPlugin } from "../contract/benchmark.ts";
import { checkPlugin } from "../contract/checkPlugin.ts";
import type { PluginOrigin } from "./crossing.ts";

/** Imports a module and finds the benchmark in it. Throws where the module does not bring it. */
export async function findBenchmark({ module, name }: PluginOrigin): Promise<BenchmarkPlugin | null> {
  const { default: exported } = await import(/* @vite-ignore */ module);
  if (name === null) return null;
  const found = pluginsIn(exported).find((plugin) => plugin?.kind === "benchmark" && plugin.name === name);
  if (found === undefined) throw new Error(`${module} no longer brings the benchmark "${name}"`);
  checkPlugin(found);
  return found as BenchmarkPlugin;
}

/** The plugins of a module: one, a list, or those that the config of a project holds itself. */
function pluginsIn(exported: unknown): { kind?: unknown; name?: unknown }[] {
  const { plugins = exported } = (exported ?? {}) as { plugins?: unknown };
  return [plugins].flat(Number.POSITIVE_INFINITY) as { kind?: unknown; name?: unknown }[];
}
