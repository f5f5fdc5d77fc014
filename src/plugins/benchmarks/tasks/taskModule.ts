// The module of the benchmark of a task file, which its address names: so it is loaded as that of any plugin is, also by the
// process in which its templates and patterns run.
import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { readTaskFile } from "./readTaskFile.ts";

const FILE = "taskFile";

/** Whether a path is that of a task file. */
export const isTaskPath = (path: string): boolean => /\.ya?ml$/i.test(path);

/** The address of the module whose default export is the benchmark of a task file. */
export function taskModule(path: string): string {
  const address = new URL(`./taskModule${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
  address.searchParams.set(FILE, pathToFileURL(path).href);
  return address.href;
}

const file = new URL(import.meta.url).searchParams.get(FILE);
export default file === null ? null : readTaskFile(fileURLToPath(file));
