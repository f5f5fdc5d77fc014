import { realpath } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { RequestError } from "../../errors/requestError.ts";
import { BenchmarkDataError } from "../../plugins/contract/benchmarkDataError.ts";
import type { Declared } from "../../plugins/projectConfig.ts";

/** Throws `FORBIDDEN` for a path that by its text is in none of the declared folders. */
export function requireDeclaredFolder(path: string, { dataFolders }: Declared, argument: string): void {
  if (isAbsolute(path) && dataFolders.some((folder) => isIn(resolve(path), folder))) return;
  throw new RequestError(
    "FORBIDDEN",
    `${argument}: a file is read by its absolute path, from one of the folders that the config declares as dataFolders.`,
    argument,
  );
}

/**
 * The path of a file once all links are followed. Throws `FILE_REFUSED` where it then is in none of the folders, and
 * `NOT_FOUND` where there is no such file.
 */
export async function pathInFolders(path: string, { dataFolders }: Declared): Promise<string> {
  const real = await realpath(path).catch((cause: unknown) => {
    throw new BenchmarkDataError("NOT_FOUND", `The data file ${path} can't be read: ${String(cause)}.`, { cause });
  });
  const folders = await Promise.all(dataFolders.map((folder) => realpath(folder).catch(() => null)));
  if (folders.some((folder) => folder !== null && isIn(real, folder))) return real;
  throw new BenchmarkDataError(
    "FILE_REFUSED",
    `The data file ${path} is ${real}, which is in none of the dataFolders of this worker's config.`,
  );
}

function isIn(path: string, folder: string): boolean {
  const below = relative(folder, path);
  return below !== "" && below !== ".." && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}
