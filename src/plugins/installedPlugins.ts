import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const PLUGIN_NAME = /^paretograph-plugin-./;

/**
 * Finds the packages named `paretograph-plugin-*` or `@scope/paretograph-plugin-*` that a module in the folder could
 * import: those in `node_modules` of the folder and of the folders above it. As in Node, the nearer of two with one
 * name counts.
 *
 * @returns the folder of each package by its name, in the order of the names.
 */
export function installedPlugins(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = resolve(folder); ; at = dirname(at)) {
    for (const [name, path] of packagesIn(join(at, "node_modules"))) if (!found.has(name)) found.set(name, path);
    if (at === dirname(at)) break;
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns `name@version`, or the name alone where the package states no version. */
export function nameAndVersion(name: string, folder: string): string {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return typeof version === "string" ? `${name}@${version}` : name;
  } catch {
    return name;
  }
}

function packagesIn(modules: string): [name: string, path: string][] {
  const names = entriesOf(modules).flatMap((entry) =>
    entry.startsWith("@") ? entriesOf(join(modules, entry)).map((scoped) => `${entry}/${scoped}`) : [entry],
  );
  return names
    .filter((name) => PLUGIN_NAME.test(name.replace(/^@[^/]+\//, "")))
    .map((name) => [name, join(modules, name)]);
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
