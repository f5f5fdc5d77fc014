import { createHash } from "node:crypto";
import { ImportError } from "../../contract/importError.ts";
import type { ImportedBenchmark, ImportedModel } from "../../contract/importer.ts";
import { decodingOf } from "../fields/decodingOf.ts";
import { countAt } from "../fields/figures.ts";
import { modelNamed } from "../fields/modelName.ts";
import { labelAt } from "../fields/texts.ts";
import { argumentsOf } from "./environment.ts";
import type { ResultsFile } from "./resultsFile.ts";

/** The model, with the revision of its weights where that is stated. */
export function modelOf(file: ResultsFile, place: string): ImportedModel {
  const given = argumentsOf(file.config.model_args);
  const named = [file.model_name, given.peft, given.delta, given.pretrained, given.model, given.path, given.engine];
  const model = named.map((name) => modelNamed(name, `${place}: model_name`)).find((one) => one !== undefined);
  const name = model ?? modelNamed(file.config.model, `${place}: config.model`);
  if (!name)
    throw new ImportError("BAD_FILE", place, "it names no model: it has neither model_name nor config.model_args.");
  const stated = [file.config.model_sha, given.revision, file.config.model_revision].find(Boolean);
  const revision = name.revision ?? labelAt(typeof stated === "string" ? stated : undefined, `${place}: model_sha`);
  return { name: name.name, ...(revision && { revision }) };
}

/** Readers of files, which stand where others have the id of a data set. */
const READERS = new Set(["json", "csv", "parquet", "text", "arrow", "pandas", "imagefolder"]);

export function benchmarkOf(file: ResultsFile, task: string, place: string): ImportedBenchmark {
  const config = file.configs[task] ?? {};
  const path = typeof config.dataset_path === "string" ? config.dataset_path : "";
  const isHub = path !== "" && !READERS.has(path) && !/^[/~.\\]|^[a-z]:|\.[a-z]+$/i.test(path);
  const version = taskVersion(file, task, place);
  const subset = isHub ? labelAt(config.dataset_name, `${place}: dataset_name`) : undefined;
  const split = labelAt(config.test_split ?? config.validation_split, `${place}: test_split`);
  const original = countAt(file["n-samples"][task]?.original, `${place}: n-samples`);
  return {
    name: labelAt(task, place) ?? task,
    ...(isHub && { dataset: labelAt(path, `${place}: dataset_path`) }),
    ...(subset && { subset }),
    ...(split && { split }),
    ...(version && { version }),
    ...(original && { problemCount: original }),
  };
}

/** The words `Yaml` and `N/A` stand where no version was known. */
export function taskVersion(file: ResultsFile, task: string, place: string): string | undefined {
  const metadata = file.configs[task]?.metadata as { version?: unknown } | null | undefined;
  const stated = [file.versions[task], metadata?.version].find(
    (one) => typeof one === "number" || (typeof one === "string" && /\d/.test(one)),
  );
  return labelAt(stated, `${place}: versions`);
}

/** The settings of the sampler: those of the task, in the place of which those of the command stand. */
export function samplingOf(file: ResultsFile, task: string, place: string) {
  const config = file.configs[task] ?? {};
  if (config.output_type !== undefined && config.output_type !== "generate_until") return { stated: {}, decoding: {} };
  const stated = { ...argumentsOf(config.generation_kwargs), ...argumentsOf(file.config.gen_kwargs) };
  const isGreedy = stated.do_sample === false || stated.do_sample === "False";
  const greedy = isGreedy && stated.temperature === undefined ? { temperature: 0 } : {};
  return { stated, decoding: decodingOf({ ...stated, ...greedy }, `${place}: generation_kwargs`) };
}

/** How much the model was told to think, by the name that the settings give it. */
export function modeOf(
  file: ResultsFile,
  stated: Readonly<Record<string, unknown>>,
  place: string,
): string | undefined {
  const given = { ...argumentsOf(file.config.model_args), ...stated };
  const template = argumentsOf(given.chat_template_args ?? given.chat_template_kwargs);
  const effort = given.reasoning_effort ?? template.reasoning_effort;
  if (typeof effort === "string") return labelAt(effort.toLowerCase(), `${place}: reasoning_effort`);
  const thinks = String(given.enable_thinking ?? template.enable_thinking).toLowerCase();
  return thinks === "true" ? "on" : thinks === "false" ? "off" : undefined;
}

/** What makes the question or its grading another one, beside what `protocol` names. */
const TASK_FIELDS = ["doc_to_text", "doc_to_target", "doc_to_choice", "description", "process_docs", "process_results"];

/** A digest of the prompt, the filter and the metric as the file states them. */
export function taskHash(file: ResultsFile, task: string, filter: string, metric: string): string | undefined {
  const config = file.configs[task];
  if (!config) return undefined;
  const named = (list: unknown, key: string, name: string) =>
    Array.isArray(list) ? list.find((one) => one?.[key] === name) : undefined;
  const parts = [
    ...TASK_FIELDS.map((field) => config[field] ?? null),
    named(config.filter_list, "name", filter) ?? null,
    named(config.metric_list, "metric", metric) ?? null,
    file.system_instruction_sha || null,
    file.chat_template_sha || null,
  ];
  // A function is written with its address in memory, which is another one each time.
  const text = jsonOf(parts)?.replaceAll(/ at 0x[0-9a-f]+/g, "");
  return text === undefined ? undefined : createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // It is nested too deep to be written.
    return undefined;
  }
}
