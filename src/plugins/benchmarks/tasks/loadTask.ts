import { join } from "node:path";
import type { BenchmarkContext, DatasetIdentity, LoadedProblems, Problem } from "../../contract/benchmark.ts";
import { BenchmarkDataError } from "../../contract/benchmarkDataError.ts";
import { loadProblems, loadProblemsFrom } from "../dataset/loadProblems.ts";
import { sha256 } from "../dataset/sha256.ts";
import { holdOutShots, putShotsBefore } from "../parts/shots.ts";
import type { TaskDataFile, TaskFile, TaskOptions } from "./taskFile.ts";
import { rowFormatOf, type TaskDetails } from "./taskRows.ts";
import type { TaskTemplates } from "./taskTemplates.ts";

/**
 * Loads the problems of the files that a run asks for, with its examples before them.
 *
 * @param folder the folder of the task file, beside which local data are.
 * @throws BenchmarkDataError
 */
export async function loadTask(
  task: TaskFile,
  templates: TaskTemplates,
  folder: string,
  options: TaskOptions,
  context: BenchmarkContext,
): Promise<LoadedProblems> {
  const { subset, language, shots = 0 } = options;
  const load = (file: TaskDataFile) => loadFile(task, file, templates, folder, context);
  const isAsked = (file: TaskDataFile) =>
    (subset === undefined || file.subset === subset) && (language === undefined || file.language === language);
  const parts: LoadedProblems[] = [];
  if (context.dataFile !== undefined) {
    const given = await loadProblemsFrom(context.dataFile, rowFormatOf(templates, { subset, language }));
    const alike = task.shots?.files?.filter(isAsked).slice(0, 1) ?? [];
    parts.push(await withShots(task, given, shots, task.shots?.files && alike, load));
  } else {
    for (const file of task.data.files.filter(isAsked)) {
      const alike = (one: TaskDataFile) => one.subset === file.subset && one.language === file.language;
      parts.push(await withShots(task, await load(file), shots, task.shots?.files?.filter(alike), load));
    }
  }
  const { problems, dataset } = merged(task, parts);
  requireOptionCount(task, problems);
  const { canary } = task.data;
  return { problems, dataset: { ...dataset, ...(canary !== undefined && { canary }) } };
}

async function loadFile(
  { data: { hub } }: TaskFile,
  file: TaskDataFile,
  templates: TaskTemplates,
  folder: string,
  context: BenchmarkContext,
): Promise<LoadedProblems> {
  const format = rowFormatOf(templates, file);
  if (hub) {
    const { path, sha256, rows: count } = file;
    const { dataset, revision = "main" } = hub;
    return loadProblems(
      { ...format, file: { dataset, revision, path, ...(sha256 && { sha256 }) }, count },
      { ...context, dataFile: undefined },
    );
  }
  const path = join(folder, file.path);
  const loaded = await loadProblemsFrom(path, format);
  const { problems, dataset } = loaded;
  if (file.sha256 !== undefined && dataset.sha256 !== file.sha256) {
    throw new BenchmarkDataError(
      "CHANGED",
      `${path} is not the expected file: its SHA-256 is ${dataset.sha256}, not ${file.sha256}.`,
    );
  }
  if (file.rows !== undefined && problems.length !== file.rows) {
    throw new BenchmarkDataError(
      "CHANGED",
      `${path} holds ${problems.length} problems, not ${file.rows}: it is not the expected file.`,
    );
  }
  return loaded;
}

/** Puts worked examples before the problems of one file: of files of their own, or held out of it where these are undefined. */
async function withShots(
  task: TaskFile,
  loaded: LoadedProblems,
  count: number,
  files: readonly TaskDataFile[] | undefined,
  load: (file: TaskDataFile) => Promise<LoadedProblems>,
): Promise<LoadedProblems> {
  if (count === 0) return loaded;
  if (files === undefined) return holdOutShots(count, loaded);
  const examples = (await Promise.all(files.map(load))).flatMap(({ problems }) => problems);
  const alike = task.shots?.alike;
  const groupOf = ({ details }: Problem) => (alike === undefined ? "" : String(details?.[alike]));
  const groups = Map.groupBy(loaded.problems, groupOf);
  const shown = new Map<Problem["id"], Problem>();
  for (const [group, problems] of groups) {
    const chosen = examples.filter((example) => groupOf(example) === group).slice(0, count);
    if (chosen.length < count) {
      const of = alike === undefined ? "" : ` whose ${alike} is that of a problem`;
      throw new BenchmarkDataError(
        "UNREADABLE",
        `There are ${chosen.length} examples${of}, not ${count}: give fewer shots.`,
      );
    }
    for (const problem of putShotsBefore(chosen, { ...loaded, problems }).problems) shown.set(problem.id, problem);
  }
  return { ...loaded, problems: loaded.problems.flatMap(({ id }) => shown.get(id) ?? []) };
}

/** The problems of several files as those of one dataset, which its files identify as `sha256sum` would list them. */
function merged({ data: { hub } }: TaskFile, parts: readonly LoadedProblems[]): LoadedProblems {
  if (parts.length === 1) return parts[0]!;
  if (parts.length === 0) {
    throw new BenchmarkDataError("NOT_FOUND", "No file has both the subset and the language that the run asks for.");
  }
  const problems = parts.flatMap((part) => part.problems);
  const ids = new Set<string>();
  for (const { id } of problems) {
    if (ids.has(id))
      throw new BenchmarkDataError(
        "UNREADABLE",
        "Two files have problems of the same id: problem.id must hold the subset or the language.",
      );
    ids.add(id);
  }
  const identities = parts.map(({ dataset }) => dataset);
  const source = hub
    ? `https://huggingface.co/datasets/${hub.dataset}/tree/${hub.revision ?? "main"}`
    : identities.map(({ source }) => source).join(", ");
  const list = identities.map((one) => `${one.sha256}  ${one.source}\n`).join("");
  const dataset: DatasetIdentity = { source, revision: hub?.revision ?? null, sha256: sha256(list) };
  return { problems, dataset };
}

function requireOptionCount({ optionCount }: TaskFile, problems: readonly Problem[]): void {
  if (optionCount === undefined) return;
  const other = problems.findIndex(({ details }) => (details!.task as TaskDetails).options?.length !== optionCount);
  if (other < 0) return;
  throw new BenchmarkDataError(
    "UNREADABLE",
    `Problem ${other + 1} has not ${optionCount} options, as optionCount says.`,
  );
}
