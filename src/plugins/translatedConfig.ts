import { isObject } from "../compute/config/families/configFields.ts";
import { knownModelTypes } from "../compute/config/modelTypes.ts";
import { printable } from "../errors/printable.ts";
import { RequestError } from "../errors/requestError.ts";
import type { PluginRegistry } from "./registry.ts";

/**
 * A config as the plugin for its `model_type` translates it; the config itself where its type is known or no plugin reads it.
 *
 * @throws RequestError `BAD_VALUE` where the plugin refuses the config, or gives back none.
 */
export async function translatedConfig(
  config: unknown,
  plugins: Pick<PluginRegistry, "list" | "find">,
): Promise<unknown> {
  if (!isObject(config) || typeof config.model_type !== "string") return config;
  const type = config.model_type;
  if (knownModelTypes().includes(type)) return config;
  for (const { plugin } of plugins.list()) {
    if (plugin.kind !== "architecture" || !plugin.modelTypes.includes(type)) continue;
    const hosted = plugins.find("architecture", plugin.name);
    const translated = await translatedBy(() => hosted.translate(config), plugin.name);
    if (isObject(translated)) return translated;
    throw refusal(plugin.name, "it gave no config");
  }
  return config;
}

async function translatedBy(translate: () => unknown, name: string): Promise<unknown> {
  try {
    return await translate();
  } catch (error) {
    throw refusal(name, error instanceof Error ? error.message : String(error));
  }
}

function refusal(name: string, why: string): RequestError {
  return new RequestError(
    "BAD_VALUE",
    printable(`config: the plugin "${name}" can't read it: ${why.slice(0, 500)}`),
    "config",
  );
}
