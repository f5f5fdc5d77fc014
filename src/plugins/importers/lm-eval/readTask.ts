import type { SampleSubmission } from "../../../recording/submitted/submission.ts";
import type { Imported, ImportFile } from "../../contract/importer.ts";
import { shareAt } from "../fields/figures.ts";
import { disagreement, leftOut, TOLERANCE } from "../fields/found.ts";
import { isAccuracy } from "../fields/isAccuracy.ts";
import type { OutputBudget } from "../fields/outputBudget.ts";
import { argumentsOf } from "./environment.ts";
import { type Figure, figuresOf } from "./metrics.ts";
import type { ResultsFile } from "./resultsFile.ts";
import { type Survey, survey } from "./rows.ts";
import { effectiveCount, runOf } from "./runOf.ts";
import { type MetricSamples, readSamples } from "./samples.ts";
import type { Task } from "./tasks.ts";

/** What a task is read from. */
export interface Source {
  file: ResultsFile;
  /** The path of the file of results. */
  path: string;
  outputs: OutputBudget;
  withRequests: boolean;
}

/** A task as one run for each metric that is an accuracy, under each filter, and what of it is no run. */
export async function* readTask(source: Source, task: Task, samples: ImportFile | undefined): AsyncGenerator<Imported> {
  const { file, path, outputs, withRequests } = source;
  const place = `${path}: results.${task.name}`;
  const { figures, others } = figuresOf(task.row);
  for (const key of others) yield leftOut(`${place}.${key}`, "It is not named as metric and filter.");
  const wanted: Figure[] = [];
  for (const figure of figures) {
    const reason = whyNot(file, task, figure);
    if (reason === null) wanted.push(figure);
    else yield leftOut(`${place}.${figure.key}`, reason);
  }
  if (wanted.length === 0) {
    if (samples) yield leftOut(samples.path, `${task.name} has no accuracy to which these samples belong.`);
    return;
  }

  const inOrder = filtersOf(file, task.name);
  const found = samples && (await survey(samples, inOrder));
  if (samples && found) yield* remarks(source, task, samples, found, wanted);
  const withOutput = file.configs[task.name]?.output_type === "generate_until";
  const askedModel = askedModelOf(file);
  for (const [filter, ofFilter] of Map.groupBy(wanted, (figure) => figure.filter)) {
    const metrics = ofFilter.map(({ metric }) => metric);
    const isThere = samples !== undefined && found?.filters?.has(filter);
    const read = isThere
      ? await readSamples(samples, { filter, inOrder, metrics, withOutput, outputs, withRequests, askedModel })
      : undefined;
    for (const figure of ofFilter) yield* runAndRemarks(source, task, figure, samples, read?.get(figure.metric));
  }
}

/** The model as an API was asked for it. */
function askedModelOf({ config }: ResultsFile): string | undefined {
  const { model, pretrained } = argumentsOf(config.model_args);
  return [model, pretrained].find((name) => typeof name === "string") as string | undefined;
}

/** Why a figure is no run, or null. */
function whyNot(file: ResultsFile, { name }: Task, { metric, value }: Figure): string | null {
  const shown = typeof value === "number" || typeof value === "string" ? String(value).slice(0, 40) : "no number";
  if (!isAccuracy(metric)) return `It is no accuracy. Its value is ${shown}.`;
  if (file.higher_is_better[name]?.[metric] === false) return `Less of it is better, so it is no accuracy: ${shown}.`;
  return value === null || value === "N/A" || typeof value === "boolean" ? "It has no value." : null;
}

/** The filters of a task, in the order of its settings. One without any has the filter `none`. */
function filtersOf(file: ResultsFile, task: string): string[] {
  const list = file.configs[task]?.filter_list;
  const names = Array.isArray(list) ? list.map((filter) => filter?.name) : [];
  return names.length > 0 && names.every((name) => typeof name === "string") ? names : ["none"];
}

function* remarks(
  { file, path }: Source,
  task: Task,
  samples: ImportFile,
  { rows, problems, filters }: Survey,
  wanted: Figure[],
): Generator<Imported> {
  const count = effectiveCount(file, task, path);
  if (count !== undefined && count !== problems) {
    const statement = `${path} states ${count} problems of ${task.name}, and there are samples of ${problems}.`;
    yield disagreement(samples.path, statement);
  }
  if (!filters) {
    yield leftOut(samples.path, "The rows do not name their filters, and their order does not tell them.", rows);
    return;
  }
  for (const filter of filters) {
    if (wanted.some((figure) => figure.filter === filter)) continue;
    yield leftOut(samples.path, `The samples under the filter ${filter} belong to no accuracy in ${path}.`);
  }
}

function* runAndRemarks(
  { file, path }: Source,
  task: Task,
  figure: Figure,
  from: ImportFile | undefined,
  read: MetricSamples | undefined,
): Generator<Imported> {
  const place = `${path}: results.${task.name}.${figure.key}`;
  const accuracy = shareAt(figure.value, place);
  if (accuracy === undefined) {
    yield leftOut(place, "It has no value.");
    return;
  }
  const name = `${figure.metric} under the filter ${figure.filter}`;
  if (read && !read.samples) yield leftOut(from!.path, `The rows hold no single verdict of ${name}.`);
  if (read?.samples && read.lacking > 0) {
    yield leftOut(from!.path, `The rows have no ${name}, and the harness counts them nowhere.`, read.lacking);
  }
  const mean = read?.samples && meanOf(read.samples);
  if (mean !== undefined && Math.abs(mean - accuracy) > TOLERANCE) {
    yield disagreement(
      place,
      `It states ${accuracy}, and the mean of the ${read!.samples!.length} samples is ${mean}.`,
    );
  }
  yield { kind: "run", run: runOf(file, path, task, figure, accuracy, read?.samples) };
}

/** The mean of the rows that have a value, as the harness computes it. */
function meanOf(samples: readonly SampleSubmission[]): number | undefined {
  const values = samples.flatMap(({ correct, score }) => (correct == null ? [] : [score ?? Number(correct)]));
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
