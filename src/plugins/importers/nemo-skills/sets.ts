import type { FileSet, ImportFile } from "../../contract/importer.ts";
import { byFolder, type Folder, nameOf } from "../fields/givenTogether.ts";
import { isMetrics } from "./metricsFile.ts";

/** The outputs of a benchmark: `output.jsonl`, or one file for each repeat. Parts of such a file stand in chunks until all are done. */
export const OUTPUT = /^output(?:-rs\d+)?(?:_chunk_\d+)?\.jsonl$/;
export const isChunk = (file: ImportFile): boolean => /_chunk_\d+\.jsonl$/.test(nameOf(file));

const KEYS =
  /"(?:num_generated_tokens|symbolic_correct|predicted_answer|is_correct-plus|proof_status|strict_eval|judgement[\w-]*|graded_list|generation_start_time)"\s*:/;

/**
 * Files of metrics, each with the outputs of its benchmarks, which stand in folders beside it, in `eval-results` beside it, or
 * in its own folder. Outputs without a file of metrics are a set for each folder.
 */
export async function setsOf(files: readonly ImportFile[]): Promise<FileSet[]> {
  const folders = byFolder(files);
  const outputs: { folder: Folder; files: ImportFile[] }[] = [];
  const metrics: { folder: Folder; files: ImportFile[] }[] = [];
  for (const folder of folders) {
    const found = { outputs: [] as ImportFile[], metrics: [] as ImportFile[] };
    for (const file of folder.files) {
      if (OUTPUT.test(nameOf(file)) && KEYS.test(await file.head())) found.outputs.push(file);
      else if (/^metrics.*\.json$/.test(nameOf(file)) && isMetrics(file, await file.head())) found.metrics.push(file);
    }
    if (found.outputs.length > 0) outputs.push({ folder, files: found.outputs });
    if (found.metrics.length > 0) metrics.push({ folder, files: found.metrics });
  }
  const sets = metrics.map(({ folder, files: own }) => ({
    name: own[0]!.path,
    files: [...own, ...outputs.filter((one) => isUnder(one.folder, folder)).flatMap((one) => one.files)],
  }));
  for (const { folder, files: own } of outputs) {
    if (!metrics.some((one) => isUnder(folder, one.folder))) sets.push({ name: own[0]!.path, files: own });
  }
  return sets;
}

function isUnder(outputs: Folder, metrics: Folder): boolean {
  if (!outputs.path.startsWith(metrics.path)) return false;
  return /^(?:(?:eval-results\/)?[^/]+\/)?$/.test(outputs.path.slice(metrics.path.length));
}

/** The name of the benchmark, which is that of the folder of its outputs; empty where only the folder's inside was given. */
export const benchmarkOf = ({ path }: ImportFile): string => path.split("/").at(-2) ?? "";
