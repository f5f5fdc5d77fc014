import type { RunSubmission, SampleSubmission } from "../../recording/submitted/submission.ts";
import type { Plugin } from "./plugin.ts";

/** A way to write stored runs in the format of another tool: `paretograph export runs --format NAME`. */
export interface ExporterPlugin<Options = unknown> extends Plugin<Options> {
  kind: "exporter";
  /** The name of the format for people. */
  title: string;
  /** The media type of the file, e.g. `application/json`. */
  mediaType: string;
  /** The ending of the file's name without its dot, e.g. `json`. */
  extension: string;
  /**
   * Writes the runs as the pieces of one file. The runs are read as they are asked for; texts that the reader may not see are
   * not in them. It is called once for an export.
   */
  write(runs: AsyncIterable<ExportedRun>, options: Options, context: ExportContext): AsyncIterable<string | Uint8Array>;
}

/** A run as it was submitted, with all its measures. */
export interface ExportedRun extends Omit<RunSubmission, "samples"> {
  /** The SHA-256 of its content, by which every store knows it. */
  contentHash: string;
  /** Its answers, in the order of problems and repeats; none of a run that was stored without them. */
  samples: SampleSubmission[];
}

/** What an exporter is told beside the runs. */
export interface ExportContext {
  /** The version of the data that is exported. */
  version: string;
  /** Aborted when nobody reads the export any more. */
  signal: AbortSignal;
}
