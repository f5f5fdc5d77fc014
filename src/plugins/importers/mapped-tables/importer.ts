import { z } from "zod";
import type { SampleSubmission } from "../../../recording/submitted/submission.ts";
import { defineImporter } from "../../contract/definePlugin.ts";
import { ImportError } from "../../contract/importError.ts";
import type { FileSet, ImportContext, Imported, ImportedRun, ImportFile } from "../../contract/importer.ts";
import { PLUGIN_API_VERSION } from "../../contract/plugin.ts";
import { leftOut } from "../fields/found.ts";
import { byFolder } from "../fields/givenTogether.ts";
import { heldText } from "../fields/heldText.ts";
import { cellOf } from "./cells.ts";
import { csvTable } from "./csvTable.ts";
import { SAMPLE_FIELDS } from "./mappedFields.ts";
import type { TableMapping } from "./mapping.ts";
import { isMapping, mappingNeeded, mappingOf, tableOf } from "./mappingFile.ts";
import { parquetTable } from "./parquetTable.ts";
import { type Plan, placeOf, planOf } from "./plan.ts";
import { measuresOf } from "./rowMeasures.ts";
import { runOfRow } from "./rowRun.ts";
import type { Table } from "./table.ts";

const options = z.object({
  /** The path of the file that says what the columns are. Without it, the one beside a table holds. */
  mapping: z.string().min(1).optional(),
});

type Options = z.infer<typeof options>;

export const tables = defineImporter({
  name: "table",
  title: "CSV and Parquet with a mapping",
  version: "1.0.0",
  apiVersion: PLUGIN_API_VERSION,
  description: "Any table in CSV or Parquet, with a file that says which column is what and in which unit.",
  versions: "CSV and TSV by RFC 4180, Parquet 1 and 2",
  options,
  find,
  read,
});

/** A set is a table with its mapping. A table without one is taken only where nobody knows it, to say what it lacks. */
async function find(files: readonly ImportFile[], { mapping }: Options): Promise<FileSet[]> {
  return byFolder(files).flatMap((folder) => {
    const mappings = new Map(folder.files.filter(isMapping).map((file) => [tableOf(file), file]));
    return folder.files.flatMap((file): FileSet[] => {
      if (!/\.(?:csv|tsv|parquet)$/i.test(file.path)) return [];
      const beside = mapping === undefined ? mappings.get(file.path) : undefined;
      const isLastResort = mapping === undefined && !beside;
      return [{ name: file.path, files: beside ? [file, beside] : [file], ...(isLastResort && { isLastResort }) }];
    });
  });
}

async function* read(
  { files }: FileSet,
  { mapping: path }: Options,
  { signal }: ImportContext,
): AsyncGenerator<Imported> {
  const file = files.find((one) => !isMapping(one))!;
  const mapping = await mappingOf(path, files.find(isMapping));
  const isParquet = /\.parquet$/i.test(file.path);
  const table = isParquet ? await parquetTable(file, signal) : await csvTable(file, mapping?.delimiter);
  try {
    if (!mapping) throw mappingNeeded(file, table.columns);
    const plan = planOf(mapping, table.columns, file.path);
    if (plan.unused.length > 0) {
      const reason = `The mapping does not name these columns: ${plan.unused.join(", ")}.`;
      yield leftOut(file.path, reason, plan.unused.length);
    }
    yield* mapping.rows === "runs" ? runs(table, plan, mapping, file.path) : samples(table, plan, mapping, file.path);
  } finally {
    table.close();
  }
}

async function* runs(table: Table, plan: Plan, mapping: TableMapping, path: string): AsyncGenerator<Imported> {
  let number = 0;
  for await (const row of table.rows) {
    const place = `${path}: row ${++number}`;
    const measures = measuresOf(row, plan, mapping, place)!;
    if (Object.keys(measures).length === 0) yield leftOut(place, "It has no figure in any column of the mapping.");
    else yield { kind: "run", run: { ...runOfRow(row, plan, mapping, place).run(), place, measures } };
  }
}

/** Rows that agree in all fields of the run are its samples. */
async function* samples(table: Table, plan: Plan, mapping: TableMapping, path: string): AsyncGenerator<Imported> {
  const found = new Map<string, { run: ImportedRun; samples: SampleSubmission[]; repeats: Map<string, number> }>();
  const hold = heldText(path);
  let number = 0;
  for await (const row of table.rows) {
    const place = `${path}: row ${++number}`;
    const { key, run } = runOfRow(row, plan, mapping, place);
    if (!found.has(key)) found.set(key, { run: run(), samples: [], repeats: new Map() });
    const one = found.get(key)!;
    const sample = sampleOf(row, plan, mapping, place);
    const repeat = one.repeats.get(sample.problem) ?? 0;
    one.repeats.set(sample.problem, repeat + 1);
    hold(sample);
    one.samples.push({ ...sample, repeat: sample.repeat ?? repeat });
  }
  for (const { run, samples: all } of found.values()) {
    const twice = twiceOf(all);
    if (twice) {
      const message = `problem ${twice.problem.slice(0, 100)} has repeat ${twice.repeat} twice in one run.`;
      throw new ImportError("BAD_FILE", run.place, message);
    }
    yield { kind: "run", run: { ...run, samples: all } };
  }
}

function sampleOf(
  row: readonly unknown[],
  plan: Plan,
  mapping: TableMapping,
  place: string,
): Omit<SampleSubmission, "repeat"> & { repeat?: number } {
  const sample: Record<string, unknown> = {};
  for (const [name, column] of plan.sample) {
    const value = cellOf(
      SAMPLE_FIELDS[name].reads,
      row[column.at],
      column.factor,
      name,
      mapping,
      placeOf(place, column),
    );
    if (value !== undefined) sample[name] = value;
  }
  const { problem } = sample;
  if (typeof problem !== "string" || problem === "" || problem.length > 1000) {
    throw new ImportError("BAD_FILE", place, "its problem is to have a name of 1 to 1000 characters.");
  }
  return sample as Omit<SampleSubmission, "repeat"> & { repeat?: number };
}

function twiceOf(all: readonly SampleSubmission[]): SampleSubmission | undefined {
  const seen = new Set<string>();
  return all.find(({ problem, repeat }) => {
    const key = `${repeat} ${problem}`;
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}
