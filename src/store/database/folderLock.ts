import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RequestError } from "../../errors/requestError.ts";

/**
 * Marks a folder as in use by this process, and returns the function that removes the mark. Two embedded databases on
 * one folder would corrupt it. The mark of a process that has ended is taken over.
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, "lock");
  const holder = readHolder(file);
  if (holder && holder !== process.pid && isAlive(holder)) {
    throw new RequestError(
      "STORE_IN_USE",
      `The store in ${folder} is in use by process ${holder}. Stop it, or set DATA_DIR to another folder.`,
    );
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function readHolder(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
