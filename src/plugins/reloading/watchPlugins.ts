import { existsSync, type FSWatcher, realpathSync, watch } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { DiscoveredPlugins } from "../discovery.ts";
import { installedPlugins } from "../installedPlugins.ts";
import type { PluginRegistry } from "../registry.ts";
import { freshModules } from "./freshModules.ts";

/** An editor or a compiler writes several files: so many milliseconds without a change are waited for. */
const QUIET_MS = 300;

/**
 * Loads the plugins of a folder again whenever a file of theirs changes, the config of the project, or what is installed.
 *
 * @param first the plugins that are loaded now.
 * @param load loads them again.
 * @param onLoaded gets what was loaded, or why nothing could be: then the plugins stay as they are.
 * @returns ends it.
 */
export function watchPlugins(
  folder: string,
  first: PluginRegistry,
  load: () => Promise<DiscoveredPlugins>,
  onLoaded: (loaded: DiscoveredPlugins | { failed: unknown }) => void,
): () => void {
  const modules = freshModules();
  // A plugin that is broken for a while is not in the registry, and comes back when it is mended.
  const known = new Set<string>();
  const folders = (registry: PluginRegistry) => {
    for (const one of foldersOf(folder, registry)) known.add(one);
    return [...known].filter((one) => existsSync(one));
  };
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isLoading = false;
  let isStale = false;
  let isEnded = false;

  const changed = () => {
    if (isEnded) return;
    clearTimeout(timer);
    timer = setTimeout(() => void reload(), QUIET_MS);
  };
  const follow = (registry: PluginRegistry) => {
    for (const watcher of watchers) watcher.close();
    watchers = [
      watched(folder, false, (file) => /^paretograph\.config\.|^node_modules$/.test(file)),
      ...(existsSync(join(folder, "node_modules"))
        ? [watched(join(folder, "node_modules"), false, (file) => /paretograph-plugin-|^@/.test(file))]
        : []),
      ...folders(registry).map((one) =>
        watched(one, true, (file) => !/(?:^|[/\\])(?:node_modules|\.[^/\\]+)(?:[/\\]|$)/.test(file)),
      ),
    ];
  };
  const watched = (path: string, recursive: boolean, counts: (file: string) => boolean) =>
    watch(path, { recursive, persistent: false }, (_, file) => {
      if (file !== null && counts(file)) changed();
    }).on("error", () => {});
  const reload = async () => {
    if (isLoading) {
      isStale = true;
      return;
    }
    isLoading = true;
    modules.renew([...folders(current).map(addressOf), pathToFileURL(join(folder, "paretograph.config.")).href]);
    try {
      const loaded = await load();
      if (isEnded) return;
      current = loaded.registry;
      follow(current);
      onLoaded(loaded);
    } catch (failed) {
      if (!isEnded) onLoaded({ failed });
    } finally {
      isLoading = false;
      if (isStale) changed();
      isStale = false;
    }
  };
  let current = first;
  follow(first);
  return () => {
    isEnded = true;
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
    modules.end();
  };
}

const addressOf = (folder: string) => `${pathToFileURL(folder).href}/`;

/** The folders that hold the code of plugins: of installed packages, also those that could not be loaded, and of single files. */
function foldersOf(folder: string, registry: PluginRegistry): string[] {
  const packages = [...installedPlugins(folder).values()];
  const files = registry
    .list()
    .flatMap(({ module, source }) =>
      module?.startsWith("file:") && source !== "built in" ? [fileURLToPath(module)] : [],
    );
  const real = [...packages, ...files.map(packageOrFolderOf)].flatMap((path) => {
    try {
      return [realpathSync(path)];
    } catch {
      return [];
    }
  });
  const distinct = [...new Set(real)].filter((path) => path !== realpathSync(folder));
  return distinct.filter((path) => !distinct.some((other) => other !== path && path.startsWith(other + sep)));
}

/** The folder of the package of a file, or the file's own folder where it is part of none. */
function packageOrFolderOf(file: string): string {
  for (let at = dirname(file); at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, "package.json"))) return at;
  return dirname(file);
}
