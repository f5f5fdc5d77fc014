import type { Imported, LeftOut } from "../../contract/importer.ts";
import { shortened } from "./texts.ts";

/** What is left out, in words that can be stored: they quote files, which can hold any character. */
export const leftOutAt = (place: string, reason: string, count?: number): LeftOut => ({
  place: shortened(place, 1000),
  reason: shortened(reason, 2000),
  ...(count !== undefined && { count }),
});

/** The same, as an importer gives it. */
export const leaveOut = (place: string, reason: string, count?: number): Imported => ({
  kind: "leftOut",
  leftOut: leftOutAt(place, reason, count),
});

/** Two statements that do not agree, in words that can be stored. */
export const disagree = (place: string, statement: string): Imported => ({
  kind: "disagreement",
  disagreement: { place: shortened(place, 1000), statement: shortened(statement, 2000) },
});
