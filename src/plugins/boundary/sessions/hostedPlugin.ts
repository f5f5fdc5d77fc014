import type { AnyPlugin } from "../../contract/checkPlugin.ts";
import type { HostedArchitecture, HostedRunner } from "../hostedPlugins.ts";
import { separateArchitecture } from "./separateArchitecture.ts";
import { separateMeter } from "./separateMeter.ts";
import { separateRunner } from "./separateRunner.ts";

export type HostedPlugin = Exclude<AnyPlugin, { kind: "runner" | "architecture" }> | HostedRunner | HostedArchitecture;

/**
 * A plugin as the program calls it: a runner, a meter and a reader of architectures of others run in processes of their own,
 * since a loop in one would hold up the server. A plugin without a module stays in
 * this process, as the built-in ones of these kinds do.
 */
export function hostedPlugin(plugin: AnyPlugin, module: string | null): HostedPlugin {
  if (module === null) return plugin;
  if (plugin.kind === "runner") return separateRunner(plugin, module);
  if (plugin.kind === "meter") return separateMeter(plugin, module);
  return plugin.kind === "architecture" ? separateArchitecture(plugin, module) : plugin;
}
