import fc from "fast-check";

/** A run with a value in every field, of the small store. */
const WHOLE = {
  ...{ model: "acme/small", mode: "think", benchmark: "sums", runner: "vllm", runnerVersion: "1.0" },
  ...{
    hardware: { slug: "h100", count: 2 },
    deployment: { precision: "fp8", tensorParallel: 2 },
    provenance: "IMPORTED",
  },
  ...{ sourceUrl: "https://example.org/results", license: "CC-BY-4.0", notes: "as published", servedAs: "vllm, fp8" },
  ...{ startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-02T00:00:00+01:00", problemCount: 4, repeats: 1 },
  ...{ decoding: { temperature: 0.6, topP: 0.95 }, protocol: { shots: 0, prompt: "plain" } },
  ...{ recipe: { engine: { engine: "vllm" } }, estimated: { output_tokens: "counted" } },
  measures: { accuracy: { value: 0.5, low: 0.4, high: 0.6, count: 4 }, latency: { value: 2 } },
};
const SAMPLE = {
  ...{ problem: "1", repeat: 0, correct: true, score: 1, promptTokens: 10, reasoningTokens: 5, outputTokens: 20 },
  ...{ latency: 1.5, ttft: 0.1, cachedPromptTokens: 2, cost: 0.001, answer: "4", expected: "4", output: "It is 4." },
  ...{ finishReason: "stop", promptHash: "ab", judgement: { correct: true, reason: "equal", model: "judge" } },
};
const ADDITIONS = {
  newModel: { config: { model_type: "llama", hidden_size: 64 }, developer: "Acme", releasedOn: "2026-01-31" },
  newBenchmark: { name: "Riddles", sourceUrl: "https://example.org", license: "MIT", chanceLevel: 0.25 },
};

const nested = (depth: number): unknown => (depth === 0 ? 0 : [nested(depth - 1)]);

/** Values that a schema, a computation or a database may stumble over. */
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    ...[null, true, false, "", " ", "\0", "a\0b", "\ud800", "\u202e", "NaN", "Infinity", "1", [], {}, [[]], [null]],
    ...[-1, -0, 0.5, 1, 2, 1e-320, 1e100, 1e308, -1e308, 2 ** 31 - 1, 2 ** 31, 2 ** 53, 2 ** 64],
    ...["0000-00-00T00:00:00Z", "9999-12-31T23:59:59+23:59", "0001-01-01T00:00:00Z", "-1", "javascript:alert(1)"],
    ...["acme/large", "acme/none", "proofs", "lab-b", "x".repeat(20_000), "'; drop table runs; --", "$1", "\\N", "\\"],
    ...["../../etc/passwd", "0".repeat(64), "think\n", "\u2028", "ﬀ", "e\u0301".repeat(500)],
    ...[nested(20), nested(40), nested(2000), { toString: "x" }, { length: -1 }, { value: "0.5" }],
    JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {}}}'),
  ),
  fc.double(),
  fc.maxSafeInteger(),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** The same value, in which what stands at some place is another. */
function changed(value: unknown, place: number[], other: unknown): unknown {
  if (typeof value !== "object" || value === null || place.length === 0) return other;
  const keys = Object.keys(value);
  const key = keys[place[0]! % (keys.length + 1)];
  if (key === undefined) return { ...value, [`extra${place[0]}`]: other };
  return { ...value, [key]: changed((value as Record<string, unknown>)[key], place.slice(1), other) };
}

const damaged = (whole: object) =>
  fc
    .array(fc.tuple(fc.array(fc.nat(40), { minLength: 1, maxLength: 3 }), hostile), { minLength: 0, maxLength: 2 })
    .map((changes) => changes.reduce<unknown>((value, [place, other]) => changed(value, place, other), whole));

/** What may be left of a whole object: some of its fields. */
const partOf = (whole: object) =>
  fc
    .subarray(Object.keys(whole))
    .map((names) => Object.fromEntries(names.map((name) => [name, (whole as Record<string, unknown>)[name]])));

/** A run, damaged in at most two places, with at most four samples. */
export const hostileRun: fc.Arbitrary<{ run: Record<string, unknown>; samples: unknown[] }> = fc
  .record({
    part: partOf(WHOLE),
    mode: fc.string({ unit: fc.constantFrom(..."abcdefgh"), minLength: 4, maxLength: 4 }),
    addition: fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, partOf(ADDITIONS)),
    samples: fc.oneof(fc.constant<unknown[]>([]), fc.array(damaged(SAMPLE), { maxLength: 4 })),
  })
  .chain(({ part, mode, addition, samples }) => {
    const { model, benchmark } = WHOLE;
    return damaged({ ...part, model, benchmark, mode, ...addition }).map((run) => ({
      run: (typeof run === "object" && run !== null && !Array.isArray(run) ? run : { mode: run }) as Record<
        string,
        unknown
      >,
      samples: samples.map((sample, i) =>
        typeof sample === "object" && sample !== null && !Array.isArray(sample) && (sample as any).repeat === 0
          ? { ...sample, problem: (sample as any).problem === "1" ? String(i) : (sample as any).problem }
          : sample,
      ),
    }));
  });
