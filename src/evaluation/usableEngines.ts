import type { z } from "zod";
import { isErrorOf } from "../errors/codedError.ts";
import type { PluginProblem } from "../plugins/discovery.ts";
import { strayOption } from "../plugins/optionFault.ts";
import { configInvalid, type DeclaredEngine } from "../plugins/projectConfig.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import { gpuMeterOptions } from "../runners/meter/gpuMeter.ts";
import { hardware } from "./plan/runParameters.ts";

/**
 * Throws a `PluginError` that names the path in the config of the first engine that could not be opened: its runner is not
 * there, or does not take the options.
 */
export function requireUsableEngines(plugins: PluginRegistry, file: string): void {
  for (const [name, engine] of plugins.declared.engines) {
    const fault = faultOf(engine, plugins);
    if (fault) throw configInvalid(file, ["engines", name, ...fault.path].join("."), fault.message);
  }
}

/** Takes out the engines whose runner is not there, and gives each with the reason. */
export function leaveOutLostEngines(plugins: PluginRegistry, file: string): PluginProblem[] {
  const runners = plugins.list().flatMap(({ plugin }) => (plugin.kind === "runner" ? [plugin.name] : []));
  const lost = [...plugins.declared.engines].filter(([, { runner }]) => !runners.includes(runner));
  for (const [name] of lost) plugins.declared.engines.delete(name);
  return lost.map(([name, { runner }]) => {
    const fault = `the runner "${runner}" is not there, as is said of the plugin that was to bring it`;
    return { source: file, stage: "REGISTER", error: configInvalid(file, `engines.${name}.runner`, fault) };
  });
}

interface Fault {
  path: PropertyKey[];
  message: string;
}

function faultOf({ runner, options, meter, hardware: stated }: DeclaredEngine, plugins: PluginRegistry): Fault | null {
  let schema: z.ZodType;
  try {
    schema = plugins.find("runner", runner).options;
  } catch (error) {
    if (!isErrorOf("plugin", error)) throw error;
    return { path: ["runner"], message: error.message };
  }
  const read = schema.safeParse(options);
  const stray = read.error && strayOption(schema, read.error);
  if (stray) return { path: stray.path, message: `the runner has no such option.${stray.others}`.replace(/\.$/, "") };
  return (
    firstFault(read.error, []) ??
    // A schema can drop what it does not know, and a name that is written wrong must not be dropped.
    unknownOption(options, read.data) ??
    firstFault(gpuMeterOptions.optional().safeParse(meter).error, ["meter"]) ??
    firstFault(hardware.optional().safeParse(stated).error, ["hardware"])
  );
}

function firstFault(error: z.ZodError | undefined, path: PropertyKey[]): Fault | null {
  const issue = error?.issues[0];
  return issue ? { path: [...path, ...issue.path], message: issue.message } : null;
}

function unknownOption(given: Record<string, unknown>, read: unknown): Fault | null {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(read as object, name));
  return unknown === undefined ? null : { path: [unknown], message: "the runner has no such option" };
}
