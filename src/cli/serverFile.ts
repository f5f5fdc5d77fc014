import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const serverFacts = z.object({ url: z.url(), pid: z.number() });

const fileIn = (folder: string) => join(folder, "server.json");

/** Writes into the folder of a store at which address its server answers, for the commands of the same machine. */
export function announceServer(folder: string, url: string): void {
  const unfinished = join(folder, `server.json.${process.pid}`);
  writeFileSync(unfinished, JSON.stringify({ url, pid: process.pid }));
  renameSync(unfinished, fileIn(folder));
}

export function withdrawServer(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}

/** The address of the server that has a store open; null where none says so. */
export function readServer(folder: string): string | null {
  try {
    return serverFacts.parse(JSON.parse(readFileSync(fileIn(folder), "utf8"))).url;
  } catch {
    return null;
  }
}
