import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Whether a path is that of a task file. */
export const isTaskPath = (path: string): boolean => /\.ya?ml$/i.test(path);

/** The address of the module whose default export is the benchmark of a task file. */
export function taskModule(path: string): string {
  const address = new URL(`./taskModule${extname(fileURLToPath(import.meta.url))}`, import.meta.url);
  address.searchParams.set(FILE, pathToFileURL(path).href);
  return address.href;
}

/** The path of the task file that the address of a module names; null for any other module. */
export function taskOfModule(address: string): string | null {
  const file = new URL(address).searchParams.get(FILE);
  return file === null ? null : fileURLToPath(file);
}

const FILE = "taskFile";
