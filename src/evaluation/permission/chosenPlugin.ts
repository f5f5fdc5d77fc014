import { type Reach, requireReachNow } from "../../network/connector.ts";
import { engineUse, useByNames } from "../../plugins/boundary/engineUse.ts";
import { PluginError } from "../../plugins/contract/pluginError.ts";
import type { EngineUse } from "../../plugins/contract/runner.ts";
import type { Declared, DeclaredEngine } from "../../plugins/projectConfig.ts";
import type { PluginRegistry } from "../../plugins/registry.ts";
import { callerOptions, operatorsOnly } from "./callerOptions.ts";
import { reachOfCaller } from "./endpoints.ts";

/** A runner as a recipe keeps it: with its options, or with the name of a declared engine. */
interface ChosenRunner {
  name: string;
  options?: unknown;
  engine?: string | undefined;
}

/** A runner with the options with which this process opens it. */
export interface Opening {
  name: string;
  options: unknown;
  reach: Reach;
  /** What the engine is to this machine. Where it is left out, that follows from the names of the options. */
  use?: EngineUse;
  /** The engine's declaration, where the run named an engine. */
  declared?: DeclaredEngine;
}

/** The engine that the operator declared by this name. Throws `UNKNOWN_ENGINE`. */
export function declaredEngine({ engines }: Declared, name: string): DeclaredEngine {
  const engine = engines.get(name);
  if (engine) return engine;
  const known = [...engines.keys()].join(", ") || "none";
  throw new PluginError(
    "UNKNOWN_ENGINE",
    `The project's config declares no engine "${name.slice(0, 100)}". It declares: ${known}.`,
  );
}

/**
 * How a runner of a stored run is opened here. An engine's name is resolved in this process's own config. What a caller
 * gave who may not operate is checked again against that config, and nothing else of it is used.
 *
 * @throws PluginError `UNKNOWN_ENGINE` or `UNKNOWN_PLUGIN`, and RequestError `FORBIDDEN`.
 */
export async function openingOf(chosen: ChosenRunner, byOperator: boolean, plugins: PluginRegistry): Promise<Opening> {
  const plugin = plugins.find("runner", chosen.name);
  if (chosen.engine !== undefined) {
    const declared = declaredEngine(plugins.declared, chosen.engine);
    if (declared.runner !== chosen.name) {
      throw new PluginError(
        "UNKNOWN_ENGINE",
        `The engine "${chosen.engine}" is declared here for the runner ${declared.runner}, not for ${chosen.name}.`,
      );
    }
    const options = plugin.options.parse(declared.options);
    return { name: chosen.name, options, reach: "any", use: await engineUse(plugin, options), declared };
  }
  if (byOperator) {
    const { name, options } = chosen;
    return { name, options, reach: "any", use: await engineUse(plugin, options) };
  }
  const given = Object.entries(chosen.options ?? {}).filter(([name]) => callerOptions(plugin).includes(name));
  const options = plugin.options.parse(Object.fromEntries(given));
  const use = await engineUse(plugin, options);
  return { name: chosen.name, options, reach: reachOf(use, plugins.declared, "runner"), use };
}

/** The reach of a caller's engine. A runner without an endpoint can only be used as a declared engine. */
export function reachOf({ endpoint, launches }: EngineUse, declared: Declared, argument: string): Reach {
  if (endpoint === undefined || launches) throw operatorsOnly(argument);
  return reachOfCaller(endpoint, declared, `${argument}.endpoint`);
}

/** Throws where the address of an engine is not one that its opening may reach now. */
export async function requireReach(opening: Opening): Promise<void> {
  const { reach } = opening;
  if (reach === "public") await requireReachNow(new URL(useOf(opening).endpoint!).hostname, reach);
}

/** What the engine of an opening is to this machine. */
export const useOf = ({ use, options }: Pick<Opening, "use" | "options">): EngineUse => use ?? useByNames(options);

/** Whether an engine is asked at an address, and does not take GPUs by being opened. */
export function runsElsewhere(opening: Opening): boolean {
  const { endpoint, launches } = useOf(opening);
  return endpoint !== undefined && !launches;
}

/** Whether an engine is launched here by being opened. */
export const isLaunched = (opening: Opening): boolean => useOf(opening).launches === true;
