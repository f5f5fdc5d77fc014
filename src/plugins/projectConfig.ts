import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { PluginError } from "./contract/pluginError.ts";

const NAMES = ["paretograph.config.ts", "paretograph.config.js", "paretograph.config.mjs"];

const config = z.strictObject({ plugins: z.array(z.unknown()).default([]) });

/** The settings of a project: the default export of its `paretograph.config.ts`, `.js` or `.mjs`. */
export interface ProjectConfig {
  /** The name of the config file; null where the folder has none. */
  file: string | null;
  /** Package names, paths relative to the folder, plugins, or lists of plugins. */
  plugins: unknown[];
}

/** Reads the config of a folder. Throws a `PluginError` if there is one that cannot be read. */
export async function readProjectConfig(folder: string): Promise<ProjectConfig> {
  const file = NAMES.find((name) => existsSync(join(folder, name)));
  if (file === undefined) return { file: null, plugins: [] };
  const path = join(folder, file);
  const exported = await import(/* @vite-ignore */ pathToFileURL(path).href).catch((cause: unknown) => {
    throw new PluginError("CONFIG_INVALID", `${path} throws while it loads: ${String(cause)}`, { cause });
  });
  const checked = config.safeParse(exported.default);
  if (checked.success) return { file, plugins: checked.data.plugins };
  const { path: at, message } = checked.error.issues[0]!;
  throw new PluginError(
    "CONFIG_INVALID",
    `${path} must export by default { plugins: [...] }: ${at.join(".") || "the export"}: ${message}.`,
  );
}
