import { z } from "zod";
import type { MetricCatalogue } from "../frontier/metricCatalogue.ts";
import type { BenchmarkPlugin } from "./contract/benchmark.ts";
import { type AnyPlugin, checkPlugin } from "./contract/definePlugin.ts";
import { PluginError } from "./contract/pluginError.ts";
import type { RunnerPlugin } from "./contract/runner.ts";

export interface RegisteredPlugin {
  plugin: AnyPlugin;
  /** Where it comes from: `built in`, a package with its version, or a file. */
  source: string;
  /** What its options look like before defaults are filled in: JSON Schema. */
  optionsSchema: Record<string, unknown>;
}

interface PluginOfKind {
  runner: RunnerPlugin;
  benchmark: BenchmarkPlugin;
}

/** The plugins at hand, by kind and name. */
export interface PluginRegistry {
  /** Throws a `PluginError` if it is none, or if there is one of its kind and name. */
  register(plugin: unknown, source: string): void;
  /** Throws a `PluginError` that lists what there is. */
  find<Kind extends AnyPlugin["kind"]>(kind: Kind, name: string): PluginOfKind[Kind];
  /** All, by kind and then by name. */
  list(): RegisteredPlugin[];
}

/** An empty registry, which adds the metrics of its plugins to the given ones. */
export function createPluginRegistry(metrics: MetricCatalogue): PluginRegistry {
  const registered = new Map<string, RegisteredPlugin>();
  const list = () => [...registered.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);

  return {
    list,

    register(plugin, source) {
      checkPlugin(plugin);
      const key = `${plugin.kind} ${plugin.name}`;
      const other = registered.get(key);
      if (other)
        throw new PluginError(
          "DUPLICATE_PLUGIN",
          `There are two ${plugin.kind} plugins "${plugin.name}", from ${other.source} and from ${source}: remove or rename one.`,
        );
      for (const metric of plugin.metrics ?? []) metrics.add(metric);
      registered.set(key, { plugin, source, optionsSchema: optionsSchemaOf(plugin) });
    },

    find<Kind extends AnyPlugin["kind"]>(kind: Kind, name: string) {
      const found = registered.get(`${kind} ${name}`);
      if (found) return found.plugin as PluginOfKind[Kind];
      const names = list().flatMap(({ plugin }) => (plugin.kind === kind ? [plugin.name] : []));
      throw new PluginError(
        "UNKNOWN_PLUGIN",
        `There is no ${kind} "${name}". There are: ${names.join(", ") || "none"}. Others come as packages paretograph-plugin-* or in paretograph.config.ts.`,
      );
    },
  };
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
