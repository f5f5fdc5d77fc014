import type { ImportFile } from "../../contract/importer.ts";

/** Files that stand in one folder of what was given. */
export interface Folder {
  /** The path of the folder, with `/` at its end; empty for the folder that was given itself. */
  path: string;
  files: ImportFile[];
}

/** The files by their folders, in the order in which these first occur. */
export function byFolder(files: readonly ImportFile[]): Folder[] {
  const folders = Map.groupBy(files, ({ path }) => path.slice(0, path.lastIndexOf("/") + 1));
  return [...folders].map(([path, own]) => ({ path, files: own }));
}

/** The last part of the path of a file. */
export const nameOf = ({ path }: ImportFile): string => path.slice(path.lastIndexOf("/") + 1);
