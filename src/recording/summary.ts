import { METRICS, SAMPLE_METRICS } from "../frontier/metrics.ts";
import { bootstrapMeanInterval } from "../frontier/statistics/bootstrapInterval.ts";
import { accuracyInterval, type Interval } from "../frontier/statistics/intervals.ts";
import { Z_95 } from "../frontier/statistics/quantiles.ts";
import type { Measures, StoredMeasure } from "../store/measures.ts";
import { fateOf } from "../store/sampleFate.ts";
import type { ComputeEstimate } from "./answerCompute.ts";
import { answerShares } from "./answerShares.ts";
import { addServingRates } from "./servingRates.ts";
import { spentTokens } from "./spentTokens.ts";
import { inSampleOrder } from "./submitted/sampleOrder.ts";
import type { MeasureSubmission, RunSubmission, SampleSubmission } from "./submitted/submission.ts";

export interface Summary {
  measures: Measures;
  /** The FLOP of each sample, in the order of the submission; null where they are not known. */
  sampleFlops: (number | null)[];
}

/**
 * All measures of a run: those that it states, unchanged but for the interval of a standard error, and those that follow from its samples, each computed over the
 * samples that have a value. The order of the samples does not matter. Compute is estimated where the model's
 * architecture is known.
 *
 * @param problemCount the problems of the benchmark, where that is known: the measures then say how many were answered.
 */
export function summarise(
  submission: RunSubmission,
  compute: ComputeEstimate | null,
  problemCount: number | null = null,
): Summary {
  const samples = submission.samples ?? [];
  const sampleFlops = samples.map((sample) => compute?.flops(sample.promptTokens, spentTokens(sample)) ?? null);
  const order = inSampleOrder(samples.map(({ problem, repeat }, at) => ({ problem, repeat, at })));
  const ordered = order.map(({ at }) => samples[at]!);
  const problems = problemNumbers(ordered);
  const measures: Measures = {};

  const verdicts = verdictsOf(ordered, submission);
  const accuracy = intervalOf(problems, verdicts, accuracyInterval);
  if (accuracy) measures.accuracy = accuracy;
  if (submission.provenance !== "IMPORTED" || submission.derivedFrom) Object.assign(measures, answerShares(ordered));
  for (const { name, sampleField } of SAMPLE_METRICS) {
    // The accuracy also follows from verdicts without a score, and compute follows from the architecture.
    if (sampleField === "score" || sampleField === "flops") continue;
    const own = sampleField === "outputTokens" ? spentTokens : (one: SampleSubmission) => one[sampleField] ?? null;
    const mean = intervalOf(problems, ordered.map(own), bootstrapMeanInterval);
    const note = submission.estimated?.[name];
    if (mean) measures[name] = note === undefined ? mean : { ...mean, estimated: true, note };
  }
  for (const [name, mean] of meansOfAdded(ordered)) measures[name] ??= mean;
  if (measures.output_tokens) measures.output_tokens = withDiscarded(measures.output_tokens, samples);
  const coverage = coverageOf(
    ordered.filter((_, at) => verdicts[at] !== null),
    submission.problemCount,
    problemCount,
  );
  if (coverage) {
    measures.coverage = coverage;
    // Equal costs of a few problems say nothing about those that were not asked.
    if (coverage.value < 1) dropCertainty(measures);
  }
  for (const [name, stated] of Object.entries(submission.measures)) measures[name] = withInterval(name, stated);
  addServingRates(measures, submission.hardware?.count);

  const flopsInOrder = order.map(({ at }) => sampleFlops[at]!);
  const ofAnswers = intervalOf(problems, flopsInOrder, bootstrapMeanInterval);
  const flops = ofAnswers ? { ...ofAnswers, note: compute!.note } : flopsOfMeans(submission, measures, compute);
  if (flops) measures.flops ??= { ...flops, estimated: true };
  return { measures, sampleFlops };
}

/** The means of the metrics that plugins add, over the answers that have a value. They may be of any sign. */
function meansOfAdded(samples: SampleSubmission[]): [name: string, mean: StoredMeasure][] {
  const names = new Set(samples.flatMap(({ measures }) => Object.keys(measures ?? {})));
  return [...names].sort().flatMap((name): [string, StoredMeasure][] => {
    const known = samples.filter(({ measures }) => measures?.[name] !== undefined);
    const mean = bootstrapMeanInterval(
      known.map(({ measures }) => measures![name]!),
      known.map(({ problem }) => problem),
    );
    return mean ? [[name, mean]] : [];
  });
}

