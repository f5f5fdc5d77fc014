import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { resolve as resolveModule } from "import-meta-resolve";
import type { MetricCatalogue } from "../frontier/metricCatalogue.ts";
import { BUILT_IN_BENCHMARKS, BUILT_IN_MODULE } from "./benchmarks/builtIn.ts";
import { readTaskFile } from "./benchmarks/tasks/readTaskFile.ts";
import { SHIPPED_TASKS } from "./benchmarks/tasks/shippedTasks.ts";
import { isTaskPath, taskModule, taskOfModule } from "./benchmarks/tasks/taskAddress.ts";
import { asPlugin } from "./boundary/strayErrors.ts";
import { tryImport } from "./boundary/tryImport.ts";
import type { BenchmarkPlugin } from "./contract/benchmark.ts";
import { PluginError } from "./contract/pluginError.ts";
import { installedPlugins, nameAndVersion } from "./installedPlugins.ts";
import { type ProjectConfig, readProjectConfig } from "./projectConfig.ts";
import { createPluginRegistry, type PluginRegistry } from "./registry.ts";

/** A plugin that was left out, and the reason. */
export interface PluginProblem {
  /** The package or file that should have brought the plugin. */
  source: string;
  error: PluginError;
}

export interface DiscoveredPlugins {
  registry: PluginRegistry;
  /** The name of the project's config file; null where there is none. */
  file: string | null;
  /** The plugins that were found but cannot be used, to be shown to the user. */
  problems: PluginProblem[];
}

/**
 * Registers the built-in plugins, those that the folder's `paretograph.config` names, and the installed packages named
 * `paretograph-plugin-*`. The default export of a module is a plugin or a list of plugins. A broken plugin is left out
 * and reported.
 *
 * @throws PluginError for two plugins of one kind and name, and for a config that cannot be read.
 */
export async function discoverPlugins({
  builtIn,
  folder,
  metrics,
}: {
  builtIn: readonly unknown[];
  folder: string;
  metrics: MetricCatalogue;
}): Promise<DiscoveredPlugins> {
  const config = await readProjectConfig(folder);
  const registry = createPluginRegistry(metrics, config.declared);
  for (const plugin of builtIn)
    registry.register(
      plugin,
      "built in",
      BUILT_IN_BENCHMARKS.includes(plugin as BenchmarkPlugin)
        ? BUILT_IN_MODULE
        : SHIPPED_TASKS.get(plugin as BenchmarkPlugin),
    );

  const problems: PluginProblem[] = [];
  const planned = plannedModules(folder, config);
  const trials = await Promise.allSettled(planned.map(async ({ address, entry }) => entry ?? tryImport(address())));
  for (const [i, { source, address, entry }] of planned.entries()) {
    try {
      const trial = trials[i]!;
      if (trial.status === "rejected") throw trial.reason;
      const exported = entry ?? (await asPlugin(source, () => defaultExport(address())));
      for (const plugin of Array.isArray(exported) ? exported : [exported])
        report(problems, source, () => registry.register(plugin, source, address()));
    } catch (cause) {
      if (isDuplicate(cause)) throw cause;
      problems.push({ source, error: importFailed(source, cause) });
    }
  }
  return { registry, file: config.file, problems };
}

interface PlannedModule {
  source: string;
  /** The address of the module. Throws where there is none. */
  address(): string;
  /** What the config holds itself, instead of the name of a module. */
  entry?: unknown;
}

/** Lists the plugins that the config names, then the other installed ones. */
function plannedModules(folder: string, config: ProjectConfig): PlannedModule[] {
  const installed = installedPlugins(folder);
  const named = config.plugins.filter(Boolean).map((entry): PlannedModule => {
    const file = String(config.file);
    if (typeof entry !== "string") return { source: file, address: () => addressOf(folder, file), entry };
    if (isPath(entry)) return { source: entry, address: () => addressOf(folder, entry) };
    const source = installed.has(entry) ? nameAndVersion(entry, installed.get(entry)!) : entry;
    return { source, address: () => addressOfPackage(entry, folder) };
  });
  const others = [...installed].filter(([name]) => !config.plugins.includes(name));
  return [
    ...named,
    ...others.map(([name, path]) => ({
      source: nameAndVersion(name, path),
      address: () => addressOfPackage(name, folder),
    })),
  ];
}

function isPath(entry: string): boolean {
  return /^\.\.?[/\\]/.test(entry) || isAbsolute(entry);
}

const addressOf = (folder: string, path: string) =>
  isTaskPath(path) ? taskModule(resolve(folder, path)) : pathToFileURL(resolve(folder, path)).href;

/** The package as a module in the folder would import it. `import()` alone would start from this file. */
function addressOfPackage(name: string, folder: string): string {
  const address = resolveModule(name, pathToFileURL(join(folder, "paretograph.config.js")).href);
  return isTaskPath(address) ? taskModule(fileURLToPath(address)) : address;
}

async function defaultExport(url: string): Promise<unknown> {
  const task = taskOfModule(url);
  if (task !== null) return readTaskFile(task);
  const module = await import(/* @vite-ignore */ url);
  if ("default" in module) return module.default;
  throw new Error("it has no default export");
}

function report(problems: PluginProblem[], source: string, register: () => void): void {
  try {
    register();
  } catch (error) {
    if (!(error instanceof PluginError) || isDuplicate(error)) throw error;
    problems.push({ source, error });
  }
}

function isDuplicate(error: unknown): boolean {
  return error instanceof PluginError && error.code === "DUPLICATE_PLUGIN";
}

function importFailed(source: string, cause: unknown): PluginError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `The plugin ${source} can't be loaded: ${reason}. Reinstall or update it, or take it out.`;
  return new PluginError("IMPORT_FAILED", message, { cause });
}
