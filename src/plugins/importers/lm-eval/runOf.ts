import type { ImportedRun, ImportedSample } from "../../contract/importer.ts";
import { amountAt, countAt } from "../fields/figures.ts";
import { statedAccuracy } from "../fields/statedAccuracy.ts";
import { labelAt, shortened, textOf } from "../fields/texts.ts";
import { acceleratorOf, servingOf } from "./environment.ts";
import { type Figure, standardError } from "./metrics.ts";
import type { ResultsFile } from "./resultsFile.ts";
import { benchmarkOf, modelOf, modeOf, samplingOf, taskHash, taskVersion } from "./settings.ts";
import type { Task } from "./tasks.ts";

/** A task under one metric and one filter as a run. The samples are those of this metric and filter. */
export function runOf(
  file: ResultsFile,
  path: string,
  task: Task,
  figure: Figure,
  accuracy: number,
  samples: ImportedSample[] | undefined,
): ImportedRun {
  const place = `${path}: results.${task.name}.${figure.key}`;
  const { stated, decoding } = samplingOf(file, task.name, path);
  const mode = modeOf(file, stated, path);
  const accelerator = acceleratorOf(file, path);
  const count = effectiveCount(file, task, path);
  const benchmark = benchmarkOf(file, task.name, path);
  const version = labelAt(textOf(file.lm_eval_version), `${path}: lm_eval_version`);
  const isPart = count !== undefined && count > 0 && count < (benchmark.problemCount ?? 0);
  return {
    place,
    model: modelOf(file, path),
    benchmark,
    ...(mode && { mode }),
    ...servingOf(file, path),
    ...(accelerator && { accelerator }),
    ...datesOf(file, path),
    decoding,
    protocol: protocolOf(file, task.name, figure, path),
    ...(isPart && { problemCount: count }),
    measures: { accuracy: statedAccuracy(accuracy, standardError(task.row, figure, place), count || undefined) },
    notes: notesOf(file),
    ...(version && { toolVersion: version }),
    ...(samples && samples.length > 0 && { samples }),
  };
}

/** The number of problems that were asked, where the file states it. */
export function effectiveCount(file: ResultsFile, { name, row }: Task, place: string): number | undefined {
  const counts = [file["n-samples"][name]?.effective, row.sample_len, row.samples];
  return countAt(counts.find((count) => typeof count === "number") ?? undefined, `${place}: n-samples.${name}`);
}

function protocolOf(file: ResultsFile, task: string, { metric, filter, key }: Figure, path: string) {
  const config = file.configs[task] ?? {};
  const version = taskVersion(file, task, path);
  const shots = countAt(numberOr(file["n-shot"][task] ?? config.num_fewshot), `${path}: n-shot.${task}`);
  const answers = countAt(numberOr(config.repeats), `${path}: configs.${task}.repeats`);
  const revision = (config.dataset_kwargs as { revision?: unknown } | null | undefined)?.revision;
  const hash = taskHash(file, task, filter, metric);
  const seed = shots ? numberOr(file.config.fewshot_seed) : undefined;
  return {
    harness: "lm-eval",
    task,
    ...(version && { taskVersion: version }),
    ...(shots !== undefined && { shots }),
    ...(Number.isSafeInteger(seed) && { shotsSeed: seed }),
    ...(shots && typeof file.fewshot_as_multiturn === "boolean" && { shotsAsTurns: file.fewshot_as_multiturn }),
    filter: labelAt(filter, `${path}: ${key}`) ?? "none",
    metric: labelAt(metric, `${path}: ${key}`) ?? metric,
    ...(answers !== undefined && answers > 1 && { answersPerProblem: answers }),
    ...(typeof revision === "string" && /^[\w.-]{1,100}$/.test(revision) && { datasetRevision: revision }),
    ...(hash && { taskHash: hash }),
  };
}

/** A few versions write texts such as `N/A` where a number is not known. */
const numberOr = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

/** `date` is in seconds since 1970. Before 0.4.11 `start_time` and `end_time` are those of a clock without a date. */
function datesOf(file: ResultsFile, path: string) {
  const date = amountAt(file.date, `${path}: date`);
  if (date === undefined || date < 1e9 || date > 1e11) return {};
  const startedAt = new Date(date * 1000).toISOString();
  const lasted = amountAt(file.total_evaluation_time_seconds, `${path}: total_evaluation_time_seconds`);
  if (lasted === undefined || lasted > 1e9) return { startedAt };
  return { startedAt, finishedAt: new Date((date + lasted) * 1000).toISOString() };
}

function notesOf(file: ResultsFile): string {
  const version = file.lm_eval_version;
  const limit = file.config.limit;
  const parts = [
    `Imported from lm-evaluation-harness${typeof version === "string" ? ` ${version}` : ""}`,
    typeof file.git_hash === "string" && `commit ${file.git_hash}`,
    typeof limit === "number" && `limited to ${limit < 1 ? `${limit * 100} %` : limit} of the problems`,
  ];
  return shortened(`${parts.filter(Boolean).join(", ")}.`, 1000);
}