/** A stated measure, with the 95 % interval of its standard error within the range that its metric can have. */
function withInterval(name: string, { standardError, ...stated }: MeasureSubmission): StoredMeasure {
  if (standardError === undefined) return stated;
  const metric = METRICS.find((known) => known.name === name);
  // Nobody knows the range of a plugin's metric; the others are shares or quantities.
  const [least, most] = metric ? [0, metric.unit === "1" ? 1 : Infinity] : [-Infinity, Infinity];
  const distance = Z_95 * standardError;
  return {
    ...stated,
    low: Math.max(Math.min(least, stated.value), stated.value - distance),
    high: Math.min(Math.max(most, stated.value), stated.value + distance),
  };
}

/**
 * The score where partial credit is given, else the verdict as 1 or 0. An answer that could not be decided is wrong, and
 * one that failed is left out. A source that gives no verdict on any answer has not graded them.
 */
function verdictsOf(
  samples: SampleSubmission[],
  { provenance, derivedFrom }: Pick<RunSubmission, "provenance" | "derivedFrom">,
): (number | null)[] {
  const isGraded =
    provenance === "MEASURED" ||
    derivedFrom !== undefined ||
    samples.some(({ score, correct }) => score != null || correct != null);
  return samples.map((sample) => {
    if (!isGraded || (sample.score == null && fateOf(sample) === "ERROR")) return null;
    return sample.score ?? Number(sample.correct ?? false);
  });
}

/**
 * Adds the tokens of failed attempts at answers that never came, in equal parts: the answers that are there were bought
 * with them. Those of failed attempts before an answer are part of its own.
 */
function withDiscarded(mean: StoredMeasure, samples: SampleSubmission[]): StoredMeasure {
  const lost = samples.filter(({ outputTokens }) => outputTokens == null);
  const tokens = lost.reduce((sum, { discardedTokens }) => sum + (discardedTokens ?? 0), 0);
  const all = samples.reduce((sum, { discardedTokens }) => sum + (discardedTokens ?? 0), 0);
  if (all === 0 || !mean.count) return mean;
  const more = tokens / mean.count;
  const { value, low, high } = mean;
  const bounds = low === undefined ? {} : { low: low + more, high: high! + more };
  const note = [mean.note, `with ${all} tokens of failed attempts`].filter(Boolean).join("; ");
  return { ...mean, value: value + more, ...bounds, note };
}

/** The share of the problems that have an answer with a verdict, or that the source says were asked. */
function coverageOf(graded: SampleSubmission[], stated: number | undefined, ofBenchmark: number | null) {
  const count = graded.length > 0 ? new Set(graded.map(({ problem }) => problem)).size : stated;
  return count === undefined || !ofBenchmark ? null : { value: Math.min(1, count / ofBenchmark), count };
}

function dropCertainty(measures: Measures): void {
  for (const [name, measure] of Object.entries(measures)) {
    if (measure.low !== undefined && measure.low === measure.high) {
      const { low: _low, high: _high, ...rest } = measure;
      measures[name] = rest;
    }
  }
}

/** The problem of each sample as a number, which is quicker to tell from others than a text. Samples of one stand together. */
function problemNumbers(ordered: readonly SampleSubmission[]): number[] {
  let number = 0;
  return ordered.map(({ problem }, i) => (i > 0 && problem !== ordered[i - 1]!.problem ? ++number : number));
}

/** The mean over the samples that have a value, with its interval; null where none has. Its lower end is at least 0. */
function intervalOf(
  problems: readonly number[],
  values: readonly (number | null)[],
  interval: (values: number[], problems: number[]) => Interval | null,
) {
  const mean = interval(
    values.filter((value) => value !== null),
    problems.filter((_, i) => values[i] !== null),
  );
  if (!mean) return null;
  const { value, low, high, count } = mean;
  return low === undefined ? { value, count } : { value, low: Math.max(0, low), high, count };
}

/** The mean compute of answers, for runs that state only mean tokens. */
function flopsOfMeans(
  run: RunSubmission,
  { prompt_tokens, output_tokens, reasoning_tokens }: Measures,
  compute: ComputeEstimate | null,
) {
  const estimate = compute?.ofMean(run, {
    prompt: prompt_tokens?.value,
    output: output_tokens?.value,
    reasoning: reasoning_tokens?.value,
  });
  return estimate ? { ...estimate, count: output_tokens?.count } : null;
}
