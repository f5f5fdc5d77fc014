import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** The values of a JSON Lines file, gunzipped if its name ends in `.gz`; none of a missing file if it is `optional`. */
export function readJsonLines<T>(path: string, optional = false): T[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if (optional && (error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
