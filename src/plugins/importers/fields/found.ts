import type { Imported } from "../../contract/importer.ts";

/** Something that has no place in a run, with its place in the file and the reason in a whole sentence. */
export const leftOut = (place: string, reason: string, count?: number): Imported => ({
  kind: "leftOut",
  leftOut: { place, reason, ...(count !== undefined && { count }) },
});

/** Two statements of a file that do not agree, with both figures in a whole sentence. */
export const disagreement = (place: string, statement: string): Imported => ({
  kind: "disagreement",
  disagreement: { place, statement },
});

/** How far a stated mean and that of the samples may be apart before they disagree. */
export const TOLERANCE = 1e-6;
