import { randomUUID } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ExportedFile } from "../../exchange/exporting/source/exportSource.ts";
import { fileFailure } from "../backup.ts";
import { CommandError } from "../settings.ts";

/** Writes a file as a whole or not at all. Throws a `CommandError` where it cannot be written. */
export async function writeWhole(file: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  const unfinished = `${file}.${randomUUID()}`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(unfinished, { flags: "wx" }));
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw fileFailure(file, error);
  }
}

/** Writes a new folder as a whole or not at all. Throws a `CommandError` where it is there, or cannot be written. */
export async function writeFolder(folder: string, files: AsyncIterable<ExportedFile>): Promise<void> {
  if (existsSync(folder)) throw new CommandError(`--output "${folder}" is there already: name a new folder.`);
  const unfinished = `${folder.replace(/[\\/]+$/, "")}.${randomUUID()}`;
  try {
    await mkdir(unfinished);
    for await (const { path, pieces } of files) {
      const file = join(unfinished, path);
      await mkdir(dirname(file), { recursive: true });
      await pipeline(Readable.from(pieces), createWriteStream(file, { flags: "wx" }));
    }
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw fileFailure(folder, error);
  }
}
