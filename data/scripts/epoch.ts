/**
 * Carries over Epoch AI's evaluation runs of open-weight models: `node data/scripts/epoch.ts [folder]`. Of 45 of the 91
 * runs there are samples; of the others there is what the run states of itself.
 */
import type { MeasureSubmission, SampleSubmission } from "../../src/recording/submitted/submission.ts";
import { type BundledRun, type BundledSource, readModelNames } from "./bundledFormat.ts";
import { carryOver, type SourceFiles, sourceImporter } from "./sourceImporter.ts";
import { groupBy, numberOrNull, type Row, readTable } from "./sourceTable.ts";

type EpochRun = Row<
  | "run"
  | "benchmark"
  | "model"
  | "problems"
  | "epochs"
  | "completed_samples"
  | "scorer"
  | "accuracy"
  | "stderr"
  | "input_tokens"
  | "output_tokens"
  | "max_tokens"
  | "started_at"
  | "completed_at"
  | "inspect_ai"
>;
type EpochSample = Row<
  | "run"
  | "problem"
  | "epoch"
  | "target"
  | "answer"
  | "value"
  | "input_tokens"
  | "output_tokens"
  | "reasoning_tokens"
  | "working_time_s"
  | "error"
  | "limit"
>;

export const EPOCH: BundledSource = {
  lab: { slug: "epoch", name: "Epoch AI", url: "https://epoch.ai" },
  url: "https://epoch.ai/benchmarks",
  license: "CC-BY-4.0",
  publishedOn: null,
  notes:
    "Epoch AI, AI Benchmarking Hub (April 2026): headers and samples of its public Inspect logs. A sample that failed was not scored: it has an error and no verdict. Latency is the time at work on a sample, without the time that it waited for a rate limit or a retry; on the mock AIME since December 2025 it includes the call that extracts the answer. Where samples have no tokens, mean tokens are the run's totals over its completed samples. Hardware and batch are not recorded.",
};

const RUNS = "epoch-hub/runs.csv";
const SAMPLES = ["epoch-hub/samples-gpqa-diamond.csv", "epoch-hub/samples-otis-mock-aime-2024-2025.csv"];

function readEpoch(files: SourceFiles): BundledRun[] {
  const nameOf = readModelNames("epoch");
  const samples = groupBy<keyof EpochSample & string>(
    SAMPLES.flatMap((file) => readTable<keyof EpochSample & string>(files, file)),
    ({ run }) => run,
  );
  const runs: EpochRun[] = readTable(files, RUNS);
  return runs.map((run) => ({
    key: run.run,
    ...nameOf(run.model),
    benchmark: run.benchmark,
    startedAt: run.started_at,
    finishedAt: run.completed_at,
    decoding: run.max_tokens === "" ? {} : { maxTokens: Number(run.max_tokens) },
    problemCount: Number(run.problems),
    repeats: Number(run.epochs),
    notes: `Evaluated as ${run.model} with Inspect ${run.inspect_ai}, scorer ${run.scorer}.`,
    ...measuresAndSamples(run, samples.get(run.run)),
  }));
}

function measuresAndSamples(run: EpochRun, samples: EpochSample[] | undefined): Partial<BundledRun> {
  if (samples === undefined) return { measures: { accuracy: statedAccuracy(run), ...meanTokens(run) } };
  const hasTokens = samples.some((sample) => sample.output_tokens !== "");
  return { ...(!hasTokens && { measures: meanTokens(run) }), samples: samples.map(toSample) };
}

/** The accuracy with the normal 95 % interval from the standard error that the run states. */
function statedAccuracy(run: EpochRun): MeasureSubmission {
  const value = Number(run.accuracy);
  const half = 1.959963984540054 * Number(run.stderr);
  return {
    value,
    low: Math.max(0, value - half),
    high: Math.min(1, value + half),
    count: Number(run.completed_samples),
    note: "interval from the standard error that the source states",
  };
}

function meanTokens(run: EpochRun): Record<string, MeasureSubmission> {
  const count = Number(run.completed_samples);
  return {
    output_tokens: { value: Number(run.output_tokens) / count, count },
    prompt_tokens: { value: Number(run.input_tokens) / count, count },
  };
}

function toSample(sample: EpochSample): SampleSubmission {
  const isScored = sample.value !== "";
  return {
    problem: sample.problem,
    repeat: Number(sample.epoch) - 1,
    correct: isScored ? sample.value === "C" : null,
    promptTokens: numberOrNull(sample.input_tokens),
    reasoningTokens: numberOrNull(sample.reasoning_tokens),
    outputTokens: numberOrNull(sample.output_tokens),
    // A sample that failed has no end of an answer to wait for.
    latency: isScored ? numberOrNull(sample.working_time_s) : null,
    answer: sample.answer || null,
    expected: sample.target,
    finishReason: sample.limit === "token" ? "length" : null,
    error: isScored ? null : sample.error || "not scored",
  };
}

const importer = sourceImporter(EPOCH, [RUNS, ...SAMPLES], readEpoch);
export default importer;

if (import.meta.main) await carryOver(EPOCH, importer);
