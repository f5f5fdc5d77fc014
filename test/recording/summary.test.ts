import { describe, expect, it } from "vitest";
import { bootstrapMeanInterval } from "../../src/frontier/statistics/bootstrapInterval.ts";
import { accuracyInterval } from "../../src/frontier/statistics/intervals.ts";
import { type RunSubmissionInput, runSubmission } from "../../src/recording/submitted/submission.ts";
import { summarise } from "../../src/recording/summary.ts";

/** Twelve problems, each answered twice; the tokens of the last are far above the others'. */
const samples = Array.from({ length: 24 }, (_, at) => ({
  problem: `p${String(at % 12).padStart(2, "0")}`,
  repeat: Math.floor(at / 12),
  correct: at % 3 > 0,
  promptTokens: 40,
  outputTokens: at % 12 === 11 ? 6_000 : 100 + at,
  ...(at % 12 < 3 && { latency: (at % 12) ** 4 }),
}));
const submission = runSubmission.parse({ model: "m", benchmark: "b", lab: "l", measures: {}, samples });
const flops = (prompt = Number.NaN, output = Number.NaN) => 1e9 * (prompt + output);

describe("a summary of samples", () => {
  const { measures, sampleFlops } = summarise(submission, { flops, note: "as assumed" } as any);
  const problems = samples.map(({ problem }) => problem);

  it("takes intervals by the bootstrap, skewed as the values are, and Wilson's of the accuracy", () => {
    const tokens = bootstrapMeanInterval(
      samples.map(({ outputTokens }) => outputTokens),
      problems,
    )!;
    expect(measures.output_tokens).toEqual({
      value: tokens.value,
      low: tokens.low,
      high: tokens.high,
      count: 24,
    });
    expect(tokens.high! - tokens.value).toBeGreaterThan(2 * (tokens.value - tokens.low!));
    const { low, high } = accuracyInterval(
      samples.map(({ correct }) => Number(correct)),
      problems,
    )!;
    expect(measures.accuracy).toMatchObject({ low, high });
  });

  it("draws the same problems for all metrics, so that compute spreads as the tokens that it follows", () => {
    const [tokens, compute] = [measures.output_tokens!, measures.flops!];
    expect(sampleFlops[0]).toBe(140e9);
    expect(compute).toMatchObject({ estimated: true, note: "as assumed", count: 24 });
    expect(compute.low! / 1e9).toBeCloseTo(tokens.low! + 40, 6);
    expect(compute.high! / 1e9).toBeCloseTo(tokens.high! + 40, 6);
  });

  it("has an interval of three problems too, never below 0, and one without width where nothing varies", () => {
    expect(measures.latency).toMatchObject({ count: 6, low: 0 });
    expect(measures.prompt_tokens).toMatchObject({ value: 40, low: 40, high: 40 });
  });

  it("is the same every time, in whichever order the samples come", () => {
    expect(summarise(submission, { flops, note: "as assumed" } as any)).toEqual({ measures, sampleFlops });
    const turned = summarise({ ...submission, samples: samples.toReversed() }, { flops, note: "as assumed" } as any);
    expect(turned).toEqual({ measures, sampleFlops: sampleFlops.toReversed() });
  });
});

