import type { FileSet, ImportFile } from "../../contract/importer.ts";
import { byFolder, nameOf } from "../fields/givenTogether.ts";
import { isResults, type ResultsFile } from "./resultsFile.ts";

/** The time that stands in the names of the files of one run, e.g. `2026-01-21T03-44-18.458309`. */
const STAMP = /(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(?:\.\d+)?)\.jsonl?$/;

const stampOf = (file: ImportFile) => STAMP.exec(nameOf(file))?.[1];

/** Each file of results with the files of samples beside it; files of samples without one are a set of their own. */
export async function setsOf(files: readonly ImportFile[]): Promise<FileSet[]> {
  const sets: FileSet[] = [];
  for (const folder of byFolder(files)) {
    const results: ImportFile[] = [];
    const samples: ImportFile[] = [];
    for (const file of folder.files) {
      if (!/\.jsonl?$/.test(file.path)) continue;
      const head = await file.head();
      if (isResults(head)) results.push(file);
      else if (isSamples(head)) samples.push(file);
    }
    for (const one of results)
      sets.push({ name: one.path, files: [one, ...samples.filter((file) => isOf(file, one))] });
    for (const file of samples) {
      if (!results.some((one) => isOf(file, one))) sets.push({ name: file.path, files: [file] });
    }
  }
  return sets;
}

/** Files of one run have the same time in their names. Before 0.4.3, and where files were given other names, there is none. */
function isOf(samples: ImportFile, results: ImportFile): boolean {
  const stamp = stampOf(results);
  return stamp === undefined || stampOf(samples) === stamp;
}

/** The names of the keys of a row, in the order in which all versions write them. */
const isSamples = (head: string) =>
  /^\s*(?:\[\s*)?\{\s*"doc_id"\s*:/.test(head) && /"(?:arguments|resps|filtered_resps)"\s*:/.test(head);

/** The file of samples of a task, by its name. Undefined where there is none, or more than one. */
export function samplesOfTask(file: ResultsFile, task: string, files: readonly ImportFile[]): ImportFile | undefined {
  const before = typeof file.config.model_args === "string" ? file.config.model_args.replace(/[/=]/g, "__") : undefined;
  const isNamed = (one: ImportFile) => {
    const name = nameOf(one).replace(/\.jsonl?$/, "");
    const bare = name.replace(/_\d{4}-\d\d-\d\dT[\d.-]+$/, "");
    return bare === `samples_${task}` || name === `${before}_${task}` || bare === task;
  };
  const named = files.filter(isNamed);
  return named.length === 1 ? named[0] : undefined;
}
