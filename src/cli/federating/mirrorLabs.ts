import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Signing } from "../../federation/feed/feedWriter.ts";
import { mirror } from "../../federation/publishing/mirror.ts";
import type { Store } from "../../store/store.ts";
import { CommandError } from "../settings.ts";

export interface MirrorFlags {
  mirror?: string[];
  file?: string[];
  retrievedOn?: string;
  sourceUrl?: string;
}

/** Publishes the imported results of other labs as copies. */
export async function mirrorLabs(
  store: Store,
  dataFolder: string,
  folder: string,
  signing: Signing,
  { mirror: labs = [], file: files = [], retrievedOn = "", sourceUrl }: MirrorFlags,
) {
  if (files.length === 0)
    throw new CommandError("--mirror needs --file: the files from which the results were imported.");
  if (!/^\d{4}-\d\d-\d\d$/.test(retrievedOn) || Number.isNaN(Date.parse(retrievedOn))) {
    throw new CommandError(
      "--mirror needs --retrieved-on: the day on which the files were fetched, such as 2026-11-20.",
    );
  }
  if (sourceUrl !== undefined && !/^https?:$/.test(URL.parse(sourceUrl)?.protocol ?? "")) {
    throw new CommandError("--source-url is no address such as https://host/path.");
  }
  const sha256 = await digestOfFiles(files);
  const sources = labs.map((lab) => ({ lab, url: sourceUrl, sha256, retrievedOn }));
  return mirror(store, dataFolder, folder, signing, sources, new Date());
}

/** The digest of a file; of several, that of the lines which `sha256sum` prints of them, in the order of their paths. */
async function digestOfFiles(files: readonly string[]): Promise<string> {
  const digests = new Map<string, string>();
  for (const file of files) {
    const hash = createHash("sha256");
    try {
      for await (const piece of createReadStream(file)) hash.update(piece);
    } catch (error) {
      throw new CommandError(`--file "${file}" can't be read: ${(error as Error).message}.`);
    }
    digests.set(file, hash.digest("hex"));
  }
  if (files.length === 1) return digests.get(files[0]!)!;
  const lines = [...digests].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, digest]) => `${digest}  ${path}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex");
}
