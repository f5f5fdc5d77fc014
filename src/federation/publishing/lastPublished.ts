import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Last } from "../feed/feedWriter.ts";

const last = z.object({ sequence: z.int(), manifest: z.string().nullable() });

const fileOf = (dataFolder: string, lab: string) => join(dataFolder, "keys", `${lab}.feed.json`);

/** The last manifest that a lab published from here; sequence 0 where it published none. */
export function readLastPublished(dataFolder: string, lab: string): Last {
  try {
    return last.parse(JSON.parse(readFileSync(fileOf(dataFolder, lab), "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { sequence: 0, manifest: null };
    throw error;
  }
}

export function rememberPublished(dataFolder: string, lab: string, { sequence, manifest }: Last): void {
  mkdirSync(join(dataFolder, "keys"), { recursive: true, mode: 0o700 });
  const file = fileOf(dataFolder, lab);
  writeFileSync(`${file}.new`, `${JSON.stringify({ sequence, manifest })}\n`, { flush: true });
  renameSync(`${file}.new`, file);
}
