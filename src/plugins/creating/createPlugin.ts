import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { findPackageJSON } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { PLUGIN_API_VERSION } from "../contract/plugin.ts";
import { CreationRefused, type PluginNames, pluginNames } from "./pluginNames.ts";
import { TEMPLATE_KINDS, type TemplateKind } from "./templateKinds.ts";

/** The package of which this file is part: this one, or the one that `npm create` runs. Both have the templates. */
const MANIFEST = findPackageJSON(import.meta.url)!;
const OWN_FOLDER = dirname(MANIFEST);

/** A plugin that was created: its names and its folder. */
export interface CreatedPlugin extends PluginNames {
  folder: string;
}

/**
 * Writes the package of a new plugin, whole or not at all.
 *
 * @param given the name of the plugin or its package.
 * @param into the folder, which must not be there or be empty; one with the name of the package where it is left out.
 * @throws CreationRefused for a name that cannot be, a kind that has no template, and a folder that is in use.
 */
export function createPlugin(given: string, kind: string, into?: string): CreatedPlugin {
  if (!isTemplateKind(kind)) {
    throw new CreationRefused(
      `There is no template of a ${kind}. There are: ${Object.keys(TEMPLATE_KINDS).join(", ")}.`,
    );
  }
  const names = pluginNames(given, kind);
  const folder = resolve(into ?? basename(names.package));
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0)) {
    throw new CreationRefused(`${folder} is there already and not empty. Name another folder, or empty it.`);
  }
  if (!existsSync(dirname(folder))) throw new CreationRefused(`There is no folder ${dirname(folder)}.`);
  const written = mkdtempSync(join(dirname(folder), ".paretograph-plugin-"));
  try {
    for (const part of ["common", kind]) cpSync(join(OWN_FOLDER, "templates", part), written, { recursive: true });
    cpSync(join(OWN_FOLDER, "LICENSE"), join(written, "LICENSE"));
    fillIn(written, valuesOf(names, kind));
    sayCheck(written, kind);
    renameSync(join(written, "gitignore"), join(written, ".gitignore"));
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(written, folder);
  } catch (error) {
    rmSync(written, { recursive: true, force: true });
    throw error;
  }
  return { ...names, folder };
}

const isTemplateKind = (kind: string): kind is TemplateKind => Object.hasOwn(TEMPLATE_KINDS, kind);

/** What stands in the templates between two pairs of underscores. */
function valuesOf(names: PluginNames, kind: TemplateKind): Record<string, string> {
  const { version, dependencies, devDependencies } = JSON.parse(readFileSync(MANIFEST, "utf8"));
  const tools = { ...dependencies, ...devDependencies };
  const { usage } = TEMPLATE_KINDS[kind];
  const [major, minor] = version.split(".");
  return {
    ...{
      name: kind === "metric" ? names.metric : names.name,
      package: names.package,
      title: names.title,
      metric: names.metric,
      kind,
    },
    usage: usage.replaceAll("__name__", names.name),
    apiVersion: PLUGIN_API_VERSION,
    // Until 1.0 a minor version may break what a plugin uses, and the contract's own version says whether it did.
    peer: major === "0" ? `>=${major}.${minor}.0 <1` : `^${major}.0.0`,
    ...{ zod: tools.zod, typescript: tools.typescript, typesNode: tools["@types/node"] },
  };
}

function fillIn(folder: string, values: Record<string, string>): void {
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = join(folder, path);
    // A file of data keeps its bytes, on which its checksum depends.
    if (!statSync(file).isFile() || path.startsWith("data")) continue;
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replace(/__(\w+?)__/g, (whole, name) => values[name] ?? whole),
    );
  }
}

/** Writes into the package.json what the checks of the plugin need, so that `paretograph plugin check .` finds it. */
function sayCheck(folder: string, kind: TemplateKind): void {
  const { check } = TEMPLATE_KINDS[kind];
  if (check === undefined) return;
  const file = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, `${JSON.stringify({ ...manifest, paretograph: { ...manifest.paretograph, check } }, null, 2)}\n`);
}
