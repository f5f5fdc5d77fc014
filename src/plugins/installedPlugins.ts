import { readdirSync, readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join, resolve } from "node:path";
import { satisfies } from "semver";
import { z } from "zod";
import { PluginError } from "./contract/pluginError.ts";

const PLUGIN_NAME = /^paretograph-plugin-./;

/** What `"paretograph": { "plugin": … }` in the package.json of a plugin must say: the major version of this declaration. */
export const DECLARATION = "1";

/** The version of this package, which the `peerDependencies` of plugins are held against. */
export const OWN_VERSION: string = JSON.parse(readFileSync(findPackageJSON(import.meta.url)!, "utf8")).version;

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

const manifestShape = z.looseObject({
  name: z.string().optional(),
  version: z.string().optional(),
  paretograph: z.looseObject({ plugin: z.string().optional() }).optional(),
  peerDependencies: z.looseObject({ paretograph: z.string().optional() }).optional(),
});

/** What the package.json of a folder says of a plugin; nothing where it cannot be read. */
export function manifestOf(folder: string): z.output<typeof manifestShape> {
  try {
    return manifestShape.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  } catch {
    return {};
  }
}

/** Returns `name@version`, or the name alone where the package states no version. */
export function nameAndVersion(name: string, folder: string): string {
  const { version } = manifestOf(folder);
  return version === undefined ? name : `${name}@${version}`;
}

/**
 * Holds an installed package against this one before any of its code runs.
 *
 * @throws PluginError `NOT_DECLARED` for a package that does not say that it brings plugins, and `PEER_UNMET` for one that
 *   is made for other versions of this package.
 */
export function requireDeclared(source: string, folder: string): void {
  const { paretograph, peerDependencies } = manifestOf(folder);
  const declared = paretograph?.plugin;
  if (declared !== DECLARATION) {
    const found = declared === undefined ? "does not declare that it brings plugins" : `declares "${declared}"`;
    throw new PluginError(
      "NOT_DECLARED",
      `The package ${source} ${found}, so that it was not loaded: its package.json needs "paretograph": { "plugin": "${DECLARATION}" }. Update it, or name it in the plugins of paretograph.config.ts.`,
    );
  }
  requirePeer(source, peerDependencies?.paretograph);
}

/** Throws `PEER_UNMET` unless the range of versions holds this one. */
export function requirePeer(source: string, range: string | undefined): void {
  if (range === undefined || satisfies(OWN_VERSION, range, { includePrerelease: true })) return;
  throw new PluginError(
    "PEER_UNMET",
    `The package ${source} is made for paretograph ${range.slice(0, 100)}, and this is ${OWN_VERSION}: install a version of it for this one.`,
  );
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
