import type { ArchitecturePlugin } from "../../contract/architecture.ts";
import type { HostedArchitecture } from "../hostedPlugins.ts";
import { callOnce, type SessionOrigin } from "./pluginSession.ts";

/** The milliseconds that the translation of a config may take. */
const TRANSLATE_MS = 10_000;

/** A reader of architectures whose code is in a process that is started for each config. */
export function separateArchitecture(plugin: ArchitecturePlugin, module: string): HostedArchitecture {
  const origin: SessionOrigin = { module, name: plugin.name, version: plugin.version, kind: "architecture" };
  const translate = (config: unknown) => callOnce(origin, "translate", config, TRANSLATE_MS);
  return Object.create(plugin, { translate: { enumerable: true, value: translate } });
}
