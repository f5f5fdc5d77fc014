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
    value: measured,
    low: measured.optional(),
    high: measured.optional(),
    standardError: measured.nonnegative().optional(),
    count: count.optional(),
    estimated: z.boolean().optional(),
    note: shortText.optional(),
  })
  .refine(
    ({ low, high, standardError }) => standardError === undefined || (low === undefined && high === undefined),
    "state its standardError or its interval by low and high, and not both",
  );

const judgement = z.strictObject({
  correct: z.boolean().nullable(),
  reason: outputText,
  model: shortText,
  promptTokens: count.nullable().optional(),
  outputTokens: count.nullable().optional(),
  cost: measured.nonnegative().nullable().optional(),
  errorCode: shortText.nullable().optional(),
});

/**
 * One answer to one problem, with its verdict and its cost in tokens, seconds and US dollars. Without a verdict it is an
 * error where it states one, and undecided elsewhere. `discardedTokens` are output tokens of failed attempts at it.
 */
export const sampleSubmission = z.strictObject({
  problem: shortText.min(1).max(1000),
  repeat: count,
  correct: z.boolean().nullable().optional(),
  score: z.number().min(0).max(1).nullable().optional(),
  promptTokens: count.nullable().optional(),
  reasoningTokens: count.nullable().optional(),
  outputTokens: count.nullable().optional(),
  latency: measured.nonnegative().nullable().optional(),
  ttft: measured.nonnegative().nullable().optional(),
  cachedPromptTokens: count.nullable().optional(),
  acceptedDraftTokens: count.nullable().optional(),
  rejectedDraftTokens: count.nullable().optional(),
  answerTtft: measured.nonnegative().nullable().optional(),
  queueTime: measured.nonnegative().nullable().optional(),
  discardedTokens: count.nullable().optional(),
  cost: measured.nonnegative().nullable().optional(),
  answer: outputText.nullable().optional(),
  expected: outputText.nullable().optional(),
  output: outputText.nullable().optional(),
  finishReason: shortText.nullable().optional(),
  error: shortText.nullable().optional(),
  errorCode: shortText.nullable().optional(),
  promptHash: shortText.nullable().optional(),
  /** Values of metrics that plugins add, by their names. */
  measures: z.record(label, measured).nullable().optional(),
  judgement: judgement
    .extend({ isCheck: z.boolean().optional(), second: judgement.nullable().optional() })
    .nullable()
    .optional(),
});

/**
 * How a model was served: by which provider (for example `together`), with which engine (`vllm`), with weights and a cache of
 * which precision (`fp8`), with which effort of reasoning (`high`), and which version of the model, of which day, the
 * provider named.
 */
export const serving = z.strictObject({
  provider: label.optional(),
  engine: label.optional(),
  precision: label.optional(),
  cachePrecision: label.optional(),
  effort: label.optional(),
  version: label.optional(),
  date: z.iso.date().optional(),
});

/**
 * A result as it comes in, from bundled data, an importer or the API: one model in one mode on one benchmark by one lab.
 * A measure that is given is kept as it is; one that is not is computed from the samples where they allow it.
 */
export const runSubmission = z.strictObject({
  model: label,
  mode: label.default("default"),
  benchmark: label,
  lab: label,
  runner: label.optional(),
  runnerVersion: label.optional(),
  hardware: z.strictObject({ slug: label, count: count.positive() }).optional(),
  deployment: z.record(label, z.union([shortText, z.number()])).optional(),
  provenance: z.enum(["MEASURED", "IMPORTED", "FEDERATED"]).default("IMPORTED"),
  sourceUrl: z.url().max(2000).optional(),
  license: shortText.optional(),
  startedAt: z.iso.datetime({ offset: true }).optional(),
  finishedAt: z.iso.datetime({ offset: true }).optional(),
  decoding: decoding.default({}),
  /** How the model was asked and graded: prompt, shots, extraction, grader, class of temperature. Left out where it is not known. */
  protocol: z.record(label, jsonValue).optional(),
  /** The provider or the engine, and the precision of weights and cache, in words; left out where it is not known. */
  servedAs: label.optional(),
  /** The facts of how the model was served, as far as they are known. */
  serving: serving.optional(),
  /** The files of the model that was measured, by their digests (OpenSSF Model Signing). */
  modelFiles: modelFiles.optional(),
  problemCount: count.positive().optional(),
  repeats: count.positive().optional(),
  notes: shortText.optional(),
  /** The content hash of the run whose stored answers were graded or judged again. */
  derivedFrom: contentAddress.optional(),
  /** The content hash of an earlier run of the same lab, model, mode and benchmark which this one replaces. */
  supersedes: contentAddress.optional(),
  recipe: z.record(label, jsonValue).optional(),
  /** The metrics whose values of samples are not the engine's own but counted or computed, each with a note that says how. */
  estimated: z.record(label, shortText).optional(),
  measures: z.record(label, measure).default({}),
  samples: z.array(sampleSubmission).max(MOST_SAMPLES).optional(),
});

export type RunSubmission = z.infer<typeof runSubmission>;
/** A submission before it is checked: fields with defaults may be left out. */
export type RunSubmissionInput = z.input<typeof runSubmission>;
export type SampleSubmission = z.infer<typeof sampleSubmission>;
export type MeasureSubmission = z.infer<typeof measure>;
