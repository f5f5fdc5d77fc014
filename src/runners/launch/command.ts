import { RunnerError } from "../../plugins/contract/runnerError.ts";
import type { EngineProgram } from "./engineProgram.ts";
import { type EngineSettings, engineSettings, type LaunchOptions } from "./options.ts";

/** A command that launches an engine. */
export interface LaunchCommand {
  command: string[];
  /** Environment variables that the command gets besides those of this process. */
  environment: Record<string, string>;
  /** The command to run once the first has ended. */
  afterwards?: string[];
}

/** The command that launches an engine as a process. Throws as `engineFlags` does. */
export function processCommand(engine: EngineProgram, options: LaunchOptions, port: number): LaunchCommand {
  return {
    command: [...(options.command ?? engine.command), ...engineFlags(engine, options, "127.0.0.1", port)],
    environment: {
      // CUDA orders GPUs by speed unless it is told to order them as nvidia-smi does.
      ...(options.gpus && { CUDA_DEVICE_ORDER: "PCI_BUS_ID", CUDA_VISIBLE_DEVICES: options.gpus.join(",") }),
      ...options.environment,
    },
  };
}

/** The engine's own command line after its command. Throws `LAUNCH_FAILED` for a setting that the engine lacks. */
export function engineFlags(
  { title, flags, hostFlag, fixedFlags }: EngineProgram,
  options: LaunchOptions,
  host: string,
  port: number,
): string[] {
  const given = (Object.keys(engineSettings) as (keyof EngineSettings)[]).flatMap((name) => {
    const value = options[name];
    if (value === undefined) return [];
    const flagsOf = flags[name] as ((value: string | number) => string[]) | null;
    if (flagsOf) return flagsOf(value);
    throw new RunnerError("LAUNCH_FAILED", `${title} has no option for "${name}". Leave it out.`);
  });
  return [...given, hostFlag, host, "--port", String(port), ...fixedFlags, ...(options.flags ?? [])];
}
