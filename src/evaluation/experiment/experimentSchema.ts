import { z } from "zod";
import { modelFiles } from "../../recording/submitted/modelFiles.ts";
import { label } from "../../recording/submitted/texts.ts";
import { descriptionOf, RUN_PARAMETERS, type RunParameter } from "../plan/runParameters.ts";

type Name = keyof typeof RUN_PARAMETERS;

/** The parameters that the lists of an experiment give. */
const LISTED: readonly Name[] = ["model", "benchmarks"];
/** The parameters that belong to a model and its engine, and so do not differ by benchmark. */
const OF_ENGINES: readonly Name[] = ["engine", "runner", "runnerOptions", "lab"];

const MOST_MODELS = 1000;
const MOST_BENCHMARKS = 100;

/** `off` and `64` both are ways of thinking, and YAML reads the second as a number. */
const thinking = z
  .array(z.union([z.int().nonnegative().max(999_999_999), label]))
  .min(1)
  .max(100)
  .optional();

/** Beside the files themselves a path of their signature, from the folder of the experiment. */
const signedFiles = z.union([z.string().min(1).max(4096), modelFiles]).optional();

/** The forms of parameters in an experiment that have more than those of a request. */
const OWN_FORMS: Readonly<Record<string, z.ZodType>> = { thinking, modelFiles: signedFiles };

/** The parameters of a run that a part of an experiment may give, all of which may be left out there. */
function parameters(without: readonly Name[]) {
  const entries = Object.entries<RunParameter>(RUN_PARAMETERS).filter(([name]) => !without.includes(name as Name));
  return Object.fromEntries(
    entries.map(([name, parameter]) => [
      name,
      (OWN_FORMS[name] ?? withoutDefault(parameter.schema).optional()).describe(descriptionOf(parameter)),
    ]),
  );
}

/** A default would hide that a part of the experiment says nothing. */
const withoutDefault = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema;

const modelEntry = z.strictObject({
  model: label.describe(RUN_PARAMETERS.model.description),
  ...parameters(LISTED),
});

const benchmarkEntry = z.strictObject({
  benchmark: label.describe("The slug of a benchmark for which there is a plugin, for example gsm8k."),
  ...parameters([...LISTED, ...OF_ENGINES]),
});

const assumed = z.strictObject({
  hardware: label.optional().describe("The name of an accelerator with a data sheet, for example H100-SXM."),
  dollarsPerGpuHour: z
    .number()
    .nonnegative()
    .max(1e6)
    .optional()
    .describe("US dollars for an hour of one accelerator."),
});

/**
 * An experiment: each of its models with its engine, on each of its benchmarks, in each way of thinking. Beside these lists
 * it takes the parameters of a run, which hold for all runs. What a benchmark says holds instead of them, and what a model
 * says instead of both.
 */
export const experimentSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.-]{1,100}$/, "a name has up to 100 letters, digits, dots, dashes and underscores")
    .describe(
      "The name of the experiment. The same file again goes on where it stopped; under another name everything is measured anew.",
    ),
  models: z
    .array(z.union([label, modelEntry]))
    .min(1)
    .max(MOST_MODELS)
    .describe("The models: slugs, or objects with a slug and the parameters of their runs, such as the engine."),
  benchmarks: z
    .array(z.union([label, benchmarkEntry]))
    .min(1)
    .max(MOST_BENCHMARKS)
    .describe("The benchmarks: slugs, or objects with a slug and the parameters of their runs."),
  estimate: assumed
    .optional()
    .describe("What the costs are estimated for where no hardware is stated. It does not change what is measured."),
  ...parameters(LISTED),
});

type Parameters = Record<string, unknown>;

/** An experiment as it was read, with its entries as objects. */
export interface Experiment {
  name: string;
  models: (Parameters & { model: string })[];
  benchmarks: (Parameters & { benchmark: string })[];
  estimate: z.infer<typeof assumed>;
  /** The parameters that hold for all runs. */
  shared: Parameters;
}

/** The JSON Schema of experiment files, which the package publishes as `experiment.schema.json`. */
export function experimentJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(experimentSchema, { io: "input" });
  return { $schema, title: "An experiment of Paretograph", ...schema };
}
