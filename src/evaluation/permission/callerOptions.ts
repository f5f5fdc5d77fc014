import { RequestError } from "../../errors/requestError.ts";
import type { HostedPlugin } from "../../plugins/boundary/sessions/hostedPlugin.ts";

/** The options of runners that say nothing themselves. A benchmark that says nothing takes none. */
const OF_RUNNERS = ["endpoint", "model", "timeouts", "thinkingSwitch"];

/** A model's id on a hub, or a plain name: no path, and no address. */
const HUB_ID = /^\w[\w.-]*(\/\w[\w.-]*)?$/;

/** The names of the options that a caller may give who may not operate. */
export function callerOptions(plugin: HostedPlugin): readonly string[] {
  const own = plugin.callerOptions ?? (plugin.kind === "runner" ? OF_RUNNERS : []);
  // The variants of a benchmark have a few declared values.
  return plugin.kind === "benchmark" ? [...own, ...Object.keys(plugin.variants ?? {})] : own;
}

/** Throws `FORBIDDEN` for the first option that only an operator may give. */
export function requireCallerOptions(plugin: HostedPlugin, options: unknown, argument: string): void {
  const given = typeof options === "object" && options !== null ? Object.keys(options) : [];
  const allowed = callerOptions(plugin);
  const wrong = given.find((name) => !allowed.includes(name));
  if (wrong !== undefined) throw operatorsOnly(`${argument}.${wrong}`);
  // A runner that says nothing of its options may load a model from the path or the address that names it.
  const { model } = (options ?? {}) as { model?: unknown };
  if (!plugin.callerOptions && model !== undefined && !(typeof model === "string" && HUB_ID.test(model))) {
    throw operatorsOnly(`${argument}.model`);
  }
}

/** The refusal of a part of a request that only an operator may give. */
export function operatorsOnly(argument: string): RequestError {
  return new RequestError(
    "FORBIDDEN",
    `${argument}: only an operator may give this. Name with "engine" an engine that the operator of this server has declared.`,
    argument,
  );
}
