import { readFileSync } from "node:fs";
import type { Imported, ImportedRun, ImporterPlugin } from "../../../src/plugins/contract/importer.ts";
import { type Given, importAll } from "./fuzz.ts";

/** A file that is given as a text, or as what is written as JSON. */
export const textFile = (path: string, content: unknown): Given => ({
  path,
  bytes: new TextEncoder().encode(typeof content === "string" ? content : JSON.stringify(content)),
});

/** A file of the fixtures, by its path in them. */
export const fixture = (path: string, name = path): Given => ({
  path: name,
  bytes: readFileSync(new URL(`./fixtures/${path}`, import.meta.url)),
});

/** What an importer gives of files, sorted by its kinds. */
export async function imported(importer: ImporterPlugin, files: readonly Given[]) {
  const all = await importAll(importer, files);
  return {
    runs: all.flatMap((one): ImportedRun[] => (one.kind === "run" ? [one.run] : [])),
    leftOut: all.flatMap((one) => (one.kind === "leftOut" ? [one.leftOut] : [])),
    disagreements: all.flatMap((one) => (one.kind === "disagreement" ? [one.disagreement] : [])),
  } satisfies Record<string, Imported[] | unknown[]>;
}
