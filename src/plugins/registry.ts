import { z } from "zod";
import type { MetricCatalogue } from "../frontier/metricCatalogue.ts";
import type { Metric } from "../frontier/metrics.ts";
import { type BenchmarkCode, codeInProcess } from "./boundary/benchmarkCode.ts";
import type { HostedArchitecture, HostedRunner } from "./boundary/hostedPlugins.ts";
import { separateCode } from "./boundary/separateCode.ts";
import { type HostedPlugin, hostedPlugin } from "./boundary/sessions/hostedPlugin.ts";
import type { BenchmarkPlugin } from "./contract/benchmark.ts";
import { type AnyPlugin, checkPlugin } from "./contract/checkPlugin.ts";
import type { EstimatorPlugin } from "./contract/estimator.ts";
import type { ExporterPlugin } from "./contract/exporter.ts";
import type { ImporterPlugin } from "./contract/importer.ts";
import type { MeterPlugin } from "./contract/meter.ts";
import type { MetricPlugin } from "./contract/metric.ts";
import { PluginError } from "./contract/pluginError.ts";
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

/** The plugins as the program calls them. */
interface PluginOfKind {
  runner: HostedRunner;
  benchmark: BenchmarkPlugin;
  meter: MeterPlugin;
  importer: ImporterPlugin;
  architecture: HostedArchitecture;
  metric: MetricPlugin;
  exporter: ExporterPlugin;
  estimator: EstimatorPlugin;
}

/** The plugins that can be used, by kind and name, and what the operator declared for their use. */
export interface PluginRegistry {
  declared: Declared;
  /** Throws a `PluginError` if the value is no plugin, or if there already is a plugin of its kind and name. */
  register(plugin: unknown, source: string, module?: string): void;
  /**
   * The plugin as it is to be called, in a process of its own or in this one. Throws a `PluginError` that lists the known
   * plugins of the kind if none has the name.
   */
  find<Kind extends AnyPlugin["kind"]>(kind: Kind, name: string): PluginOfKind[Kind];
  /**
   * Opens the code of a benchmark, which runs in a process of its own where the plugin comes from a module. It is to be
   * closed. Throws as `find` does.
   */
  openBenchmark(name: string): BenchmarkCode;
  /** Lists all plugins by kind and then by name. */
  list(): RegisteredPlugin[];
  /**
   * Leaves out the metrics that can never have a value, since what they require is known to nobody or follows from
   * themselves, or since the project's config does not state the options that they need. It is called once all plugins are registered. Gives them with the reason.
   */
  leaveOutMetricsWithoutValues(): { source: string; error: PluginError }[];
}

/** Creates an empty registry. It adds the metrics of the plugins that it takes to the given catalogue. */
export function createPluginRegistry(metrics: MetricCatalogue, declared = NOTHING_DECLARED): PluginRegistry {
  const registered = new Map<string, RegisteredPlugin & { hosted: HostedPlugin }>();
  const list = () => [...registered.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  const find = <Kind extends AnyPlugin["kind"]>(kind: Kind, name: string): PluginOfKind[Kind] => {
    const found = registered.get(`${kind} ${name}`);
    if (found) return found.hosted as PluginOfKind[Kind];
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
      requireVariantsTaken(plugin);
      addMetricsOf(plugin, source, metrics);
      const hosted = hostedPlugin(plugin, module ?? null);
      registered.set(key, { plugin, hosted, source, optionsSchema, module: module ?? null });
    },

    openBenchmark(name) {
      const plugin = find("benchmark", name);
      const module = registered.get(`benchmark ${name}`)?.module ?? null;
      return module === null ? codeInProcess(plugin) : separateCode(module, plugin);
    },

    find,

    leaveOutMetricsWithoutValues() {
      const left: { source: string; error: PluginError }[] = [];
      const look = () => withoutValues(list(), metrics, declared);
      for (let found = look(); found.length > 0; found = look()) {
        for (const { plugin, source, fault } of found) {
          registered.delete(`metric ${plugin.name}`);
          metrics.withdraw(plugin.name);
          const error = new PluginError("INVALID_PLUGIN", `The plugin "${plugin.name}" can't be used: ${fault}.`);
          left.push({ source, error });
        }
      }
      return left;
    },
  };
}

