import { z } from "zod";
import { decoding } from "../decoding/decoding.ts";

const measure = z.strictObject({
  value: z.number(),
  low: z.number().optional(),
  high: z.number().optional(),
  count: z.int().nonnegative().optional(),
  estimated: z.boolean().optional(),
  note: z.string().optional(),
});

/** One answer to one problem, with its verdict and its cost in tokens, seconds and US dollars. */
const sample = z.strictObject({
  problem: z.string().min(1),
  repeat: z.int().nonnegative(),
  correct: z.boolean().nullable().optional(),
  score: z.number().nullable().optional(),
  promptTokens: z.int().nonnegative().nullable().optional(),
  reasoningTokens: z.int().nonnegative().nullable().optional(),
  outputTokens: z.int().nonnegative().nullable().optional(),
  latency: z.number().nonnegative().nullable().optional(),
  ttft: z.number().nonnegative().nullable().optional(),
  cost: z.number().nonnegative().nullable().optional(),
  answer: z.string().nullable().optional(),
  expected: z.string().nullable().optional(),
  output: z.string().nullable().optional(),
  finishReason: z.string().nullable().optional(),
  error: z.string().nullable().optional(),
  promptHash: z.string().nullable().optional(),
  judgement: z
    .strictObject({ correct: z.boolean().nullable(), reason: z.string(), model: z.string() })
    .nullable()
    .optional(),
});

/**
 * A result as it comes in, from bundled data, an importer or the API: one model in one mode on one benchmark by one lab.
 * A measure that is given is kept as it is; one that is not is computed from the samples where they allow it.
 */
export const runSubmission = z.strictObject({
  model: z.string().min(1),
  mode: z.string().min(1).default("default"),
  benchmark: z.string().min(1),
  lab: z.string().min(1),
  runner: z.string().optional(),
  runnerVersion: z.string().optional(),
  hardware: z.strictObject({ slug: z.string(), count: z.int().positive() }).optional(),
  deployment: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  provenance: z.enum(["MEASURED", "IMPORTED", "FEDERATED"]).default("IMPORTED"),
  sourceUrl: z.url().optional(),
  license: z.string().optional(),
  startedAt: z.iso.datetime({ offset: true }).optional(),
  finishedAt: z.iso.datetime({ offset: true }).optional(),
  decoding: decoding.default({}),
  problemCount: z.int().positive().optional(),
  repeats: z.int().positive().optional(),
  notes: z.string().optional(),
  recipe: z.record(z.string(), z.unknown()).optional(),
  /** The metrics whose values of samples are not the engine's own but counted or computed, each with a note that says how. */
  estimated: z.record(z.string(), z.string()).optional(),
  measures: z.record(z.string(), measure).default({}),
  samples: z.array(sample).optional(),
});

export type RunSubmission = z.infer<typeof runSubmission>;
/** A submission before it is checked: fields with defaults may be left out. */
export type RunSubmissionInput = z.input<typeof runSubmission>;
export type SampleSubmission = z.infer<typeof sample>;
export type MeasureSubmission = z.infer<typeof measure>;
