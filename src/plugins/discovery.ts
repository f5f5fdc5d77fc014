import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { resolve as resolveModule } from "import-meta-resolve";
import type { MetricCatalogue } from "../frontier/metricCatalogue.ts";
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
  for (const plugin of builtIn) registry.register(plugin, "built in");

  const problems: PluginProblem[] = [];
  for (const { source, load } of plannedModules(folder, config)) {
    try {
      const exported = await load();
      for (const plugin of Array.isArray(exported) ? exported : [exported])
        report(problems, source, () => registry.register(plugin, source));
    } catch (cause) {
      if (isDuplicate(cause)) throw cause;
      problems.push({ source, error: importFailed(source, cause) });
    }
  }
  return { registry, file: config.file, problems };
}

interface PlannedModule {
  source: string;
  /** Imports the module and returns its default export. */
  load(): Promise<unknown>;
}

/** Lists the plugins that the config names, then the other installed ones. */
function plannedModules(folder: string, config: ProjectConfig): PlannedModule[] {
  const installed = installedPlugins(folder);
  const named = config.plugins.filter(Boolean).map((entry): PlannedModule => {
    if (typeof entry !== "string") return { source: String(config.file), load: async () => entry };
    if (isPath(entry)) return { source: entry, load: () => defaultExport(pathToFileURL(resolve(folder, entry)).href) };
    const source = installed.has(entry) ? nameAndVersion(entry, installed.get(entry)!) : entry;
    return { source, load: () => importPackage(entry, folder) };
  });
  const others = [...installed].filter(([name]) => !config.plugins.includes(name));
  return [
    ...named,
    ...others.map(([name, path]) => ({ source: nameAndVersion(name, path), load: () => importPackage(name, folder) })),
  ];
}

function isPath(entry: string): boolean {
  return /^\.\.?[/\\]/.test(entry) || isAbsolute(entry);
}

/** Imports a package as a module in the folder would. `import()` alone would start from this file. */
function importPackage(name: string, folder: string): Promise<unknown> {
  return defaultExport(resolveModule(name, pathToFileURL(join(folder, "paretograph.config.js")).href));
}

async function defaultExport(url: string): Promise<unknown> {
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