/** The metrics of plugins that require what nobody knows, or themselves by way of others. */
function withoutValues(all: readonly RegisteredPlugin[], metrics: MetricCatalogue, declared: Declared) {
  const computed = new Map(all.flatMap((one) => (one.plugin.kind === "metric" ? [[one.plugin.name, one.plugin]] : [])));
  const leadsTo = (name: string, goal: string, seen: Set<string>): boolean =>
    (computed.get(name)?.requires ?? []).some((required) => {
      if (required === goal) return true;
      if (seen.has(required)) return false;
      seen.add(required);
      return leadsTo(required, goal, seen);
    });
  return all.flatMap(({ plugin, source }) => {
    if (plugin.kind !== "metric") return [];
    const missing = plugin.requires.find((name) => !metrics.find(name)?.provider);
    if (missing !== undefined) {
      return [{ plugin, source, fault: `requires: no metric "${missing}" is known, of the program or of a plugin` }];
    }
    if (leadsTo(plugin.name, plugin.name, new Set())) {
      return [{ plugin, source, fault: "requires: it would be computed from itself" }];
    }
    const { error } = plugin.options.safeParse(declared.metrics.get(plugin.name) ?? {});
    if (!error) return [];
    const { path, message } = error.issues[0]!;
    const at = ["metrics", plugin.name, ...path].join(".");
    return [{ plugin, source, fault: `${at} of the project's config: ${message.replace(/\.$/, "")}` }];
  });
}

/** The metrics that a plugin brings: those that it declares, and one that it is. */
export function metricsOf(plugin: AnyPlugin): Metric[] {
  const own = plugin.kind === "metric" ? [plugin] : [];
  return [...own, ...(plugin.metrics ?? [])].map(({ name, title, unit, direction, scale, description }) => ({
    ...{ name, title, unit, direction, scale, description },
  }));
}

function addMetricsOf(plugin: AnyPlugin, source: string, metrics: MetricCatalogue): void {
  const { kind, name, version } = plugin;
  const provider = source === "built in" ? source : `${kind} ${name}@${version} of ${source}`;
  try {
    const added = metricsOf(plugin);
    const twice = added.find(({ name }, i) => added.findIndex((other) => other.name === name) !== i);
    if (twice) throw new Error(`It brings two metrics "${twice.name}".`);
    // All or none of them, so that a plugin that is refused leaves no metric behind.
    for (const metric of added) {
      metrics.check(metric, provider);
      const known = metrics.find(metric.name)?.provider;
      if (kind === "metric" && metric.name === name && known === "built in" && source !== known) {
        throw new Error(`The metric "${name}" of ${provider} has the name of one that is built in: rename it.`);
      }
    }
    for (const metric of added) metrics.add(metric, provider);
  } catch (cause) {
    throw new PluginError("INVALID_PLUGIN", `The plugin "${name}" can't be used: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Throws where the options of a benchmark do not take a value of its variants. */
function requireVariantsTaken(plugin: AnyPlugin): void {
  if (plugin.kind !== "benchmark") return;
  for (const [option, values] of Object.entries(plugin.variants ?? {})) {
    for (const value of values) {
      const { error } = plugin.options.safeParse({ [option]: value });
      const refused = error?.issues.find(({ path, code }) => path[0] === option || code === "unrecognized_keys");
      if (!refused) continue;
      const fault = `variants.${option}: the options do not take ${JSON.stringify(value)} (${refused.message})`;
      throw new PluginError("INVALID_PLUGIN", `The plugin "${plugin.name}" can't be used: ${fault}.`);
    }
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
