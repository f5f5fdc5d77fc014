import { existsSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { resolve as resolveModule } from "import-meta-resolve";
import { loadPlugins } from "../../evaluation/loadPlugins.ts";
import { createMetricCatalogue } from "../../frontier/metricCatalogue.ts";
import { asPlugin } from "../../plugins/boundary/strayErrors.ts";
import { tryImport } from "../../plugins/boundary/tryImport.ts";
import type { AnyPlugin } from "../../plugins/contract/checkPlugin.ts";
import { manifestOf } from "../../plugins/installedPlugins.ts";
import { CommandError } from "../settings.ts";

/** Plugins to be checked, with the module that brings them and the folder of their package. */
export interface PluginsToCheck {
  plugins: AnyPlugin[];
  /** The address of the module; undefined for plugins of this package. */
  module?: string;
  /** The folder of the package; undefined where there is none. */
  folder?: string;
}

/**
 * The plugins of a file, of a folder that holds a package, or of the plugin or the package that has the name. Nothing is
 * imported here before it could be imported in a process of its own.
 *
 * @throws CommandError where there are none, and where they cannot be imported.
 */
export async function pluginsToCheck(named: string): Promise<PluginsToCheck> {
  const path = resolve(named);
  if (/^\.{0,2}[/\\]|^\.{1,2}$/.test(named) || isAbsolute(named) || existsSync(path)) return ofPath(path);
  const { registry, problems } = await loadPlugins(process.cwd(), createMetricCatalogue());
  const found = registry
    .list()
    .filter(({ plugin, source }) => plugin.name === named || source.replace(/(?!^)@[^@/]*$/, "") === named);
  if (found.length > 0) {
    const module = found[0]!.module ?? undefined;
    return {
      plugins: found.map(({ plugin }) => plugin),
      ...(module?.startsWith("file:") && found[0]!.source !== "built in" && { module }),
    };
  }
  const problem = problems.find(({ source }) => source === named || source.startsWith(`${named}@`));
  throw new CommandError(
    problem?.error.message ??
      `There is no plugin or package "${named}", and no file or folder of that name. paretograph plugins lists those that are installed.`,
  );
}

async function ofPath(path: string): Promise<PluginsToCheck> {
  if (!existsSync(path)) throw new CommandError(`There is no file or folder ${path}.`);
  const isFolder = statSync(path).isDirectory();
  const folder = isFolder ? path : packageOf(path);
  const module = isFolder ? moduleOf(path) : pathToFileURL(path).href;
  let exported: unknown;
  try {
    await tryImport(module);
    exported = (await asPlugin(path, () => import(/* @vite-ignore */ module))).default;
  } catch (error) {
    throw new CommandError(`${path} can't be imported: ${(error as Error).message}`);
  }
  const plugins = [exported].flat() as AnyPlugin[];
  if (plugins.some((plugin) => typeof plugin !== "object" || plugin === null)) {
    throw new CommandError(`${path} has no plugin or list of plugins as its default export.`);
  }
  return { plugins, module, ...(folder && { folder }) };
}

/** The module that the package in a folder exports. */
function moduleOf(folder: string): string {
  const { name } = manifestOf(folder);
  if (name === undefined) throw new CommandError(`${folder} has no package.json with a name.`);
  let module: string;
  try {
    module = resolveModule(name, pathToFileURL(join(folder, "package.json")).href);
  } catch (error) {
    throw new CommandError(`The package in ${folder} exports nothing that can be found (${(error as Error).message}).`);
  }
  if (!existsSync(new URL(module))) {
    throw new CommandError(`${module} is not there: build the package first, e.g. with npm run build.`);
  }
  return module;
}

/** The folder of the package of a file, if that is one of plugins. */
function packageOf(file: string): string | undefined {
  for (let at = dirname(file); ; at = dirname(at)) {
    if (existsSync(join(at, "package.json"))) return manifestOf(at).paretograph === undefined ? undefined : at;
    if (at === dirname(at)) return undefined;
  }
}
