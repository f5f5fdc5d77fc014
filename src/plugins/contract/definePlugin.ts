import type { ArchitecturePlugin } from "./architecture.ts";
import type { BenchmarkPlugin } from "./benchmark.ts";
import { type AnyPlugin, checkPlugin } from "./checkPlugin.ts";
import type { ImporterPlugin } from "./importer.ts";
import type { MeterPlugin } from "./meter.ts";
import type { RunnerPlugin } from "./runner.ts";

/**
 * Checks and returns a plugin of any kind, or a list of plugins: the default export of a module that brings plugins.
 *
 * @throws PluginError if a plugin lacks something or is written for another major version of the contract.
 */
export function definePlugin<Options>(plugin: BenchmarkPlugin<Options>): BenchmarkPlugin<Options>;
export function definePlugin<Options>(plugin: RunnerPlugin<Options>): RunnerPlugin<Options>;
export function definePlugin<Options>(plugin: MeterPlugin<Options>): MeterPlugin<Options>;
export function definePlugin<Options>(plugin: ImporterPlugin<Options>): ImporterPlugin<Options>;
export function definePlugin<Options>(plugin: ArchitecturePlugin<Options>): ArchitecturePlugin<Options>;
export function definePlugin(plugins: readonly AnyPlugin[]): readonly AnyPlugin[];
export function definePlugin(given: AnyPlugin | readonly AnyPlugin[]): AnyPlugin | readonly AnyPlugin[] {
  for (const plugin of [given].flat()) checkPlugin(plugin);
  return given;
}

/** Defines an inference engine. Throws a `PluginError` that says what is missing. */
export function defineRunner<Options>(runner: Omit<RunnerPlugin<Options>, "kind">): RunnerPlugin<Options> {
  return definePlugin({ ...runner, kind: "runner" });
}

/** Defines a benchmark. Throws a `PluginError` that says what is missing. */
export function defineBenchmark<Options>(benchmark: Omit<BenchmarkPlugin<Options>, "kind">): BenchmarkPlugin<Options> {
  return definePlugin({ ...benchmark, kind: "benchmark" });
}

/** Defines a way to meter GPUs. Throws a `PluginError` that says what is missing. */
export function defineMeter<Options>(meter: Omit<MeterPlugin<Options>, "kind">): MeterPlugin<Options> {
  return definePlugin({ ...meter, kind: "meter" });
}

/** Defines a way to read the result files of another tool. Throws a `PluginError` that says what is missing. */
export function defineImporter<Options>(importer: Omit<ImporterPlugin<Options>, "kind">): ImporterPlugin<Options> {
  return definePlugin({ ...importer, kind: "importer" });
}

/** Defines a way to read the configs of models of an unknown type. Throws a `PluginError` that says what is missing. */
export function defineArchitecture<Options>(
  architecture: Omit<ArchitecturePlugin<Options>, "kind">,
): ArchitecturePlugin<Options> {
  return definePlugin({ ...architecture, kind: "architecture" });
}
