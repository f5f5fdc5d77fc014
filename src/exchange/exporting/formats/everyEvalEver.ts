import type { Metric } from "../../../frontier/metrics.ts";
import type { StoredMeasure } from "../../../store/measures.ts";
import type { SampleRow } from "../../../store/reading/samplePages.ts";
import type { ExportedFile, ExportSource } from "../source/exportSource.ts";
import { type ExportedRun, runsOf } from "../source/runsOf.ts";
import { countSamples, samplesOf } from "../source/samplesOf.ts";
import { datasetOf } from "./hubDatasets.ts";
import { leftOutFile } from "./leftOut.ts";
import { portableName } from "./portableName.ts";

const SCHEMA_VERSION = "0.3.0";
const UNKNOWN = "unknown";
/** What the record of a run is made of. */
type RunPart = Exclude<keyof ExportedRun, "id" | "modelId" | "benchmarkId" | "labId" | "hardwareId" | "sampleCount">;

/**
 * The runs in the form of Every Eval Ever 0.3: for each a file with its measures, and one with its samples that have a
 * verdict, since an instance there must be right or wrong. What the store does not know is `unknown` or absent.
 */
export async function* everyEvalEver(source: ExportSource): AsyncGenerator<ExportedFile> {
  const leftOut: string[] = [];
  for await (const run of runsOf(source)) {
    const results = resultsOf(source, run);
    if (results.length === 0) {
      leftOut.push(`${run.contentHash}: it has no measure`);
      continue;
    }
    const [stored, graded] = run.hasSamples ? await countSamples(source, run) : [0, 0];
    const ungraded = stored - graded;
    if (ungraded > 0) leftOut.push(`${run.contentHash}: ${ungraded} samples have no verdict`);
    const path = pathOf(run);
    yield {
      path: `${path}.json`,
      pieces: once(`${JSON.stringify(aggregateOf(source, run, path, results, graded), null, 2)}\n`),
    };
    if (graded > 0) yield { path: `${path}_samples.jsonl`, pieces: instances(source, run) };
  }
  yield* leftOutFile(leftOut);
}

/** The record of one run without its samples; null where it has no measure. The run need not be the store's own. */
export function everyEvalEverRecord(
  run: Pick<ExportedRun, RunPart>,
  { catalogue, since }: Pick<ExportSource, "catalogue" | "since">,
): string | null {
  const results = resultsOf({ catalogue }, run);
  if (results.length === 0) return null;
  return `${JSON.stringify(aggregateOf({ since, version: null }, run, "", results, 0), null, 2)}\n`;
}

async function* once(text: string) {
  yield text;
}

/** The place that the validator demands, without its ending. The id is made of the content hash, so that it stays. */
function pathOf({ contentHash, benchmark, model }: Pick<ExportedRun, RunPart>): string {
  const [developer, name] = developerAndName(model);
  const digits = contentHash.slice(0, 32);
  const variant = ((Number.parseInt(digits[16]!, 16) & 3) | 8).toString(16);
  const id = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
  return ["data", portableName(benchmark.slug), portableName(developer), portableName(name), id].join("/");
}

function developerAndName({ slug, developer }: ExportedRun["model"]): [string, string] {
  const at = slug.indexOf("/");
  return at === -1 ? [developer ?? UNKNOWN, slug] : [slug.slice(0, at), slug.slice(at + 1)];
}

const idOf = ({ benchmark, model, contentHash }: Pick<ExportedRun, "benchmark" | "model" | "contentHash">) =>
  `${benchmark.slug}/${model.slug}/${contentHash}`;
const seconds = (instant: string | Date) => String(new Date(instant).getTime() / 1000);

