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

/**
 * Writes a lab's `source.json`, `runs.jsonl` and, if any run has samples, `samples.jsonl.gz`; the same runs give the
 * same bytes. Throws if a run is no valid submission or if two runs have the same key.
 */
export function writeBundled(source: BundledSource, runs: BundledRun[]): void {
  const seen = new Set<string>();
  for (const { key, ...run } of runs) {
    if (seen.has(key)) throw new Error(`${source.lab.slug}: the key "${key}" stands for two runs.`);
    seen.add(key);
    const checked = runSubmission.safeParse({ ...run, lab: source.lab.slug });
    if (!checked.success) throw new Error(`${source.lab.slug}: run "${key}": ${checked.error.message}`);
  }
  const folder = resultsFolder(source.lab.slug);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "source.json"), `${JSON.stringify(source, null, 2)}\n`);
  writeFileSync(join(folder, "runs.jsonl"), jsonLines(runs.map(({ samples: _, ...run }) => run)));
  const sampled = runs.filter((run) => run.samples?.length);
  if (sampled.length > 0) {
    const tables = sampled.map((run) => ({ run: run.key, ...toColumns(run.samples ?? []) }));
    writeFileSync(join(folder, "samples.jsonl.gz"), deterministicGzip(jsonLines(tables)));
  }
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
function deterministicGzip(text: string): Buffer {
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
