import { type Command, Option } from "commander";
import { z } from "zod";
import { LONGEST_WAIT, readDuration } from "../evaluation/plan/duration.ts";
import {
  descriptionOf,
  RUN_PARAMETERS,
  type RunFlag,
  type RunParameter,
  type RunRequestInput,
} from "../evaluation/plan/runParameters.ts";
import { PluginError } from "../plugins/contract/pluginError.ts";
import { readTaskPaths } from "../plugins/taskPaths.ts";
import { CommandError } from "./settings.ts";

type ParameterName = keyof typeof RUN_PARAMETERS;
const ALL = Object.keys(RUN_PARAMETERS) as ParameterName[];

/** Declares a flag for each parameter of a run. None is mandatory: what must be given is checked when they are read. */
export function declareRunFlags(command: Command): void {
  declareFlagsOf(command, ALL);
}

/** Declares the flags of some parameters of a run. */
export function declareFlagsOf(command: Command, names: readonly ParameterName[]): void {
  for (const { parameter, flag } of flagsOf(names)) {
    command.addOption(new Option(flag.flag, flag.description ?? descriptionOf(parameter)));
  }
}

/**
 * The request that the given flags make. Throws a `CommandError` where a text cannot be read, and where a flag is missing
 * whose parameter may not be left out.
 */
export function readRunFlags(given: Record<string, unknown>): RunRequestInput {
  const request = readFlagsOf(given, ALL);
  for (const { name, parameter, flag } of flagsOf(ALL)) {
    if (name in request || parameter.schema.safeParse(undefined).success) continue;
    throw new CommandError(`error: required option '${flag.flag}' not specified`);
  }
  return request as RunRequestInput;
}

/**
 * The same, where a benchmark may also be named by the path of its task file. Gives these paths, too.
 *
 * @throws CommandError as above, and for a task file that cannot be used.
 */
export function readRunAndTasks(given: Record<string, unknown>): { request: RunRequestInput; tasks: string[] } {
  const request = readRunFlags(given);
  try {
    const { names, tasks } = readTaskPaths(request.benchmarks);
    return { request: { ...request, benchmarks: names }, tasks };
  } catch (error) {
    throw error instanceof PluginError ? new CommandError(error.message) : error;
  }
}

/** The seconds of a flag that says for how long an engine is waited for. Throws a `CommandError` where it is no such time. */
export function readPatience(text: string): number {
  const seconds = readDuration(text);
  if (seconds <= LONGEST_WAIT) return seconds;
  throw new CommandError(`--wait-engine "${text}" is not a time of a week at most, such as 90s, 30m or 2h.`);
}

/** What the given flags of some parameters say. */
export function readFlagsOf(given: Record<string, unknown>, names: readonly ParameterName[]): Partial<RunRequestInput> {
  const request: Record<string, unknown> = {};
  for (const { name, parameter, flag } of flagsOf(names)) {
    const option = new Option(flag.flag);
    const text = given[option.attributeName()] as string | undefined;
    if (text === undefined) continue;
    const value = flag.read ? flag.read(text) : readText(text, parameter.schema, option.long!);
    Object.assign(request, flag.also?.(text));
    if (value === undefined) continue;
    request[name] = name in request ? Object.assign({}, request[name], value) : value;
  }
  return request;
}

function flagsOf(names: readonly ParameterName[]): { name: string; parameter: RunParameter; flag: RunFlag }[] {
  return names.flatMap((name) => {
    const parameter: RunParameter = RUN_PARAMETERS[name];
    return parameter.flags.map((flag) => ({ name, parameter, flag }));
  });
}

/** Reads a text as the type of the parameter says. Lists are written with commas, and open values as JSON. */
function readText(text: string, schema: z.ZodType, flag: string): unknown {
  const { type } = z.toJSONSchema(schema, { io: "input" });
  if (type === "string") return text;
  if (type === "array") return text.split(",");
  if (type === "number" || type === "integer") {
    if (Number.isFinite(Number(text))) return Number(text);
    throw new CommandError(`${flag} "${text}" is not a number.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${flag} is not JSON: ${(error as Error).message}`);
  }
}