function aggregateOf(
  source: { since: Date; version: string | null },
  run: Pick<ExportedRun, RunPart>,
  path: string,
  results: object[],
  graded: number,
): object {
  const { model, lab, hardware, recipe, submission } = run;
  const isMeasured = run.provenance === "MEASURED";
  const [developer] = developerAndName(model);
  const relationship = developer.toLowerCase() === lab.slug.toLowerCase() ? "first_party" : "third_party";
  return {
    schema_version: SCHEMA_VERSION,
    evaluation_id: idOf(run),
    ...(submission.startedAt && { evaluation_timestamp: seconds(submission.startedAt) }),
    retrieved_timestamp: seconds(source.since),
    source_metadata: {
      source_name: "Paretograph",
      source_type: isMeasured || run.hasSamples ? "evaluation_run" : "documentation",
      source_organization_name: lab.name,
      ...(lab.url && { source_organization_url: lab.url }),
      // Whoever imported a result need not be whoever evaluated the model.
      evaluator_relationship: isMeasured ? relationship : "other",
      additional_details: texts({
        lab: lab.slug,
        provenance: run.provenance,
        content_hash: run.contentHash,
        data_version: source.version,
        source_url: run.sourceUrl,
        license: run.license,
        notes: run.notes,
      }),
    },
    eval_library: recipe ? { name: "paretograph", version: UNKNOWN } : { name: UNKNOWN, version: UNKNOWN },
    model_info: {
      name: model.name,
      id: model.slug,
      ...(model.developer && { developer: model.developer }),
      ...(run.runner && {
        inference_engine: { name: run.runner, ...(run.runnerVersion && { version: run.runnerVersion }) },
      }),
      additional_details: {
        deployment_type: UNKNOWN,
        model_availability: model.openWeights ? "open_weights" : "closed_weights",
        ...texts({
          mode: run.mode,
          served_as: run.servedAs,
          hardware: hardware?.slug,
          hardware_count: run.hardwareCount,
          deployment: run.deployment,
        }),
      },
    },
    evaluation_results: results,
    ...(graded > 0 && {
      detailed_evaluation_results: {
        format: "jsonl",
        file_path: `${path}_samples.jsonl`,
        total_rows: graded,
      },
    }),
  };
}

/** One result for each measure. All of a run's samples belong to its accuracy, where it has one. */
function resultsOf({ catalogue }: Pick<ExportSource, "catalogue">, run: Pick<ExportedRun, RunPart>): object[] {
  return Object.entries(run.measures).map(([name, measure]) => {
    const metric = catalogue.metrics.find(name);
    return {
      evaluation_result_id: name,
      evaluation_name: run.benchmark.slug,
      source_data: sourceDataOf(run),
      metric_config: configOf(name, metric, measure),
      score_details: scoreOf(measure),
      generation_config: generationOf(run),
    };
  });
}

function sourceDataOf({ benchmark }: Pick<ExportedRun, "benchmark">): object {
  const dataset = datasetOf(benchmark);
  const details = {
    additional_details: texts({ benchmark_version: benchmark.version, problems_version: benchmark.problemsVersion }),
  };
  const named = { dataset_name: benchmark.name };
  const { problemCount } = benchmark;
  if (dataset) {
    const samples = problemCount === null ? {} : { samples_number: problemCount };
    return { ...named, source_type: "hf_dataset", hf_repo: dataset, ...samples, ...details };
  }
  if (benchmark.url) return { ...named, source_type: "url", url: [benchmark.url], ...details };
  return { ...named, source_type: "other", ...details };
}

function configOf(name: string, metric: Metric | undefined, { value }: StoredMeasure): object {
  const isShare = metric?.unit === "1" && value >= 0 && value <= 1;
  return {
    ...(metric && { evaluation_description: metric.description, metric_name: metric.title }),
    metric_id: name,
    metric_kind: name,
    ...(metric && { metric_unit: isShare ? "proportion" : metric.unit }),
    // Nothing tells it of a metric that is not known.
    lower_is_better: metric?.direction === "MINIMIZE",
    score_type: "continuous",
    min_score: isShare || (metric && value >= 0) ? 0 : "-Infinity",
    max_score: isShare ? 1 : "Infinity",
  };
}

