import type { ImportFile } from "../../contract/importer.ts";

/** Files that stand in one folder of what was given. */
export interface Folder {
  /** The path of the folder, with `/` at its end; empty for the folder that was given itself. */
  path: string;
  /** Which of the folders that were given it is, or is in, where two have files of the same names. */
  given: number;
  files: ImportFile[];
}

/**
 * The files by their folders. Two folders that a person gives can hold files of the same names, which are then kept apart:
 * the files of a folder come in order, so that a step back in the order begins another one.
 */
export function byFolder(files: readonly ImportFile[]): Folder[] {
  const areTwins = new Set(files.map(({ path }) => path)).size < files.length;
  const folders: Folder[] = [];
  let known = new Map<string, Folder>();
  let before: string[] = [];
  let given = 0;
  for (const file of files) {
    const parts = file.path.split("/");
    if (areTwins && !isAfter(parts, before)) {
      known = new Map();
      given++;
    }
    before = parts;
    const path = file.path.slice(0, file.path.lastIndexOf("/") + 1);
    let folder = known.get(path);
    if (!folder) {
      folder = { path, given, files: [] };
      known.set(path, folder);
      folders.push(folder);
    }
    folder.files.push(file);
  }
  return folders;
}

function isAfter(parts: string[], before: string[]): boolean {
  for (const [i, part] of parts.entries()) {
    if (before[i] === undefined) return true;
    if (part !== before[i]) return part > before[i];
  }
  return false;
}

/** The last part of the path of a file. */
export const nameOf = ({ path }: ImportFile): string => path.slice(path.lastIndexOf("/") + 1);
