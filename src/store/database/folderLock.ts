import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { RequestError } from "../../errors/requestError.ts";

const holder = z.object({
  pid: z.number(),
  host: z.string(),
  /** The address of the holder's API, once it answers. */
  url: z.string().optional(),
});
export type Holder = z.infer<typeof holder>;

/**
 * Takes a folder for this process, and returns the function that gives it back. Two embedded databases on one folder would
 * corrupt it. The lock is one of the operating system on an open file, which SQLite takes: it holds between containers,
 * whose process ids say nothing to each other, and goes with its process, however that ends.
 */
export function lockFolder(folder: string): () => void {
  const release = lockFile(join(folder, "lock.sqlite"));
  if (!release) {
    throw new RequestError(
      "STORE_IN_USE",
      `The store in ${folder} is in use by ${nameOf(readHolder(folder))}. Stop it, or set DATA_DIR to another folder.`,
    );
  }
  announceHolder(folder, {});
  return () => {
    rmSync(join(folder, FILE), { force: true });
    release();
  };
}

/** Takes the lock of a file, which is made and stays empty, and returns the function that gives it back; null if it is taken. */
export function lockFile(path: string): (() => void) | null {
  const { DatabaseSync } = loadSqlite();
  const lock = new DatabaseSync(path);
  try {
    lock.exec("pragma journal_mode = memory; begin exclusive");
  } catch (error) {
    lock.close();
    // SQLITE_BUSY
    if ((error as { errcode?: number }).errcode === 5) return null;
    throw error;
  }
  return () => lock.close();
}

/** The file that says who holds the lock. It is only as new as the last process that took it. */
const FILE = "server.json";

/** Writes who holds the folder, with the address of its API once it answers. Only the holder may call it. */
export function announceHolder(folder: string, { url }: { url?: string }): void {
  const unfinished = join(folder, `${FILE}.new`);
  const facts: Holder = { pid: process.pid, host: hostname(), url };
  writeFileSync(unfinished, JSON.stringify(facts));
  renameSync(unfinished, join(folder, FILE));
}

/** The process that holds the folder, or held it last if it was killed; null if none says so. */
export function readHolder(folder: string): Holder | null {
  try {
    return holder.parse(JSON.parse(readFileSync(join(folder, FILE), "utf8")));
  } catch {
    return null;
  }
}

function nameOf(holder: Holder | null): string {
  if (!holder) return "another process";
  return `process ${holder.pid}${holder.host === hostname() ? "" : ` on ${holder.host}`}`;
}

/** Loads SQLite without the warning that some versions of Node print for it. All other warnings stay. */
function loadSqlite(): typeof import("node:sqlite") {
  const { emitWarning } = process;
  process.emitWarning = ((warning: string | Error, ...rest: []) => {
    if (!/^SQLite is an experimental feature/.test(String(warning))) emitWarning.call(process, warning, ...rest);
  }) as typeof emitWarning;
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}
