import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { fetchBytes } from "../../network/fetchBytes.ts";
import { ImportError } from "../../plugins/contract/importError.ts";
import type { ImportFile } from "../../plugins/contract/importer.ts";
import { importFile, type Keeping, LARGEST_FILE, newKeeping } from "./importFile.ts";

/** The most files of a folder with all that it holds. */
export const MOST_FILES = 20_000;

/**
 * The files that a person names: files, folders with all that they hold, and addresses.
 *
 * @param changedSince leaves out the files that were not written since, in milliseconds since 1970
 */
export async function givenFiles(given: readonly string[], changedSince = 0): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  const keeping = newKeeping();
  const distinct = [...new Set(given)];
  const names = distinct.map(nameOf);
  for (const [i, one] of distinct.entries()) {
    // Folders that were given together can hold files of the same names, which belong to different runs.
    const name = names.filter((other) => other === names[i]).length > 1 ? one : basename(withoutQuery(one));
    if (isAddress(one)) files.push(await fetched(one, name, keeping));
    else
      for await (const file of filesAt(one, name, distinct.length === 1, { keeping, changedSince })) files.push(file);
    if (files.length > MOST_FILES) {
      throw new ImportError("FILE_TOO_LARGE", one, `there are more than ${MOST_FILES} files. Name fewer at once.`);
    }
  }
  return files;
}

const isAddress = (given: string) => /^https?:\/\//.test(given);

/** What follows the path in an address, such as `?download=true`, is no part of the file's name. */
const withoutQuery = (given: string) => (isAddress(given) ? given.replace(/[?#].*$/, "") : given);
const nameOf = (given: string) => basename(withoutQuery(given)).replace(PACKED, "");

interface Reading {
  keeping: Keeping;
  changedSince: number;
}

/** The name of a folder stands in the paths of its files, unless it is the only one. */
async function* filesAt(path: string, name: string, isOnly: boolean, reading: Reading): AsyncGenerator<ImportFile> {
  const kind = await stat(path).catch((cause) => {
    throw new ImportError("BAD_FILE", path, "there is no such file or folder.", { cause });
  });
  if (kind.isFile()) yield* localFile(path, name, reading);
  else if (kind.isDirectory()) yield* folder(path, isOnly ? "" : name, reading);
  else throw new ImportError("BAD_FILE", path, "it is neither a file nor a folder.");
}

/** Links are not followed: they can lead out of the folder or around in it. Hidden files are read, as `.eval_results` is one. */
async function* folder(path: string, within: string, reading: Reading): AsyncGenerator<ImportFile> {
  const entries = await readdir(path, { withFileTypes: true });
  let count = 0;
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = within === "" ? entry.name : `${within}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== ".git") yield* folder(join(path, entry.name), inside, reading);
    else if (entry.isFile()) yield* localFile(join(path, entry.name), inside, reading);
    if (++count > MOST_FILES) return;
  }
}

async function* localFile(path: string, name: string, { keeping, changedSince }: Reading): AsyncGenerator<ImportFile> {
  if (changedSince > 0 && (await stat(path)).mtimeMs < changedSince) return;
  yield unpacked(name, keeping, () => ({
    async *[Symbol.asyncIterator]() {
      const file = await open(path, "r").catch((cause) => {
        throw new ImportError("BAD_FILE", name, `it can't be read (${(cause as Error).message}).`, { cause });
      });
      yield* createReadStream("", { fd: file });
    },
  }));
}

const PACKED = /\.(?:gz|zst)$/;
const UNPACKED = { ".gz": createGunzip, ".zst": createZstdDecompress } as const;

/** A file that is packed as a whole is read as what it holds. */
function unpacked(name: string, keeping: Keeping, read: () => AsyncIterable<Uint8Array>): ImportFile {
  const ending = Object.keys(UNPACKED).find((one) => name.endsWith(one)) as keyof typeof UNPACKED | undefined;
  if (!ending) return importFile(name, read, keeping);
  const path = name.slice(0, -ending.length);
  const unpackedBytes = async function* () {
    const unpack = UNPACKED[ending]();
    // The reader sees a failure of either through the last one.
    pipeline(read(), unpack, () => {});
    try {
      yield* unpack;
    } catch (cause) {
      if (cause instanceof ImportError) throw cause;
      throw new ImportError("BAD_FILE", name, `it can't be unpacked (${(cause as Error).message}).`, { cause });
    }
  };
  return importFile(path, unpackedBytes, keeping);
}

async function fetched(address: string, name: string, keeping: Keeping): Promise<ImportFile> {
  const fail = (why: string, cause?: unknown) => new ImportError("BAD_FILE", address, `${why}.`, { cause });
  const { status, bytes } = await fetchBytes(address, { limit: LARGEST_FILE, redirects: "any" }).catch((cause) => {
    throw fail(`it can't be read (${(cause as Error).message})`, cause);
  });
  if (status !== 200) throw fail(`the server answers ${status}`);
  return unpacked(name, keeping, async function* () {
    yield bytes;
  });
}
