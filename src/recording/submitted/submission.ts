import { z } from "zod";
import { decoding } from "../../decoding/decoding.ts";
import { modelFiles } from "./modelFiles.ts";
import { count, jsonValue, label, outputText, shortText } from "./texts.ts";

/** The most answers of a run. */
export const MOST_SAMPLES = 1_000_000;
/** The largest value of a measure: sums and squares of such values stay finite. */
const LARGEST = 1e100;

const contentAddress = z.string().regex(/^[0-9a-f]{64}$/);
const measured = z.number().min(-LARGEST).max(LARGEST);

/** A value with its 95 % interval, or with its standard error, which the interval then follows from. */
const measure = z
  .strictObject({
    value: measured.describe("The value, in the unit of its metric."),
    low: measured.optional().describe("The lower end of its 95 % interval."),
    high: measured.optional().describe("The upper end of its 95 % interval."),
    standardError: measured.nonnegative().optional().describe("Its standard error, stated in place of the interval."),
    count: count.optional().describe("How many answers or readings it is the mean of."),
    estimated: z.boolean().optional().describe("Whether it was estimated and not measured."),
    note: shortText.optional().describe("How it was measured or estimated."),
  })
  .refine(
    ({ low, high, standardError }) => standardError === undefined || (low === undefined && high === undefined),
    "state its standardError or its interval by low and high, and not both",
  );

const judgement = z.strictObject({
  correct: z.boolean().nullable().describe("What the judge says; null where it cannot tell."),
  reason: outputText.describe("Why, in the judge's words."),
  model: shortText.describe("The model that judged."),
  promptTokens: count.nullable().optional().describe("Tokens of the judge's prompt."),
  outputTokens: count.nullable().optional().describe("Tokens of its reply."),
  cost: measured.nonnegative().nullable().optional().describe("What it cost, in US dollars."),
  errorCode: shortText.nullable().optional().describe("The code of its failure, where it failed."),
});

/**
 * One answer to one problem, with its verdict and its cost in tokens, seconds and US dollars. Without a verdict it is an
 * error where it states one, and undecided elsewhere. `discardedTokens` are output tokens of failed attempts at it.
 */
export const sampleSubmission = z.strictObject({
  problem: shortText.min(1).max(1000).describe("The id of the problem within the benchmark."),
  repeat: count.describe("The number of this answer among the answers to its problem, from 0."),
  correct: z.boolean().nullable().optional().describe("The verdict; null where the rules could not decide."),
  score: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .optional()
    .describe("Partial credit from 0 to 1, which then counts in the accuracy."),
  promptTokens: count.nullable().optional().describe("Tokens of the prompt."),
  reasoningTokens: count.nullable().optional().describe("Tokens of the reasoning."),
  outputTokens: count.nullable().optional().describe("Tokens of the answer, its reasoning included."),
  latency: measured
    .nonnegative()
    .nullable()
    .optional()
    .describe("Seconds from sending the request to the end of the answer."),
  ttft: measured.nonnegative().nullable().optional().describe("Seconds from sending the request to the first token."),
  cachedPromptTokens: count.nullable().optional().describe("Tokens of the prompt that the engine had in its cache."),
  acceptedDraftTokens: count.nullable().optional().describe("Tokens that a draft model proposed and the model took."),
  rejectedDraftTokens: count
    .nullable()
    .optional()
    .describe("Tokens that a draft model proposed and the model refused."),
  answerTtft: measured
    .nonnegative()
    .nullable()
    .optional()
    .describe("Seconds from sending the request to the first token of the answer itself, after its reasoning."),
  queueTime: measured.nonnegative().nullable().optional().describe("Seconds that the request waited in the engine."),
  discardedTokens: count.nullable().optional().describe("Output tokens of failed attempts at this answer."),
  cost: measured.nonnegative().nullable().optional().describe("What the answer cost, in US dollars."),
  answer: outputText.nullable().optional().describe("The final answer as it was extracted."),
  expected: outputText.nullable().optional().describe("The gold answer."),
  output: outputText.nullable().optional().describe("The whole completion."),
  finishReason: shortText.nullable().optional().describe("Why the generation ended, as the engine says it."),
  error: shortText.nullable().optional().describe("Why there is no answer, in a sentence."),
  errorCode: shortText.nullable().optional().describe("The code of that failure."),
  promptHash: shortText.nullable().optional().describe("The SHA-256 of the prompt."),
  measures: z
    .record(label, measured)
    .nullable()
    .optional()
    .describe("Values of metrics that plugins add, by their names."),
  judgement: judgement
    .extend({
      isCheck: z.boolean().optional().describe("Whether the judge was asked of an answer that the rules decided."),
      second: judgement.nullable().optional().describe("The verdict of a second judge."),
    })
    .nullable()
    .optional()
    .describe("The verdict of a judge model."),
});

