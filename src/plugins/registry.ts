import { z } from "zod";
import type { MetricCatalogue } from "../frontier/metricCatalogue.ts";
import { type BenchmarkCode, codeInProcess } from "./boundary/benchmarkCode.ts";
import { separateCode } from "./boundary/separateCode.ts";
import type { ArchitecturePlugin } from "./contract/architecture.ts";
import type { BenchmarkPlugin } from "./contract/benchmark.ts";
import { type AnyPlugin, checkPlugin } from "./contract/checkPlugin.ts";
import type { ExporterPlugin } from "./contract/exporter.ts";
import type { ImporterPlugin } from "./contract/importer.ts";
import type { MeterPlugin } from "./contract/meter.ts";
import type { MetricPlugin } from "./contract/metric.ts";
import { PluginError } from "./contract/pluginError.ts";
import type { RunnerPlugin } from "./contract/runner.ts";
import { type Declared, NOTHING_DECLARED } from "./projectConfig.ts";

export interface RegisteredPlugin {
  plugin: AnyPlugin;
  /** `built in`, the name and version of the package that brings it, or a file. */
  source: string;
  /** The JSON Schema of its options as a caller gives them, before defaults are filled in. */
  optionsSchema: Record<string, unknown>;
  /** The address of the module that brings it; null where it is only there as an object of this process. */
  module: string | null;
}

interface PluginOfKind {
  runner: RunnerPlugin;
  benchmark: BenchmarkPlugin;
  meter: MeterPlugin;
  importer: ImporterPlugin;
  architecture: ArchitecturePlugin;
  metric: MetricPlugin;
  exporter: ExporterPlugin;
}

/** The plugins that can be used, by kind and name, and what the operator declared for their use. */
export interface PluginRegistry {
  declared: Declared;
  /** Throws a `PluginError` if the value is no plugin, or if there already is a plugin of its kind and name. */
  register(plugin: unknown, source: string, module?: string): void;
  /** Throws a `PluginError` that lists the known plugins of the kind if none has the name. */
  find<Kind extends AnyPlugin["kind"]>(kind: Kind, name: string): PluginOfKind[Kind];
  /**
   * Opens the code of a benchmark, which runs in a process of its own where the plugin comes from a module. It is to be
   * closed. Throws as `find` does.
   */
  openBenchmark(name: string): BenchmarkCode;
  /** Lists all plugins by kind and then by name. */
  list(): RegisteredPlugin[];
}

/** Creates an empty registry. It adds the metrics of the plugins that it takes to the given catalogue. */
export function createPluginRegistry(metrics: MetricCatalogue, declared = NOTHING_DECLARED): PluginRegistry {
  const registered = new Map<string, RegisteredPlugin>();
  const list = () => [...registered.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  const find = <Kind extends AnyPlugin["kind"]>(kind: Kind, name: string): PluginOfKind[Kind] => {
    const found = registered.get(`${kind} ${name}`);
    if (found) return found.plugin as PluginOfKind[Kind];
    const names = list().flatMap(({ plugin }) => (plugin.kind === kind ? [plugin.name] : []));
    throw new PluginError(
      "UNKNOWN_PLUGIN",
      `There is no ${kind} "${name}". There are: ${names.join(", ") || "none"}. Others come as packages paretograph-plugin-* or in paretograph.config.ts.`,
    );
  };

  return {
    declared,
    list,

    register(plugin, source, module) {
      checkPlugin(plugin);
      const key = `${plugin.kind} ${plugin.name}`;
      const other = registered.get(key);
      if (other)
        throw new PluginError(
          "DUPLICATE_PLUGIN",
          `There are two ${plugin.kind} plugins "${plugin.name}", from ${other.source} and from ${source}: remove or rename one.`,
        );
      const optionsSchema = optionsSchemaOf(plugin);
      addMetricsOf(plugin, metrics);
      registered.set(key, { plugin, source, optionsSchema, module: module ?? null });
    },

    openBenchmark(name) {
      const plugin = find("benchmark", name);
      const module = registered.get(`benchmark ${name}`)?.module ?? null;
      return module === null ? codeInProcess(plugin) : separateCode(module, plugin);
    },

    find,
  };
}

function addMetricsOf({ name, metrics: added = [] }: AnyPlugin, metrics: MetricCatalogue): void {
  try {
    for (const metric of added) metrics.add(metric);
  } catch (cause) {
    throw new PluginError("INVALID_PLUGIN", `The plugin "${name}" can't be used: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function optionsSchemaOf(plugin: AnyPlugin): Record<string, unknown> {
  try {
    return z.toJSONSchema(plugin.options, { io: "input" });
  } catch (cause) {
    throw new PluginError(
      "INVALID_PLUGIN",
      `The options of the plugin "${plugin.name}" can't be described as JSON Schema (${String(cause)}): use types that JSON has.`,
      { cause },
    );
  }
}
