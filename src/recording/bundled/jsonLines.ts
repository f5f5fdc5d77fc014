import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** Reads the values of a JSON Lines file, compressed if its name ends in `.gz`. An `optional` file may be missing. */
export function readJsonLines<T>(path: string, optional = false): T[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if (optional && (error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return parseJsonLines((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
}

/** The values of a text of JSON Lines. */
export function parseJsonLines<T>(text: string): T[] {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
