import { readFileSync } from "node:fs";
import type { Principal } from "../../access/principal.ts";
import { readFrontier } from "../../analysis/frontier.ts";
import { type FrontierArguments, filterOf, frontierRequest } from "../../analysis/request/frontierRequest.ts";
import { packageFolder } from "../../store/database/packageFolder.ts";
import { criteriaOf } from "../../store/filters/runFilter.ts";
import { requireStoredValues } from "../../store/reading/storedValues.ts";
import { readVersionTime } from "../../store/reading/storedVersions.ts";
import type { Store } from "../../store/store.ts";
import type { Exported, ExportFormat } from "./exportTypes.ts";
import { bibtex, citationFile } from "./formats/citation.ts";
import { everyEvalEver } from "./formats/everyEvalEver.ts";
import { exportedBy } from "./formats/exportedBy.ts";
import { hubResults } from "./formats/hubResults.ts";
import { lmEvalResults } from "./formats/lmEval.ts";
import { submissionLines } from "./formats/ownForm.ts";
import type { ExportedFile, ExportSource, FrontierSource } from "./source/exportSource.ts";
import { runsOf } from "./source/runsOf.ts";
import { csvOf } from "./tables/csv.ts";
import { frontierTable } from "./tables/frontierTable.ts";
import { parquetOf } from "./tables/parquet.ts";
import { runColumns } from "./tables/runTable.ts";
import { SAMPLE_COLUMNS, sampleRows } from "./tables/sampleTable.ts";
import { zipOf } from "./zip.ts";

/** What is asked to be exported. Of runs and samples only the filter counts. */
export interface ExportRequest {
  exported: Exported;
  format: ExportFormat;
  asked: FrontierArguments;
}

/** An export that is ready to be written. Nothing but a frontier is read before its pieces are asked for. */
export interface OpenedExport {
  /** The version of the data that it holds. */
  version: string;
  /** A name for its file, or for the ZIP of its folder. */
  fileName: string;
  /** Its one file, or its folder as a ZIP. */
  pieces(): AsyncIterable<string | Uint8Array>;
  /** The files of its folder, of a format that has one. */
  files(): AsyncIterable<ExportedFile>;
}

/**
 * Prepares an export of one version of the data, of the present one or of an earlier one that is kept.
 *
 * @param reader who reads it, and so what is shown.
 * @param reads is told what is about to be read: runs, or samples.
 * @throws RequestError for what is not allowed, before anything is written.
 */
export async function openExport(
  store: Store,
  { exported, format, asked }: ExportRequest,
  reader: Principal,
  reads: ExportSource["reads"] = () => {},
): Promise<OpenedExport> {
  const where = filterOf(asked);
  await requireStoredValues(store, where);
  const catalogue = await store.catalogue();
  criteriaOf(where, catalogue);
  const request = exported === "frontier" ? frontierRequest(asked, catalogue) : null;
  const frontier = request && (await readFrontier(store, request));
  const version = frontier?.dataVersion ?? where.dataVersion ?? store.version();
  const since = await readVersionTime(store, version);
  const { version: program } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8"));
  const source: ExportSource = { store, catalogue, version, since, reader, program, where, reads };
  const benchmarks = request?.criteria.benchmarkIds.map((id) => catalogue.benchmarks.byId.get(id)!.name) ?? [];
  const ofFrontier = frontier && { ...source, frontier, benchmarks };
  const files = () => FOLDERS[format.name]!(source);
  return {
    version,
    fileName: `paretograph-${exported}-${version}.${format.file}`,
    files,
    pieces: () =>
      format.exporter
        ? exportedBy(source, format.exporter.plugin, format.exporter.options)
        : format.isFolder
          ? zipOf(files(), since)
          : ofFrontier
            ? frontierFile(ofFrontier, format.name)
            : runFile(source, exported, format.name),
  };
}

const FOLDERS: Record<string, (source: ExportSource) => AsyncIterable<ExportedFile>> = {
  "every-eval-ever": everyEvalEver,
  "lm-eval": lmEvalResults,
  "eval-results": hubResults,
};

async function* frontierFile(source: FrontierSource, format: string): AsyncIterable<string | Uint8Array> {
  if (format === "cff") return yield* citationFile(source);
  if (format === "bibtex") return yield* bibtex(source);
  const { columns, rows } = await frontierTable(source);
  yield* format === "csv" ? csvOf(columns, rows) : parquetOf(columns, rows, source.version);
}

function runFile(source: ExportSource, exported: Exported, format: string): AsyncIterable<string | Uint8Array> {
  const { metrics } = source.catalogue;
  switch (`${exported} ${format}`) {
    case "runs ndjson":
      return submissionLines(source);
    case "runs csv":
      return csvOf(runColumns(metrics), runsOf(source));
    case "runs parquet":
      return parquetOf(runColumns(metrics), runsOf(source), source.version);
    case "samples csv":
      return csvOf(SAMPLE_COLUMNS, sampleRows(source));
    default:
      return parquetOf(SAMPLE_COLUMNS, sampleRows(source), source.version);
  }
}
