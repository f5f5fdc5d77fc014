import { z } from "zod";
import { type AnyPlugin, checkPlugin } from "../contract/checkPlugin.ts";
import type { PluginOrigin } from "./crossing.ts";

/** Imports a module and finds the plugin in it. Throws where the module does not bring it. */
export async function findPlugin({ module, name, kind = "benchmark" }: PluginOrigin): Promise<AnyPlugin | null> {
  if (module === null) return null;
  const { default: exported } = await import(/* @vite-ignore */ module);
  if (name === null) {
    for (const plugin of pluginsIn(exported)) tryCheck(plugin);
    return null;
  }
  const found = pluginsIn(exported).find((plugin) => plugin?.kind === kind && plugin.name === name);
  if (found === undefined) throw new Error(`${module} no longer brings the ${kind} "${name}"`);
  checkPlugin(found);
  return found;
}

/** Does with a plugin what the program does when it takes it, to see whether that ends. What is wrong with it is said there. */
function tryCheck(plugin: unknown): void {
  try {
    checkPlugin(plugin);
    z.toJSONSchema(plugin.options, { io: "input" });
    plugin.options.safeParse({});
  } catch {
    // A plugin that is refused has not held anything up.
  }
}

/** The plugins of a module: one, a list, or those that the config of a project holds itself. */
function pluginsIn(exported: unknown): { kind?: unknown; name?: unknown }[] {
  const { plugins = exported } = (exported ?? {}) as { plugins?: unknown };
  return [plugins].flat(Number.POSITIVE_INFINITY) as { kind?: unknown; name?: unknown }[];
}
