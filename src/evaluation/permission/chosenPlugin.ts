import { type Reach, requireReachNow } from "../../network/connector.ts";
import { PluginError } from "../../plugins/contract/pluginError.ts";
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
export function openingOf(chosen: ChosenRunner, byOperator: boolean, plugins: PluginRegistry): Opening {
  const plugin = plugins.find("runner", chosen.name);
  if (chosen.engine !== undefined) {
    const declared = declaredEngine(plugins.declared, chosen.engine);
    if (declared.runner !== chosen.name) {
      throw new PluginError(
        "UNKNOWN_ENGINE",
        `The engine "${chosen.engine}" is declared here for the runner ${declared.runner}, not for ${chosen.name}.`,
      );
    }
    return { name: chosen.name, options: plugin.options.parse(declared.options), reach: "any", declared };
  }
  if (byOperator) return { name: chosen.name, options: chosen.options, reach: "any" };
  const given = Object.entries(chosen.options ?? {}).filter(([name]) => callerOptions(plugin).includes(name));
  const options = plugin.options.parse(Object.fromEntries(given));
  return { name: chosen.name, options, reach: reachOf(options, plugins.declared, "runner") };
}

/** The reach of a caller's options. A runner without an endpoint can only be used as a declared engine. */
export function reachOf(options: unknown, declared: Declared, argument: string): Reach {
  const { endpoint, launch } = (options ?? {}) as { endpoint?: unknown; launch?: unknown };
  if (endpoint === undefined || launch !== undefined) throw operatorsOnly(argument);
  return reachOfCaller(endpoint, declared, `${argument}.endpoint`);
}

/** Throws where the address of an engine is not one that its opening may reach now. */
export async function requireReach({ reach, options }: Opening): Promise<void> {
  const { endpoint } = (options ?? {}) as { endpoint?: string };
  if (reach === "public") await requireReachNow(new URL(endpoint!).hostname, reach);
}
