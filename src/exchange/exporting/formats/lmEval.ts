import type { SampleRow } from "../../../store/reading/samplePages.ts";
import type { ExportedFile, ExportSource } from "../source/exportSource.ts";
import { type ExportedRun, runsOf } from "../source/runsOf.ts";
import { samplesOf } from "../source/samplesOf.ts";
import { datasetOf } from "./hubDatasets.ts";
import { leftOutFile } from "./leftOut.ts";
import { portableName } from "./portableName.ts";

/** Answers are not filtered by lm-evaluation-harness; its name for that is `none`. */
const METRIC = "acc,none";

/**
 * The accuracies of runs in the form of lm-evaluation-harness: a folder for each run, since runs of one model may differ in
 * their mode, with a file of results and one of samples. `producer` says where they come from; `lm_eval_version` is never
 * written, because lm-evaluation-harness did not run.
 */
export async function* lmEvalResults(source: ExportSource): AsyncGenerator<ExportedFile> {
  const leftOut: string[] = [];
  for await (const run of runsOf(source)) {
    if (!run.measures.accuracy) {
      leftOut.push(`${run.contentHash}: it has no accuracy`);
      continue;
    }
    const folder = `${run.model.slug.split("/").map(portableName).join("__")}/${run.contentHash}`;
    const stamp = stampOf(run, source);
    yield {
      path: `${folder}/results_${stamp}.json`,
      pieces: once(`${JSON.stringify(resultsOf(source, run), null, 2)}\n`),
    };
    if (run.hasSamples) {
      const path = `${folder}/samples_${portableName(run.benchmark.slug)}_${stamp}.jsonl`;
      yield { path, pieces: sampleLines(source, run) };
    }
  }
  yield* leftOutFile(leftOut);
}

async function* once(text: string) {
  yield text;
}

const instantOf = ({ submission }: ExportedRun, { since }: ExportSource) =>
  new Date(submission.startedAt ?? submission.finishedAt ?? since);
const stampOf = (run: ExportedRun, source: ExportSource) =>
  instantOf(run, source).toISOString().replace("Z", "000").replaceAll(":", "-");

function resultsOf(source: ExportSource, run: ExportedRun): object {
  const { benchmark, decoding, problemCount, submission, runner } = run;
  const task = benchmark.slug;
  const { value, low, high } = run.measures.accuracy!;
  const { startedAt, finishedAt } = submission;
  const known = [startedAt, finishedAt].every((instant) => instant !== undefined);
  const error = low === undefined || high === undefined ? "N/A" : (high - low) / (2 * 1.959964);
  const shots = submission.protocol?.shots;
  return {
    results: { [task]: { alias: task, [METRIC]: value, "acc_stderr,none": error } },
    group_subtasks: { [task]: [] },
    configs: {
      [task]: {
        task,
        ...(datasetOf(benchmark) && { dataset_path: datasetOf(benchmark) }),
        ...(typeof shots === "number" && { num_fewshot: shots }),
        ...(submission.repeats !== undefined && { repeats: submission.repeats }),
        generation_kwargs: decoding,
        metadata: { version: benchmark.version },
      },
    },
    versions: { [task]: benchmark.version },
    "n-shot": typeof shots === "number" ? { [task]: shots } : {},
    higher_is_better: { [task]: { acc: true } },
    ...(problemCount !== null && {
      "n-samples": { [task]: { original: benchmark.problemCount ?? problemCount, effective: problemCount } },
    }),
    config: { model: runner ?? "unknown", model_args: { pretrained: run.model.slug } },
    date: instantOf(run, source).getTime() / 1000,
    model_name: run.model.slug,
    ...(known && {
      total_evaluation_time_seconds: String((Date.parse(finishedAt!) - Date.parse(startedAt!)) / 1000),
    }),
    producer: {
      name: "paretograph",
      version: source.program,
      run: run.contentHash,
      mode: run.mode,
      lab: run.lab.slug,
      data_version: source.version,
      source_url: run.sourceUrl,
      measures: run.measures,
    },
  };
}

/** A line for each problem, with all its answers. `acc` is the mean of those that have a verdict, and null without any. */
async function* sampleLines(source: ExportSource, run: ExportedRun): AsyncGenerator<string> {
  let problem: SampleRow[] = [];
  let index = 0;
  for await (const sample of samplesOf(source, run)) {
    if (problem.length > 0 && problem[0]!.problemId !== sample.problemId) {
      yield lineOf(problem, index++);
      problem = [];
    }
    problem.push(sample);
  }
  if (problem.length > 0) yield lineOf(problem, index);
}

function lineOf(answers: readonly SampleRow[], index: number): string {
  const [first] = answers as [SampleRow];
  const graded = answers.flatMap(({ correct, score }) => (correct === null ? [] : [score ?? Number(correct)]));
  return `${JSON.stringify({
    doc_id: index,
    doc: { id: first.problemId },
    target: first.expected,
    resps: [answers.map(({ output }) => output)],
    filtered_resps: answers.map(({ answer }) => answer),
    filter: "none",
    metrics: ["acc"],
    acc: graded.length === 0 ? null : graded.reduce((sum, score) => sum + score, 0) / graded.length,
    ...(first.promptHash !== null && { prompt_hash: first.promptHash }),
    output_tokens: answers.map(({ outputTokens }) => outputTokens),
    errors: answers.map(({ error }) => error),
  })}\n`;
}
