import { type Estimator, PROFILE_ESTIMATOR } from "../compute/serving/estimator.ts";
import { estimatorCode } from "./boundary/estimatorCode.ts";
import { PluginError } from "./contract/pluginError.ts";
import type { PluginRegistry, RegisteredPlugin } from "./registry.ts";

/** The code of each plugin, whose process is kept from one request to the next. */
const opened = new WeakMap<RegisteredPlugin, Estimator>();

/**
 * The package's own estimator and those of plugins, which have the options that the project's config states. One whose
 * options are not as it needs them fails where it is asked.
 */
export function estimatorsOf(registry: Pick<PluginRegistry, "list" | "declared"> | undefined): Estimator[] {
  const brought = (registry?.list() ?? []).flatMap((entry) => {
    if (entry.plugin.kind !== "estimator") return [];
    const known = opened.get(entry) ?? opening(entry, registry!.declared.estimators.get(entry.plugin.name) ?? {});
    opened.set(entry, known);
    return [known];
  });
  return [PROFILE_ESTIMATOR, ...brought];
}

function opening({ plugin, module }: RegisteredPlugin, given: Record<string, unknown>): Estimator {
  if (plugin.kind !== "estimator") throw new Error(`${plugin.name} is no estimator.`);
  const { data, error } = plugin.options.safeParse(given);
  const estimator = estimatorCode(plugin, module, data);
  if (!error) return estimator;
  const { path, message } = error.issues[0]!;
  const at = ["estimators", plugin.name, ...path].join(".");
  const fault = `The plugin "${plugin.name}" can't be used: ${at} of the project's config: ${message.replace(/\.$/, "")}.`;
  const estimateAll = async () => {
    throw new PluginError("INVALID_PLUGIN", fault);
  };
  return { ...estimator, estimateAll };
}
