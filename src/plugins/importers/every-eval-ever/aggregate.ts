import { createHash } from "node:crypto";
import { ImportError } from "../../contract/importError.ts";
import type { ImportedRun } from "../../contract/importer.ts";
import { addressIn } from "../fields/addresses.ts";
import { decodingOf } from "../fields/decodingOf.ts";
import { amountAt, countAt, numberAt, shareAt } from "../fields/figures.ts";
import { instantAt } from "../fields/instants.ts";
import { modelNamed } from "../fields/modelName.ts";
import { statedAccuracy } from "../fields/statedAccuracy.ts";
import { labelAt, shortened } from "../fields/texts.ts";
import { benchmarkOf, taskOf } from "./benchmark.ts";
import type { AggregateFile, EvaluationResult } from "./layout.ts";
import type { Scale } from "./scale.ts";
import { known, stated } from "./stated.ts";

type Measure = NonNullable<ImportedRun["measures"]>[string];

/** The value of a name in free details, by the first of several spellings that is there. */
const detail = (details: Record<string, unknown> | null | undefined, ...names: string[]) =>
  names.map((name) => details?.[name]).find((value) => known(value) !== undefined);

/** What a result says of its run beside its figures. */
export function runOf(file: AggregateFile, result: EvaluationResult, place: string, path: string): ImportedRun {
  const { model_info: info, source_metadata: source, eval_library: library } = file;
  const model = modelNamed(known(info.id) ?? known(info.name), `${path}: model_info.id`);
  if (!model) throw new ImportError("BAD_FILE", `${path}: model_info.id`, "it names no model.");
  const ofModel = info.additional_details;
  const ofRun = result.generation_config?.additional_details;
  const args = result.generation_config?.generation_args;
  const { temperature, top_p, top_k, max_tokens } = args ?? {};
  const engine = typeof info.inference_engine === "string" ? { name: info.inference_engine } : info.inference_engine;
  const runner = labelAt(known(engine?.name), `${path}: model_info.inference_engine.name`)?.toLowerCase();
  const runnerVersion =
    runner &&
    labelAt(
      known(engine && "version" in engine ? engine.version : undefined),
      `${path}: model_info.inference_engine.version`,
    );
  const effort = ["reasoning_effort", "inference_effort", "thinking_effort", "effort"];
  const mode = labelAt(
    detail(ofRun, ...effort) ?? detail(ofModel, ...effort),
    `${place}: reasoning_effort`,
  )?.toLowerCase();
  const precision = labelAt(
    detail(ofModel, "precision", "quantization", "dtype"),
    `${path}: model_info.additional_details.precision`,
  );
  const served = [
    labelAt(known(info.inference_platform), `${path}: model_info.inference_platform`) ?? runner,
    precision,
  ];
  const servedAs = labelAt(served.filter(Boolean).join(", ").slice(0, 200), place);
  const finishedAt = instantAt(
    known(result.evaluation_timestamp) ?? known(file.evaluation_timestamp),
    `${place}: evaluation_timestamp`,
  );
  const task = taskOf(result);
  const sourceUrl = addressIn(source?.source_organization_url);
  return {
    place,
    model,
    benchmark: benchmarkOf(file, result, task.name, place),
    ...(mode && { mode }),
    ...(runner && { runner }),
    ...(runnerVersion && { runnerVersion }),
    ...(servedAs && { servedAs }),
    ...(finishedAt && { finishedAt }),
    ...(sourceUrl && { sourceUrl }),
    decoding: decodingOf(
      { temperature, top_p, top_k, max_tokens, seed: detail(ofRun, "seed") },
      `${place}.generation_config.generation_args`,
    ),
    protocol: {
      ...stated("harness", harnessOf(labelAt(known(library?.name), `${path}: eval_library.name`))),
      task: task.name,
      ...stated("filter", task.filter),
      ...stated("scorer", task.scorer),
      ...stated(
        "metric",
        labelAt(known(result.metric_config.metric_id) ?? known(result.metric_config.metric_name), place),
      ),
      ...stated(
        "shots",
        whole(numberAt(detail(ofRun, "num_fewshot", "n_shot", "num_shots", "shots"), `${place}: num_fewshot`)),
      ),
      ...stated(
        "scaffold",
        labelAt(detail(ofRun, "agent_scaffold", "scaffold") ?? detail(ofModel, "agent_scaffold"), place),
      ),
      ...stated(
        "setup",
        labelAt(detail(result.source_data?.additional_details, "prompt_style"), `${place}: prompt_style`),
      ),
      ...stated("reasoning", typeof args?.reasoning === "boolean" ? args.reasoning : undefined),
      ...stated("promptHash", args?.prompt_template ? digest(args.prompt_template) : undefined),
      ...stated(
        "judge",
        result.metric_config.llm_scoring ? digest(JSON.stringify(result.metric_config.llm_scoring)) : undefined,
      ),
    },
    notes: shortened(notesOf(file)),
  };
}