function scoreOf({ value, low, high, count, estimated, note }: StoredMeasure): object {
  const interval =
    low !== undefined && high !== undefined
      ? { confidence_interval: { lower: low, upper: high, confidence_level: 0.95 } }
      : {};
  const samples = count === undefined ? {} : { num_samples: count };
  const uncertainty = { ...interval, ...samples };
  const details = texts({ estimated, note });
  return {
    score: value,
    ...(Object.keys(uncertainty).length > 0 && { uncertainty }),
    ...(Object.keys(details).length > 0 && { details }),
  };
}

function generationOf({ decoding, protocolId, grader, problemCount }: Pick<ExportedRun, RunPart>): object {
  const { temperature, topP, topK, maxTokens, ...others } = decoding;
  return {
    generation_args: {
      ...(temperature != null && { temperature }),
      ...(topP != null && { top_p: topP }),
      ...(topK != null && { top_k: topK }),
      ...(maxTokens != null && { max_tokens: maxTokens }),
    },
    additional_details: texts({ ...others, protocol: protocolId, grader, problem_count: problemCount }),
  };
}

/** The samples that have a verdict. The store holds no prompts, so that the input is not known. */
async function* instances(source: ExportSource, run: ExportedRun): AsyncGenerator<string> {
  for await (const sample of samplesOf(source, run)) {
    if (sample.correct !== null) yield `${JSON.stringify(instanceOf(run, sample, sample.correct))}\n`;
  }
}

function instanceOf(run: ExportedRun, sample: SampleRow, isCorrect: boolean): object {
  const { answer, expected, output, promptTokens, outputTokens, reasoningTokens, cachedPromptTokens } = sample;
  const milliseconds = (value: number | null, name: string) => (value === null ? {} : { [name]: value * 1000 });
  const performance = {
    ...milliseconds(sample.latency, "latency_ms"),
    ...milliseconds(sample.ttft, "time_to_first_token_ms"),
  };
  return {
    schema_version: SCHEMA_VERSION,
    evaluation_id: idOf(run),
    model_id: run.model.slug,
    evaluation_name: run.benchmark.slug,
    ...(run.measures.accuracy && { evaluation_result_id: "accuracy" }),
    sample_id: sample.problemId,
    interaction_type: "single_turn",
    input: { raw: UNKNOWN, reference: expected === null ? [] : [expected] },
    output: { raw: output === null ? [] : [output] },
    answer_attribution:
      answer === null
        ? []
        : [
            {
              turn_idx: 0,
              source: "output.raw",
              extracted_value: answer,
              extraction_method: UNKNOWN,
              is_terminal: true,
            },
          ],
    evaluation: { score: sample.score ?? Number(isCorrect), is_correct: isCorrect },
    // Its three counts stand there together or not at all.
    ...(promptTokens !== null &&
      outputTokens !== null && {
        token_usage: {
          input_tokens: promptTokens,
          output_tokens: outputTokens,
          total_tokens: promptTokens + outputTokens,
          ...(cachedPromptTokens !== null && { input_tokens_cache_read: cachedPromptTokens }),
          ...(reasoningTokens !== null && { reasoning_tokens: reasoningTokens }),
        },
      }),
    ...(Object.keys(performance).length > 0 && { performance }),
    metadata: texts({
      repeat: sample.repeat,
      finish_reason: sample.finishReason,
      prompt_sha256: sample.promptHash,
      total_cost_usd: sample.cost,
      flops: sample.flops,
      ...((promptTokens === null || outputTokens === null) && {
        prompt_tokens: promptTokens,
        output_tokens: outputTokens,
      }),
      judgement: sample.judgement,
    }),
  };
}

/** Details, all of which are texts there. What is not known is left out. */
function texts(values: Record<string, unknown>): Record<string, string> {
  const known = Object.entries(values).filter(([, value]) => value != null);
  return Object.fromEntries(
    known.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
