import { type Command, Option } from "commander";
import { z } from "zod";
import {
  descriptionOf,
  RUN_PARAMETERS,
  type RunFlag,
  type RunParameter,
  type RunRequestInput,
} from "../evaluation/plan/runParameters.ts";
import { CommandError } from "./settings.ts";

type ParameterName = keyof typeof RUN_PARAMETERS;
const ALL = Object.keys(RUN_PARAMETERS) as ParameterName[];

/** Declares a flag for each parameter of a run. */
export function declareRunFlags(command: Command): void {
  declareFlagsOf(command, ALL);
}

/** Declares the flags of some parameters of a run. */
export function declareFlagsOf(command: Command, names: readonly ParameterName[]): void {
  for (const { parameter, flag } of flagsOf(names)) {
    const option = new Option(flag.flag, flag.description ?? descriptionOf(parameter));
    // A parameter that may not be left out has a flag that must be given.
    command.addOption(option.makeOptionMandatory(!parameter.schema.safeParse(undefined).success));
  }
}

/** The request that the given flags make. Throws a `CommandError` where a text cannot be read. */
export function readRunFlags(given: Record<string, unknown>): RunRequestInput {
  return readFlagsOf(given, ALL) as RunRequestInput;
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
