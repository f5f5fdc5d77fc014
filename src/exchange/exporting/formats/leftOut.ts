import type { ExportedFile } from "../source/exportSource.ts";

/** What a format has no place for, as a text file beside the others: nothing is dropped in silence. */
export function leftOutFile(leftOut: readonly string[]): ExportedFile[] {
  if (leftOut.length === 0) return [];
  async function* pieces() {
    yield `${leftOut.join("\n")}\n`;
  }
  return [{ path: "left-out.txt", pieces: pieces() }];
}