describe("a summary of what is stated and what follows from samples", () => {
  const estimate = {
    flops: (prompt: any, output: any) => (output == null ? null : 1e9 * ((prompt ?? 5) + output)),
    ofMean: (_: any, { prompt, output }: any) =>
      output === undefined ? null : { value: 2e9 * ((prompt ?? 5) + output), note: "of the mean" },
    note: "",
  };
  const summaryOf = (run: Partial<RunSubmissionInput>) =>
    summarise(runSubmission.parse({ model: "m", benchmark: "b", lab: "l", ...run }), estimate);

  it("has what is stated as it is stated, whatever the samples say", () => {
    const stated = { accuracy: { value: 0.9 }, flops: { value: 7, note: "metered" }, of_a_plugin: { value: -1 } };
    const { measures } = summaryOf({ measures: stated, samples });
    expect(measures).toMatchObject(stated);
    expect(measures.accuracy).toEqual({ value: 0.9 });
    expect(measures.flops).toEqual(stated.flops);
    expect(measures.output_tokens).toMatchObject({ count: 24 });
  });

  it("says which means are of values that were counted otherwise, and how", () => {
    const { measures } = summaryOf({ estimated: { output_tokens: "counted with another tokenizer" }, samples });
    expect(measures.output_tokens).toMatchObject({
      estimated: true,
      note: "counted with another tokenizer",
      count: 24,
    });
    expect(measures.prompt_tokens).not.toHaveProperty("estimated");
  });

  const answers = (...own: object[]) => own.map((each, i) => ({ problem: String(i), repeat: 0, ...each }));

  it("takes a score before a verdict, counts what is undecided as wrong, and leaves out errors", () => {
    const samples = answers(
      ...[{ correct: true, score: 0.25 }, { correct: true }, { correct: false }, { correct: null }],
      ...[
        { correct: null, error: "no answer" },
        { error: "no grade", outputTokens: 9 },
      ],
    );
    expect(summaryOf({ samples }).measures.accuracy).toMatchObject({ value: 1.25 / 4, count: 4 });
  });

  it("has no accuracy where no answer was graded, but 0 for a measured run of which none could be decided", () => {
    const samples = answers({ outputTokens: 5 }, { correct: null });
    expect(summaryOf({ samples }).measures).not.toHaveProperty("accuracy");
    expect(summaryOf({ samples, provenance: "MEASURED" }).measures).toMatchObject({
      accuracy: { value: 0, count: 2 },
      undecided_share: { value: 1 },
    });
    const errors = answers({ error: "no" }, { error: "no" });
    expect(summaryOf({ samples: errors, provenance: "MEASURED" }).measures).not.toHaveProperty("accuracy");
  });

  it("has the shares of a measured run that failed, were cut or are undecided, and the accuracy between which it lies", () => {
    const samples = answers(
      ...Array(5).fill({ correct: true, finishReason: "stop" }),
      ...Array(3).fill({ correct: false, finishReason: "stop" }),
      ...Array(4).fill({ correct: false, finishReason: "length" }),
      ...Array(4).fill({ correct: false, finishReason: "timeout" }),
      ...Array(2).fill({ correct: null, finishReason: "stop" }),
      ...Array(2).fill({ correct: null, error: "no", finishReason: "length" }),
    );
    const { measures } = summaryOf({ samples, provenance: "MEASURED" });
    expect(measures).toMatchObject({
      accuracy: { value: 5 / 18, count: 18 },
      error_share: { value: 0.1, count: 20 },
      truncated_share: { value: 0.4, count: 20 },
      undecided_share: { value: 0.1, count: 20 },
      least_right_share: { value: 0.25, count: 20 },
      most_right_share: { value: 0.85, count: 20 },
    });
    expect(measures.truncated_share!.low).toBeLessThan(0.4);
    expect(summaryOf({ samples }).measures).not.toHaveProperty("error_share");
  });

  it("counts the tokens of failed attempts, and says so and how many answers it covers", () => {
    const samples = answers(
      { correct: true, outputTokens: 100, discardedTokens: 40 },
      { correct: false, outputTokens: 200 },
      { correct: null, error: "broke off", discardedTokens: 30 },
      { correct: true, outputTokens: null },
    );
    const { measures } = summaryOf({ samples });
    expect(measures.output_tokens).toMatchObject({
      value: (140 + 200 + 30) / 2,
      ...{ count: 2, note: "with 70 tokens of failed attempts" },
    });
    // Compute follows from the tokens that were spent, with the five of the prompt.
    expect(measures.flops).toMatchObject({ value: (145e9 + 205e9) / 2, count: 2 });
  });

  it("estimates compute from mean tokens where no sample has tokens", () => {
    const { measures } = summaryOf({
      measures: { output_tokens: { value: 100, count: 8 }, prompt_tokens: { value: 20 } },
    });
    expect(measures.flops).toEqual({ value: 240e9, count: 8, estimated: true, note: "of the mean" });
    expect(summaryOf({ measures: { accuracy: { value: 1 } } }).measures).not.toHaveProperty("flops");
  });
});

describe("a stated standard error", () => {
  const statedOf = (measures: RunSubmissionInput["measures"]) =>
    summarise(runSubmission.parse({ model: "m", benchmark: "b", lab: "l", measures }), null).measures;

  it("becomes the 95 % interval of a normal distribution, and keeps what else is stated", () => {
    // scipy.stats.norm.interval(0.95, 0.6, 0.02) and (0.95, 100, 3)
    const { accuracy, output_tokens } = statedOf({
      accuracy: { value: 0.6, standardError: 0.02, count: 600, note: "as published" },
      output_tokens: { value: 100, standardError: 3 },
    });
    expect(accuracy).toEqual({
      ...{ value: 0.6, count: 600, note: "as published" },
      low: expect.closeTo(0.560800720309199, 12),
      high: expect.closeTo(0.639199279690801, 12),
    });
    expect(output_tokens!.low).toBeCloseTo(94.12010804637984, 10);
    expect(output_tokens!.high).toBeCloseTo(105.87989195362016, 10);
  });

  it("stays within what a metric can be, and is free for a metric of a plugin", () => {
    const { accuracy, latency, warmth } = statedOf({
      accuracy: { value: 0.99, standardError: 0.02 },
      latency: { value: 1, standardError: 2 },
      warmth: { value: 1, standardError: 2 },
    });
    expect(accuracy).toMatchObject({ low: expect.closeTo(0.9508, 4), high: 1 });
    expect(latency).toMatchObject({ low: 0, high: expect.closeTo(4.92, 2) });
    expect(warmth!.low).toBeCloseTo(-2.92, 2);
    expect(statedOf({ accuracy: { value: 0.5, standardError: 0 } }).accuracy).toEqual({
      value: 0.5,
      low: 0.5,
      high: 0.5,
    });
  });

  it("is not stated beside an interval, nor below zero", () => {
    const refused = (measure: object) =>
      runSubmission.safeParse({ model: "m", benchmark: "b", lab: "l", measures: { accuracy: measure } }).error?.message;
    expect(refused({ value: 0.5, standardError: 0.1, low: 0.3 })).toContain("and not both");
    expect(refused({ value: 0.5, standardError: -0.1 })).toBeDefined();
    expect(refused({ value: 0.5, standardError: 0.1 })).toBeUndefined();
  });
});
