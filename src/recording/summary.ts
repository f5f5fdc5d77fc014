import { SAMPLE_METRICS } from "../frontier/metrics.ts";
import { bootstrapMeanInterval } from "../frontier/statistics/bootstrapInterval.ts";
import { accuracyInterval, type Interval } from "../frontier/statistics/intervals.ts";
import type { Measures } from "../store/measures.ts";
import type { ComputeEstimate } from "./answerCompute.ts";
import { inSampleOrder } from "./sampleOrder.ts";
import type { RunSubmission, SampleSubmission } from "./submission.ts";

export interface Summary {
  measures: Measures;
  /** The FLOP of each sample, in the order of the submission; null where they are not known. */
  sampleFlops: (number | null)[];
}

/**
 * All measures of a run: those that it states, unchanged, and those that follow from its samples, each computed over the
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
  const sampleFlops = samples.map((sample) => compute?.flops(sample.promptTokens, sample.outputTokens) ?? null);
  const ordered = inSampleOrder(samples.map((sample, i) => ({ ...sample, flops: sampleFlops[i]! })));
  const measures: Measures = {};

  const accuracy = intervalOf(ordered, ordered.map(verdict), accuracyInterval);
  if (accuracy) measures.accuracy = accuracy;
  for (const { name, sampleField } of SAMPLE_METRICS) {
    // The accuracy also follows from verdicts without a score, and compute follows from the architecture.
    if (sampleField === "score" || sampleField === "flops") continue;
    const mean = intervalOf(
      ordered,
      ordered.map((sample) => sample[sampleField] ?? null),
      bootstrapMeanInterval,
    );
    const note = submission.estimated?.[name];
    if (mean) measures[name] = note === undefined ? mean : { ...mean, estimated: true, note };
  }
  const coverage = coverageOf(submission, problemCount);
  if (coverage) {
    measures.coverage = coverage;
    // Equal costs of a few problems say nothing about those that were not asked.
    if (coverage.value < 1) dropCertainty(measures);
  }
  Object.assign(measures, submission.measures);

  const ofAnswers = intervalOf(
    ordered,
    ordered.map((sample) => sample.flops),
    bootstrapMeanInterval,
  );
  const flops = ofAnswers ?? flopsOfMeans(measures, compute);
  if (flops && compute) measures.flops ??= { ...flops, estimated: true, note: compute.note };
  return { measures, sampleFlops };
}

/** The share of the problems that have an answer with a verdict, or that the source says were asked. */
function coverageOf({ samples, problemCount }: RunSubmission, ofBenchmark: number | null) {
  const graded = samples?.filter((sample) => verdict(sample) !== null || isUndecided(sample));
  const count = graded && graded.length > 0 ? new Set(graded.map(({ problem }) => problem)).size : problemCount;
  return count === undefined || !ofBenchmark ? null : { value: Math.min(1, count / ofBenchmark), count };
}

/** An answer that was given and could not be judged, as opposed to one that failed. */
const isUndecided = ({ correct, error, output, answer, finishReason }: SampleSubmission) =>
  correct == null && error == null && (output ?? answer ?? finishReason) != null;

function dropCertainty(measures: Measures): void {
  for (const [name, measure] of Object.entries(measures)) {
    if (measure.low !== undefined && measure.low === measure.high) {
      const { low: _low, high: _high, ...rest } = measure;
      measures[name] = rest;
    }
  }
}

/** The score where partial credit is given, else the verdict as 1 or 0; null where the answer was not graded. */
function verdict({ score, correct }: SampleSubmission): number | null {
  return score ?? (correct == null ? null : Number(correct));
}

/** The mean over the samples that have a value, with its interval; null where none has. Its lower end is at least 0. */
function intervalOf(
  samples: SampleSubmission[],
  values: (number | null)[],
  interval: (values: number[], problems: string[]) => Interval | null,
) {
  const known = values.flatMap((value, i) => (value === null ? [] : [{ value, problem: samples[i]!.problem }]));
  const mean = interval(
    known.map(({ value }) => value),
    known.map(({ problem }) => problem),
  );
  if (!mean) return null;
  const { value, low, high, count } = mean;
  return low === undefined ? { value, count } : { value, low: Math.max(0, low), high, count };
}

/** The compute of an answer of mean length, for runs that state only mean tokens. */
function flopsOfMeans({ prompt_tokens, output_tokens }: Measures, compute: ComputeEstimate | null) {
  const value = compute?.flops(prompt_tokens?.value, output_tokens?.value);
  return value == null ? null : { value, count: output_tokens?.count };
}
