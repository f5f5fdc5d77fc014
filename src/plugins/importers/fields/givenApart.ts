import type { ImportFile } from "../../contract/importer.ts";

/**
 * The files of each folder that a person gives, where two of them hold files of the same paths; otherwise all together.
 * The files of a folder come in order, so that a step back in the order begins another one.
 */
export function givenApart(files: readonly ImportFile[]): ImportFile[][] {
  if (new Set(files.map(({ path }) => path)).size === files.length) return [[...files]];
  const given: ImportFile[][] = [];
  let before: string[] | undefined;
  for (const file of files) {
    const parts = file.path.split("/");
    if (before === undefined || !isAfter(parts, before)) given.push([]);
    given.at(-1)!.push(file);
    before = parts;
  }
  return given;
}

/** Whether a path comes later than another, part by part. The same path does not. */
function isAfter(parts: string[], before: string[]): boolean {
  for (const [i, part] of parts.entries()) {
    if (before[i] === undefined) return true;
    if (part !== before[i]) return part > before[i];
  }
  return false;
}
