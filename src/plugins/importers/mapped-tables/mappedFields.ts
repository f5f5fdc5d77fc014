import { DECODING_SETTINGS } from "../../../decoding/decoding.ts";
import { METRICS } from "../../../frontier/metrics.ts";

/** How the value of a field is read. */
export type Reading = "name" | "text" | "instant" | "address" | "count" | "amount" | "number" | "verdict";

/** A field of a run or of a sample that a column or a constant can give. */
export interface MappedField {
  reads: Reading;
  /** Our own unit, where a table may state the figure in another one. */
  unit?: string;
  description: string;
}

const DECODING = Object.fromEntries(
  Object.entries(DECODING_SETTINGS).flatMap(([name, { description }]) =>
    name === "stop" ? [] : [[name, { reads: "number", description }]],
  ),
) as Record<Exclude<keyof typeof DECODING_SETTINGS, "stop">, MappedField>;

/** The settings of the sampler that a table can give: those that are figures. */
export const DECODING_FIELDS: Record<string, MappedField> = DECODING;

/** The fields of a run. Rows that agree in all of them are the samples of one run. */
export const RUN_FIELDS = {
  model: { reads: "name", description: "The model, best by its id on the Hugging Face hub." },
  revision: { reads: "name", description: "The revision of the model's weights." },
  mode: { reads: "name", description: "What changes answers and price by name, such as the reasoning effort." },
  benchmark: { reads: "name", description: "The benchmark by its name or its slug." },
  dataset: { reads: "name", description: "The data set that was asked, such as its id on the hub." },
  subset: { reads: "name", description: "The part of the data set." },
  split: { reads: "name", description: "The split of the data set." },
  language: { reads: "name", description: "The language of the problems." },
  benchmarkVersion: { reads: "name", description: "The version of the benchmark." },
  benchmarkLicense: { reads: "name", description: "The licence of the problems." },
  runner: { reads: "name", description: "The engine that served the model, such as `vllm`." },
  runnerVersion: { reads: "name", description: "The version of the engine." },
  servedAs: { reads: "name", description: "The provider or the engine, and the precision, in words." },
  accelerator: { reads: "name", description: "The accelerator, such as `H100`." },
  acceleratorCount: { reads: "count", description: "The number of accelerators; 1 where it is left out." },
  startedAt: {
    reads: "instant",
    description: "When the run began: a date, a date with a time, or seconds since 1970.",
  },
  finishedAt: { reads: "instant", description: "When the run ended." },
  sourceUrl: { reads: "address", description: "Where the results are published." },
  license: { reads: "name", description: "The licence of the results." },
  notes: { reads: "text", description: "What else is to be known of the run." },
  problemCount: { reads: "count", description: "The number of problems that the run asked." },
  repeats: { reads: "count", description: "The number of answers to each problem." },
  ...DECODING,
} as const satisfies Record<string, MappedField>;

/** The fields of a sample. */
export const SAMPLE_FIELDS = {
  problem: { reads: "text", description: "The id of the problem." },
  repeat: {
    reads: "count",
    description: "Which answer to the problem it is, from 0. Left out, rows count themselves.",
  },
  correct: { reads: "verdict", description: "Whether the answer is right. An empty cell is no verdict." },
  score: {
    reads: "number",
    unit: "1",
    description: "The credit for the answer, from 0 to 1, where it can be partial.",
  },
  promptTokens: { reads: "count", description: "Tokens of the prompt." },
  outputTokens: { reads: "count", description: "Tokens of the answer, reasoning included." },
  reasoningTokens: { reads: "count", description: "Tokens of the answer before the answer proper." },
  cachedPromptTokens: { reads: "count", description: "Tokens of the prompt that came from a cache." },
  latency: { reads: "amount", unit: "s", description: "The time from sending the problem to the end of its answer." },
  ttft: { reads: "amount", unit: "s", description: "The time from sending the problem to the first token." },
  cost: { reads: "amount", unit: "USD", description: "The price that was paid for the answer." },
  answer: { reads: "text", description: "The answer that was taken out of the output." },
  expected: { reads: "text", description: "The right answer." },
  output: { reads: "text", description: "All that the model wrote." },
  finishReason: { reads: "text", description: "Why the answer ended, such as `stop` or `length`." },
  error: {
    reads: "text",
    description: "Why there is no answer. A row with an error and no verdict is no wrong answer.",
  },
} as const satisfies Record<string, MappedField>;

/** The metrics that a row of a run can state: those that runs measure. */
export const MEASURED = METRICS.filter((metric) => !("ofModel" in metric) && !("quotient" in metric));
