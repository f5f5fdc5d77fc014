import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { z } from "zod";
import type { BundledSource } from "../../src/recording/bundled/bundledFiles.ts";
import { readJsonLines } from "../../src/recording/bundled/jsonLines.ts";
import { runSubmission, type SampleSubmission } from "../../src/recording/submitted/submission.ts";

export type { BundledSource };

/** A run submission without its lab, and with a key that is unique within its source. */
export type BundledRun = Omit<z.input<typeof runSubmission>, "lab"> & { key: string };

/** The columns of `samples.jsonl.gz`, in the order in which they are written. */
const SAMPLE_COLUMNS = [
  "problem",
  "repeat",
  "correct",
  "score",
  "promptTokens",
  "reasoningTokens",
  "outputTokens",
  "latency",
  "ttft",
  "cost",
  "answer",
  "expected",
  "output",
  "finishReason",
  "error",
] as const satisfies readonly (keyof SampleSubmission)[];

/** The folder of a lab's published results, `data/results/<lab>`. */
export function resultsFolder(lab: string): string {
  return fileURLToPath(new URL(`../results/${lab}/`, import.meta.url));
}

/** The folder of the source data: the script's first argument, else `../shared/data` beside the repository. */
export function sourceFolder(): string {
  return process.argv[2] ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));
}

/** Writes the files of a lab's published results: the same runs give the same bytes. Throws as `bundledFiles` does. */
export function writeBundled(source: BundledSource, runs: readonly BundledRun[]): void {
  const folder = resultsFolder(source.lab.slug);
  const files = bundledFiles(source, runs);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), name.endsWith(".gz") ? gzipped(text) : text);
}

/**
 * The texts of `source.json`, `runs.jsonl` and, if any run has samples, `samples.jsonl.gz`. The fields of a run stand in
 * the order of a submission's form. Throws if a run is no valid submission or if two runs have the same key.
 */
export function bundledFiles(source: BundledSource, runs: readonly BundledRun[]): Map<string, string> {
  const seen = new Set<string>();
  const lines: object[] = [];
  const tables: object[] = [];
  for (const { key, ...run } of runs) {
    if (seen.has(key)) throw new Error(`${source.lab.slug}: the key "${key}" stands for two runs.`);
    seen.add(key);
    const { data, error } = runSubmission.safeParse({ ...run, lab: source.lab.slug });
    if (error) throw new Error(`${source.lab.slug}: run "${key}": ${error.message}`);
    const { lab: _, samples = [], provenance, measures, ...fields } = data;
    // What readers take for granted is left out: that a run was imported, and that it states no measures.
    const measured = provenance === "MEASURED" && { provenance };
    lines.push({ key, ...fields, ...measured, ...(Object.keys(measures).length > 0 && { measures }) });
    if (samples.length > 0) tables.push({ run: key, ...toColumns(samples) });
  }
  const files = new Map([
    ["source.json", `${JSON.stringify(source, null, 2)}\n`],
    ["runs.jsonl", jsonLines(lines)],
  ]);
  return tables.length > 0 ? files.set("samples.jsonl.gz", jsonLines(tables)) : files;
}

/** Samples as a table; a column in which no sample has a value is left out, a single missing value is null. */
function toColumns(samples: SampleSubmission[]): { columns: string[]; rows: unknown[][] } {
  const columns = SAMPLE_COLUMNS.filter((column) => samples.some((sample) => sample[column] != null));
  return { columns, rows: samples.map((sample) => columns.map((column) => sample[column] ?? null)) };
}

/** Reads what `writeBundled` wrote, samples in their runs again. */
export function readBundled(lab: string): { source: BundledSource; runs: BundledRun[] } {
  const folder = resultsFolder(lab);
  const source: BundledSource = JSON.parse(readFileSync(join(folder, "source.json"), "utf8"));
  const runs = readJsonLines<BundledRun>(join(folder, "runs.jsonl"));
  const byKey = new Map(runs.map((run) => [run.key, run]));
  type SampleTable = { run: string; columns: string[]; rows: unknown[][] };
  for (const { run: key, columns, rows } of readJsonLines<SampleTable>(join(folder, "samples.jsonl.gz"), true)) {
    const run = byKey.get(key);
    if (!run) throw new Error(`${lab}: samples of "${key}", which is not in runs.jsonl.`);
    run.samples = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]]))) as never;
  }
  return { source, runs };
}

function jsonLines(values: unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}

/** Gzip at level 9 without a time and without the name of the operating system that wrote it. */
function gzipped(text: string): Buffer {
  const zipped = gzipSync(text, { level: constants.Z_BEST_COMPRESSION });
  zipped.fill(0, 4, 8);
  zipped[9] = 255;
  return zipped;
}

/**
 * The models that a source's names stand for, by `data/model-names.csv` (source, name, model, mode, reason).
 * The function that is returned throws on a name that the table does not have under this source.
 */
export function readModelNames(source: string): (name: string) => { model: string; mode: string } {
  const path = fileURLToPath(new URL("../model-names.csv", import.meta.url));
  const rows: Record<string, string>[] = parse(readFileSync(path), { columns: true });
  const models = new Map(rows.filter((row) => row.source === source).map((row) => [row.name, row]));
  return (name) => {
    const row = models.get(name);
    if (!row?.model) throw new Error(`data/model-names.csv has no model for "${name}" of ${source}.`);
    return { model: row.model, mode: row.mode || "default" };
  };
}
