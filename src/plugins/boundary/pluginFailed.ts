import { PluginError } from "../contract/pluginError.ts";

const LONGEST_REASON = 2000;

/** The failure of a plugin in one of its methods, for the reason that it threw. */
export function pluginFailed(name: string, method: string, thrown: unknown): PluginError {
  return new PluginError("PLUGIN_FAILED", `The plugin "${name}" failed in ${method}: ${reasonOf(thrown)}.`, {
    cause: thrown,
  });
}

/** What was thrown, in one short text, whatever it is. */
export function reasonOf(thrown: unknown): string {
  try {
    return String(thrown)
      .slice(0, LONGEST_REASON)
      .replace(/^Error: /, "")
      .replace(/\.$/, "");
  } catch {
    return "something that cannot be shown";
  }
}
