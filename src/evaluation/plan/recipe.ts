import { z } from "zod";
import { thinking } from "../../decoding/thinking.ts";
import { RECIPE_PARAMETERS, schemasOf } from "./runParameters.ts";

/** A plugin with its options, or, for a runner, the name of a declared engine, whose options stay in the config. */
const plugin = z.object({
  name: z.string(),
  version: z.string(),
  options: z.unknown().optional(),
  engine: z.string().optional(),
  /** The options of a benchmark that change its problems, as the plugin declares them. */
  problemOptions: z.array(z.string()).optional(),
  /** Whether the data of the benchmark are private. */
  private: z.boolean().optional(),
});

/** Everything that a measured run was asked. It is kept with the run and is enough to measure it again. */
export const recipe = z.object({
  runner: plugin,
  benchmark: plugin,
  judge: plugin.optional(),
  secondJudge: plugin.optional(),
  thinking,
  /** Whether an operator asked for the run: only then its options may launch, read files and reach private addresses. */
  byOperator: z.boolean().default(false),
  ...schemasOf(RECIPE_PARAMETERS),
  repeats: RECIPE_PARAMETERS.repeats.schema.default(1),
  /** How many repeats the benchmark usually has. */
  usualRepeats: z.int().positive().optional(),
  /**
   * Whether the decoding is whole as it was planned. False where the defaults of the model's makers are added once the
   * engine is open.
   */
  fixedDecoding: z.boolean().default(true),
  /** The content hash, or the id, of the run that this one repeats. */
  rerunOf: z.string().optional(),
  /** The experiment for which the run was asked, and its name in it, by which the same file finds it again. */
  experiment: z.object({ name: z.string(), key: z.string() }).optional(),
  /** The engine, filled in when the run first finds it, and again when the run ends. */
  engine: z.unknown().optional(),
  /** Its names of the model, and the problems; both are filled in when the run ends. */
  served: z.unknown().optional(),
  dataset: z.unknown().optional(),
  /** The source of each setting of the sampling; until the run ends also the settings, which later answers follow. */
  sampling: z.unknown().optional(),
  /** How the GPUs were metered: which, by what, in which time, with which gaps, and the power before the first request. */
  metering: z.unknown().optional(),
});

export type Recipe = z.infer<typeof recipe>;

/** Says that a run has fewer answers to each problem than runs of its benchmark usually have, if it does. */
export function noteOnRepeats({ repeats, usualRepeats = 1 }: Recipe): string[] {
  if (repeats >= usualRepeats) return [];
  const answers = repeats === 1 ? "one answer" : `${repeats} answers`;
  return [`${answers} to each problem, where ${usualRepeats} are usual: the accuracy is less certain than others`];
}