/** The accuracy with what the file says of its certainty: an interval of 95 %, or a standard error. */
export function accuracyOf(
  result: EvaluationResult,
  scale: Exclude<Scale, { unknown: string }>,
  place: string,
): Measure | null {
  const at = `${place}.score_details`;
  const score = numberAt(result.score_details.score, `${at}.score`);
  if (score === undefined) return null;
  if (score < scale.low || score > scale.high) {
    throw new ImportError(
      "OUT_OF_RANGE",
      `${at}.score`,
      `${score} is beyond the bounds ${scale.low} and ${scale.high} that the file states.`,
    );
  }
  const value = shareAt(score, `${at}.score`, scale.whole)!;
  const { confidence_interval: interval, standard_error: error, num_samples } = result.score_details.uncertainty ?? {};
  const count = countAt(num_samples, `${at}.uncertainty.num_samples`) || undefined;
  const level = numberAt(interval?.confidence_level, `${at}.uncertainty.confidence_interval.confidence_level`) ?? 0.95;
  if (interval && level === 0.95) {
    const low = shareAt(interval.lower, `${at}.uncertainty.confidence_interval.lower`, scale.whole);
    const high = shareAt(interval.upper, `${at}.uncertainty.confidence_interval.upper`, scale.whole);
    if (low !== undefined && high !== undefined) {
      if (low > value + 1e-9 || high < value - 1e-9) {
        throw new ImportError(
          "OUT_OF_RANGE",
          `${at}.uncertainty.confidence_interval`,
          "the score does not lie within it.",
        );
      }
      return { value, ...stated("count", count), low, high };
    }
  }
  const standard = amountAt(typeof error === "number" ? error : error?.value, `${at}.uncertainty.standard_error.value`);
  return statedAccuracy(value, standard && standard / scale.whole, count);
}

/** The harness as runs name it that are imported from its own files, so that both can be pooled. */
function harnessOf(name: string | undefined): string | undefined {
  if (/^(?:lm[-_]eval|lm[-_]evaluation[-_]harness)$/i.test(name ?? "")) return "lm-eval";
  return /^inspect(?:[-_]ai)?$/i.test(name ?? "") ? "inspect" : name;
}

function notesOf({
  source_metadata: source,
  eval_library: library,
  schema_version,
  model_info,
}: AggregateFile): string {
  const relation = source?.evaluator_relationship?.replace("_", " ");
  const name = known(model_info.name);
  return [
    `Every Eval Ever ${schema_version}.`,
    source?.source_name && `Source: ${source.source_name}${relation ? ` (${relation})` : ""}.`,
    known(library?.name) && `Evaluated by ${library!.name}${known(library!.version) ? ` ${library!.version}` : ""}.`,
    name !== undefined && name !== model_info.id && `The source names the model ${name}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

const whole = (value: number | undefined) => (Number.isSafeInteger(value) ? value : undefined);
const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);
