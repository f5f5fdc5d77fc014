import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { resolve as resolveModule } from "import-meta-resolve";
import type { MetricCatalogue } from "../frontier/metricCatalogue.ts";
import { BUILT_IN_BENCHMARKS, BUILT_IN_MODULE } from "./benchmarks/builtIn.ts";
import { readTaskFile } from "./benchmarks/tasks/readTaskFile.ts";
import { SHIPPED_TASKS } from "./benchmarks/tasks/shippedTasks.ts";
import { isTaskPath, taskModule, taskOfModule } from "./benchmarks/tasks/taskAddress.ts";
import { reasonOf } from "./boundary/pluginFailed.ts";
import { asPlugin } from "./boundary/strayErrors.ts";
import { tryImports } from "./boundary/tryImport.ts";
import type { BenchmarkPlugin } from "./contract/benchmark.ts";
import { checkPlugin } from "./contract/checkPlugin.ts";
import { PluginError } from "./contract/pluginError.ts";
import { installedPlugins, manifestOf, nameAndVersion, requireDeclared, requirePeer } from "./installedPlugins.ts";
import { type ProjectConfig, readProjectConfig } from "./projectConfig.ts";
import { createPluginRegistry, type PluginRegistry } from "./registry.ts";

/** A plugin that was left out, and the reason. */
export interface PluginProblem {
  /** The package or file that should have brought the plugin. */
  source: string;
  /** How far it came: its module was imported, what it exports checked, and then its name and its metrics taken. */
  stage: "IMPORT" | "CHECK" | "REGISTER";
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
 * and reported, and so is the second of two of one kind and name.
 *
 * @throws PluginError for a config that cannot be read.
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
  const trials = await tryAll(planned);
  for (const one of planned) {
    const { source, address, entry } = one;
    let stage: PluginProblem["stage"] = "IMPORT";
    const report = (cause: unknown) => {
      problems.push({ source, stage, error: cause instanceof PluginError ? cause : importFailed(source, cause) });
    };
    try {
      const trial = trials.get(one);
      if (trial?.status === "rejected") throw trial.reason;
      const exported = entry ?? (await asPlugin(source, () => defaultExport(address()))).value;
      for (const plugin of Array.isArray(exported) ? exported : [exported]) {
        try {
          stage = "CHECK";
          checkPlugin(plugin);
          stage = "REGISTER";
          registry.register(plugin, source, address());
        } catch (cause) {
          report(cause);
        }
      }
    } catch (cause) {
      report(cause);
    }
  }
  for (const { source, error } of registry.leaveOutMetricsWithoutValues()) {
    problems.push({ source, stage: "REGISTER", error });
  }
  return { registry, file: config.file, problems };
}

/** Tries the modules of the planned plugins. The trial of one without a module, or whose module is not there, is not needed. */
async function tryAll(planned: readonly PlannedModule[]): Promise<Map<PlannedModule, PromiseSettledResult<void>>> {
  const tried = planned.flatMap((one): [PlannedModule, string][] => {
    if (one.entry !== undefined) return [];
    try {
      return [[one, one.address()]];
    } catch {
      return [];
    }
  });
  const outcomes = await tryImports(tried.map(([, address]) => address));
  return new Map(tried.map(([one], i) => [one, outcomes[i]!]));
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
    const path = installed.get(entry);
    const source = path === undefined ? entry : nameAndVersion(entry, path);
    return {
      source,
      address: () => {
        if (path !== undefined) requirePeer(source, manifestOf(path).peerDependencies?.paretograph);
        return addressOfPackage(entry, folder);
      },
    };
  });
  const others = [...installed].filter(([name]) => !config.plugins.includes(name));
  return [
    ...named,
    ...others.map(([name, path]) => {
      const source = nameAndVersion(name, path);
      return {
        source,
        address: () => {
          requireDeclared(source, path);
          return addressOfPackage(name, folder);
        },
      };
    }),
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

/** The default export as it is: one that is a promise is none, and is not waited for. */
async function defaultExport(url: string): Promise<{ value: unknown }> {
  const task = taskOfModule(url);
  if (task !== null) return { value: readTaskFile(task) };
  const module = await import(/* @vite-ignore */ url);
  if ("default" in module) return { value: module.default };
  throw new Error("it has no default export");
}

function importFailed(source: string, cause: unknown): PluginError {
  const reason = reasonOf(cause);
  const message = `The plugin ${source} can't be loaded: ${reason}. Reinstall or update it, or take it out.`;
  return new PluginError("IMPORT_FAILED", message, { cause });
}