/**
 * How a model was served: by which provider (for example `together`), with which engine (`vllm`), with weights and a cache of
 * which precision (`fp8`), with which effort of reasoning (`high`), and which version of the model, of which day, the
 * provider named.
 */
export const serving = z.strictObject({
  provider: label.optional().describe("The provider, e.g. `together`."),
  engine: label.optional().describe("The engine, e.g. `vllm`."),
  precision: label.optional().describe("The number format of the weights, e.g. `fp8`."),
  cachePrecision: label.optional().describe("The number format of the KV cache."),
  effort: label.optional().describe("The effort of reasoning that was asked for, e.g. `high`."),
  version: label.optional().describe("The version of the model that the provider named."),
  date: z.iso.date().optional().describe("The day of that version."),
});

/**
 * A result as it comes in, from bundled data, an importer or the API: one model in one mode on one benchmark by one lab.
 * A measure that is given is kept as it is; one that is not is computed from the samples where they allow it.
 */
export const runSubmission = z.strictObject({
  model: label.describe("The slug of the model."),
  mode: label.default("default").describe("The way in which the model answered, such as `thinking` or `high`."),
  benchmark: label.describe("The slug of the benchmark."),
  lab: label.describe("The slug of the lab."),
  runner: label.optional().describe("The engine, e.g. `vllm`."),
  runnerVersion: label.optional().describe("The version of the engine."),
  hardware: z
    .strictObject({ slug: label, count: count.positive() })
    .optional()
    .describe("The slug of the accelerator, and how many there were."),
  deployment: z
    .record(label, z.union([shortText, z.number()]))
    .optional()
    .describe("How the engine was set up, by its own names."),
  provenance: z.enum(["MEASURED", "IMPORTED", "FEDERATED"]).default("IMPORTED").describe("How the run came about."),
  sourceUrl: z.url().max(2000).optional().describe("The address where the result is published."),
  license: shortText.optional().describe("The licence of the result."),
  startedAt: z.iso.datetime({ offset: true }).optional().describe("When it began, as RFC 3339."),
  finishedAt: z.iso.datetime({ offset: true }).optional().describe("When it ended, as RFC 3339."),
  decoding: decoding.default({}).describe("The settings of the sampler."),
  protocol: z
    .record(label, jsonValue)
    .optional()
    .describe(
      "How the model was asked and graded: prompt, shots, extraction, grader, class of temperature. Left out where it is not known.",
    ),
  servedAs: label
    .optional()
    .describe(
      "The provider or the engine, and the precision of weights and cache, in words. Left out where it is not known.",
    ),
  serving: serving.optional().describe("The facts of how the model was served, as far as they are known."),
  modelFiles: modelFiles
    .optional()
    .describe("The files of the model that was measured, by their digests (OpenSSF Model Signing)."),
  problemCount: count.positive().optional().describe("How many problems were asked."),
  repeats: count.positive().optional().describe("How many answers to each problem there are."),
  notes: shortText.optional().describe("What else is to be known, in sentences."),
  derivedFrom: contentAddress
    .optional()
    .describe("The content hash of the run whose stored answers were graded or judged again."),
  supersedes: contentAddress
    .optional()
    .describe("The content hash of an earlier run of the same lab, model, mode and benchmark which this one replaces."),
  recipe: z.record(label, jsonValue).optional().describe("Everything that is needed to measure the run again."),
  estimated: z
    .record(label, shortText)
    .optional()
    .describe(
      "The metrics whose values of samples are not the engine's own but counted or computed, each with a note that says how.",
    ),
  measures: z.record(label, measure).default({}).describe("The figures of the whole run by the names of metrics."),
  samples: z.array(sampleSubmission).max(MOST_SAMPLES).optional().describe("Its answers."),
});

/** A run as it is stored: one model in one mode on one benchmark by one lab. */
export type RunSubmission = z.infer<typeof runSubmission>;
/** A submission before it is checked: fields with defaults may be left out. */
export type RunSubmissionInput = z.input<typeof runSubmission>;
/** One answer to one problem, with its verdict and what it cost. */
export type SampleSubmission = z.infer<typeof sampleSubmission>;
export type MeasureSubmission = z.infer<typeof measure>;
