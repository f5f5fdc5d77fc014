import type { Principal } from "../../../access/principal.ts";
import type { Frontier } from "../../../analysis/frontierPoint.ts";
import type { Catalogue } from "../../../store/catalogue.ts";
import type { RunFilter } from "../../../store/filters/runFilter.ts";
import type { Store } from "../../../store/store.ts";

/** What an export is made from. All of it is of one version of the data, also while others change the store. */
export interface ExportSource {
  store: Store;
  catalogue: Catalogue;
  /** The version of the data, as 16 hexadecimal digits, and the instant from which on the data had it. */
  version: string;
  since: Date;
  /** Who reads it, and so what is shown. */
  reader: Principal;
  /** The version of the program. */
  program: string;
  /** The runs that are exported, of this version. */
  where: RunFilter;
  /** Is told what is about to be read: runs, or samples. It may throw to end the export. */
  reads(runs: number, samples: number): void;
}

/** An export of a frontier, which also names the metrics that it trades. */
export interface FrontierSource extends ExportSource {
  frontier: Frontier;
  /** The names of the benchmarks. */
  benchmarks: string[];
}

/** A file of an export. Its pieces are taken before the next file is asked for. */
export interface ExportedFile {
  /** With slashes, relative to the folder of the export. */
  path: string;
  pieces: AsyncIterable<string | Uint8Array>;
}
