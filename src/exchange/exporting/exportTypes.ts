import type { ExporterPlugin } from "../../plugins/contract/exporter.ts";

/** What can be exported, and in which formats. A format that writes several files writes a folder, or one ZIP. */
export const FORMATS = {
  frontier: {
    csv: { type: "text/csv; charset=utf-8; header=present", file: "csv" },
    parquet: { type: "application/vnd.apache.parquet", file: "parquet" },
    cff: { type: "application/yaml; charset=utf-8", file: "cff" },
    bibtex: { type: "application/x-bibtex; charset=utf-8", file: "bib" },
  },
  runs: {
    csv: { type: "text/csv; charset=utf-8; header=present", file: "csv" },
    parquet: { type: "application/vnd.apache.parquet", file: "parquet" },
    ndjson: { type: "application/x-ndjson; charset=utf-8", file: "ndjson" },
    "every-eval-ever": { type: "application/zip", file: "zip", isFolder: true },
    "lm-eval": { type: "application/zip", file: "zip", isFolder: true },
    "eval-results": { type: "application/zip", file: "zip", isFolder: true },
  },
  samples: {
    csv: { type: "text/csv; charset=utf-8; header=present", file: "csv" },
    parquet: { type: "application/vnd.apache.parquet", file: "parquet" },
  },
} as const satisfies Record<string, Record<string, { type: string; file: string; isFolder?: true }>>;

export type Exported = keyof typeof FORMATS;

/** How an export is written. */
export interface ExportFormat {
  name: string;
  /** The media type of the file, or of the ZIP of a folder. */
  type: string;
  /** The ending of its name. */
  file: string;
  isFolder: boolean;
  /** The plugin that writes it, with its options; undefined for the formats of the program. */
  exporter?: { plugin: ExporterPlugin; options: unknown };
}

/** The format of this name; undefined where what is exported is not written so. */
export function formatOf(exported: Exported, name: string): ExportFormat | undefined {
  const formats: Record<string, { type: string; file: string; isFolder?: true }> = FORMATS[exported];
  if (!Object.hasOwn(formats, name)) return undefined;
  return { name, isFolder: false, ...formats[name]! };
}
