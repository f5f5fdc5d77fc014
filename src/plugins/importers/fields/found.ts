import type { Imported } from "../../contract/importer.ts";
import { shortened } from "./texts.ts";

/**
 * Something that has no place in a run, with its place in the file and the reason in a whole sentence. Both quote files,
 * which hold any character, and are shown as they can be stored.
 */
export const leftOut = (place: string, reason: string, count?: number): Imported => ({
  kind: "leftOut",
  leftOut: { place: shortened(place, 1000), reason: shortened(reason, 2000), ...(count !== undefined && { count }) },
});

/** Two statements of a file that do not agree, with both figures in a whole sentence. */
export const disagreement = (place: string, statement: string): Imported => ({
  kind: "disagreement",
  disagreement: { place: shortened(place, 1000), statement: shortened(statement, 2000) },
});

/** How far a stated mean and that of the samples may be apart before they disagree. */
export const TOLERANCE = 1e-6;
