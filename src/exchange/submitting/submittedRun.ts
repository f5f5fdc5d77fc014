import { z } from "zod";
import { MOST_OF_A_CONFIG, modelName } from "../../recording/addModel.ts";
import { faultOfJson } from "../../recording/submitted/storable.ts";
import { runSubmission } from "../../recording/submitted/submission.ts";
import { count, label, shortText } from "../../recording/submitted/texts.ts";

/** The text of a config, as its maker publishes it, parsed. */
const config = z.record(z.string(), z.unknown()).superRefine((value, context) => {
  const fault = faultOfJson(value);
  const isLong = fault === null && JSON.stringify(value).length > MOST_OF_A_CONFIG;
  const message = isLong ? `it is longer than ${MOST_OF_A_CONFIG} characters as JSON` : fault;
  if (message !== null) context.addIssue({ code: "custom", message });
});

/** A model that the store lacks. Its slug is the `model` of the run, which is its id on the hub. */
export const newModel = z.strictObject({
  /** Whether its weights can be downloaded. Of one with open weights the architecture is read from the config. */
  openWeights: z.boolean().default(true),
  /** Its published `config.json`. Where it is left out, an operator has it read from the hub. */
  config: config.optional(),
  developer: modelName.optional(),
  family: modelName.optional(),
  releasedOn: z.iso.date("write it as 2025-01-31").optional(),
});

const isPlain = (address: string) => !URL.parse(address)?.username && !URL.parse(address)?.password;
/** Everybody sees it, so that it may hold no password. */
export const webAddress = z
  .url({ protocol: /^https?$/, error: "it is no address such as https://host/path" })
  .max(2000)
  .refine(isPlain, "it has no user and no password");

/** A benchmark that the store lacks. Its slug is the `benchmark` of the run. */
export const newBenchmark = z.strictObject({
  name: label,
  domain: label.optional(),
  /** The address of a description of its problems, and their licence. */
  sourceUrl: webAddress,
  license: shortText.min(1).max(200),
  /** The accuracy of guessing. */
  chanceLevel: z.number().min(0).lt(1).optional(),
  problemCount: count.positive().optional(),
});

/** A run as it is submitted: with what describes its model and its benchmark where the store may lack them. */
export const submittedRun = runSubmission.extend({
  newModel: newModel.optional(),
  newBenchmark: newBenchmark.optional(),
});

export type SubmittedRun = z.infer<typeof submittedRun>;
export type NewModel = z.infer<typeof newModel>;
export type NewBenchmark = z.infer<typeof newBenchmark>;
