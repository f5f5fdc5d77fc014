import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Disagreement, Imported, ImportedRun, LeftOut } from "../../../src/plugins/contract/importer.ts";
import type { SampleSubmission } from "../../../src/recording/submitted/submission.ts";
import type { Given } from "./fuzz.ts";

const FIXTURES = fileURLToPath(new URL("fixtures", import.meta.url));

/** The files of a folder of fixtures, by their paths in it, as if a person gave the folder. */
export function folder(...path: string[]): Given[] {
  const root = join(FIXTURES, ...path);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "SOURCES.md")
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((full) => ({ path: full.slice(root.length + 1), bytes: readFileSync(full) }));
}

/** A file of fixtures, as if a person gave it alone. */
export const file = (...path: string[]): Given => ({
  path: path.at(-1)!,
  bytes: readFileSync(join(FIXTURES, ...path)),
});

/** A file of a text, or of a value as JSON. */
export const written = (path: string, value: unknown): Given => ({
  path,
  bytes: Buffer.from(typeof value === "string" ? value : JSON.stringify(value)),
});

/** What was imported, by its kinds. */
export const kinds = (found: readonly Imported[]) => ({
  runs: found.flatMap((one): ImportedRun[] => (one.kind === "run" ? [one.run] : [])),
  leftOut: found.flatMap((one): LeftOut[] => (one.kind === "leftOut" ? [one.leftOut] : [])),
  disagreements: found.flatMap((one): Disagreement[] => (one.kind === "disagreement" ? [one.disagreement] : [])),
});

/** The mean verdict of samples that have one. */
export function meanVerdict(samples: readonly SampleSubmission[] = []): number {
  const values = samples.flatMap(({ correct, score }) => (correct == null ? [] : [score ?? Number(correct)]));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
