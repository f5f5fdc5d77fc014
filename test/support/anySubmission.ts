import fc from "fast-check";
import {
  type RunSubmission,
  type RunSubmissionInput,
  runSubmission,
} from "../../src/recording/submitted/submission.ts";

// PostgreSQL holds no character 0, and UTF-8 has no form for half a surrogate pair.
const [A64, B64] = ["a".repeat(64), "b".repeat(64)];
const text = fc.string({ unit: "binary", maxLength: 8 }).map((written) => written.replaceAll("\0", ""));
/** A name: it has no control characters and no blanks at its ends. */
const word = text.map((written) => written.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "").trim() || "x");
const share = fc.double({ min: 0, max: 1, noNaN: true });
// What is larger can be stored but not pooled: weights times values overflow.
const amount = fc.double({ min: 0, max: 1e90, noNaN: true });
const count = fc.nat(2 ** 31 - 1);
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const missing = <T>(values: fc.Arbitrary<T>) =>
  fc.oneof(fc.constant(undefined), fc.constant(null), { weight: 3, arbitrary: values });
const json = fc.dictionary(word, fc.jsonValue({ maxDepth: 2, stringUnit: "grapheme" }), { maxKeys: 3 });

/** An instant to the microsecond at most, in any zone. */
const instant = fc
  .record({
    day: fc.integer({ min: 10, max: 28 }),
    fraction: fc.constantFrom("", ".5", ".120", ".123456"),
    offset: fc.constantFrom("Z", "+02:00", "-11:30"),
  })
  .map(({ day, fraction, offset }) => ({ day, written: `2026-01-${day}T07:08:09${fraction}${offset}` }));

/** The two ends of an interval, or none. */
const interval = (value: fc.Arbitrary<number>) =>
  fc.option(fc.tuple(value, value)).map((ends) => {
    if (ends === null) return {};
    const [low, high] = ends.toSorted((a, b) => a - b);
    return { low, high };
  });

const measure = (value: fc.Arbitrary<number>) =>
  fc
    .tuple(
      fc.record({ value, count: fc.nat(1000), estimated: fc.boolean(), note: text }, { requiredKeys: ["value"] }),
      interval(value),
    )
    .map(([stated, ends]) => ({ ...stated, ...ends }));

const sample = fc.record({
  problem: fc.constantFrom("1", "2", "10", "é", "Z"),
  repeat: fc.nat(2),
  correct: missing(fc.boolean()),
  score: missing(share),
  promptTokens: missing(count),
  reasoningTokens: missing(fc.nat(10)),
  outputTokens: missing(fc.nat(1000)),
  latency: missing(fc.double({ min: 0, max: 1e6, noNaN: true })),
  ttft: missing(amount),
  cost: missing(share),
  answer: missing(text),
  expected: missing(text),
  output: missing(text),
  finishReason: missing(text),
  error: missing(text),
  promptHash: missing(text),
  judgement: missing(fc.record({ correct: fc.option(fc.boolean()), reason: text, model: text })),
});

/** Any run on the models, benchmarks and labs of the small store (`smallStore.ts`), with all that a submission may say. */
export const anySubmission: fc.Arbitrary<RunSubmission> = fc
  .record({
    model: fc.constantFrom("acme/small", "closed/best"),
    mode: optional(word),
    benchmark: fc.constantFrom("sums", "proofs"),
    lab: fc.constantFrom("lab-a", "lab-b"),
    runner: optional(word),
    runnerVersion: optional(word),
    hardware: optional(fc.record({ slug: fc.constant("h100"), count: fc.integer({ min: 1, max: 64 }) })),
    deployment: optional(fc.dictionary(word, fc.oneof(text, amount), { maxKeys: 3 })),
    provenance: optional(fc.constantFrom("MEASURED" as const, "FEDERATED" as const)),
    sourceUrl: optional(fc.constant("https://example.org/results?of=1")),
    license: optional(text),
    modelFiles: optional(
      fc.array(fc.record({ name: fc.constantFrom("model.gguf", ".part/1"), sha256: fc.constantFrom(A64, B64) })),
    ),
    period: fc.array(instant, { maxLength: 2 }),
    decoding: optional(
      fc.record(
        { temperature: amount, topP: share, topK: fc.integer(), seed: fc.integer(), stop: fc.array(text) },
        { requiredKeys: [] },
      ),
    ),
    problemCount: optional(fc.integer({ min: 1, max: 1000 })),
    repeats: optional(fc.integer({ min: 1, max: 64 })),
    notes: optional(text),
    recipe: optional(json),
    estimated: optional(fc.dictionary(fc.constantFrom("output_tokens", "cost"), text)),
    measures: optional(
      fc.record(
        {
          accuracy: measure(share),
          output_tokens: measure(amount),
          energy: measure(amount),
          flops: measure(amount),
          plugin_metric: measure(fc.double({ min: -1e90, max: 1e90, noNaN: true })),
        },
        { requiredKeys: [] },
      ),
    ),
    samples: optional(
      fc.uniqueArray(sample, { maxLength: 6, selector: ({ problem, repeat }) => `${repeat} ${problem}` }),
    ),
  })
  .map(({ period, ...run }) => {
    const [startedAt, finishedAt] = period.toSorted((a, b) => a.day - b.day).map(({ written }) => written);
    const inOrder =
      startedAt !== undefined && finishedAt !== undefined && !(Date.parse(startedAt) > Date.parse(finishedAt));
    const written = { ...run, startedAt, ...(inOrder && { finishedAt }) };
    return runSubmission.parse(JSON.parse(JSON.stringify(written)) satisfies RunSubmissionInput);
  });
