import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BenchmarkContext, DatasetIdentity } from "../../contract/benchmark.ts";
import { BenchmarkDataError } from "../../contract/benchmarkDataError.ts";
import { download } from "./download.ts";
import { sha256 } from "./sha256.ts";

const HUB = "https://huggingface.co";

/** A file of a dataset on the Hugging Face hub. */
export interface HubFile {
  /** The owner and the name, e.g. `openai/gsm8k`. */
  dataset: string;
  /** The full hash of a commit, at which the file never changes, or the name of a branch. */
  revision: string;
  path: string;
  /**
   * The SHA-256 of the file, where it is known. A file with another one is refused, even from a mirror. Where it is left out,
   * that of the first download is kept in its place.
   */
  sha256?: string;
}

export interface ReadFile<Content> {
  content: Content;
  identity: DatasetIdentity;
}

/**
 * Reads a file from the cache folder, or from the hub if the folder has no intact copy. A downloaded file that could be
 * read is kept with its checksum.
 *
 * @param read reads the content from the bytes. It throws if the file does not hold the expected content.
 * @throws BenchmarkDataError, and every error of `read`.
 */
export async function readHubFile<Content>(
  file: HubFile,
  context: BenchmarkContext,
  read: (bytes: Uint8Array) => Promise<Content>,
): Promise<ReadFile<Content>> {
  const path = join(context.cacheFolder, "datasets", file.dataset.replace("/", "--"), file.revision, file.path);
  const pinned = await pinnedChecksum(path, file);
  const kept = pinned === null ? null : await readKept(path, pinned.sha256);
  const bytes = kept ?? (await fetchFile(file, pinned, context));
  const content = await read(bytes);
  if (kept === null) await keep(path, bytes);
  const source = `${HUB}/datasets/${file.dataset}/blob/${file.revision}/${file.path}`;
  const revision = COMMIT.test(file.revision) ? file.revision : null;
  return { content, identity: { source, revision, sha256: sha256(bytes) } };
}

const COMMIT = /^[0-9a-f]{40}$/;

/** The checksum that a file must have, and where that is written if the benchmark itself does not state it. */
interface PinnedChecksum {
  sha256: string;
  writtenIn?: string;
}

/** The checksum that the benchmark states, else that of the first download; null before it. */
async function pinnedChecksum(path: string, file: HubFile): Promise<PinnedChecksum | null> {
  if (file.sha256 !== undefined) return { sha256: file.sha256 };
  const writtenIn = checksumPath(path);
  const written = (await readFile(writtenIn, "utf8").catch(() => "")).trim();
  return /^[0-9a-f]{64}$/.test(written) ? { sha256: written, writtenIn } : null;
}

/** Reads the cached copy; null where there is none, or where it was cut off or changed. */
async function readKept(path: string, expected: string): Promise<Uint8Array | null> {
  const bytes = await readFile(path).catch(() => null);
  return bytes !== null && sha256(bytes) === expected ? bytes : null;
}

async function fetchFile(file: HubFile, pinned: PinnedChecksum | null, context: BenchmarkContext): Promise<Uint8Array> {
  const hub = (context.hubUrl || HUB).replace(/\/+$/, "");
  const page = `${HUB}/datasets/${file.dataset}`;
  const url = `${hub}/datasets/${file.dataset}/resolve/${file.revision}/${file.path}`;
  const howToGetAccess =
    `To get access, log in, accept the terms at ${page}, make a token that reads gated repositories at ` +
    `${HUB}/settings/tokens and set it as HF_TOKEN; or download ${file.path} there and give it with --data FILE.`;
  const { token, signal, reach = "any" } = context;
  const bytes = await download(url, { token, signal, reach, howToGetAccess });
  const actual = sha256(bytes);
  if (actual !== (pinned?.sha256 ?? actual)) {
    const advice = pinned?.writtenIn
      ? `That of the first download is in ${pinned.writtenIn}: remove it to take the file as it is now.`
      : "If HF_ENDPOINT names a mirror, try without it.";
    throw new BenchmarkDataError(
      "CHANGED",
      `${url} is not the expected file: its SHA-256 is ${actual}, not ${pinned?.sha256}. ${advice}`,
    );
  }
  return bytes;
}

/** Keeps a file. It appears at once and whole, and its checksum after it, so that no reader sees half a file. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    for (const [target, content] of [
      [path, bytes],
      [checksumPath(path), `${sha256(bytes)}\n`],
    ] as const) {
      const partial = `${target}.${randomUUID()}`;
      await writeFile(partial, content);
      await rename(partial, target);
    }
  } catch (cause) {
    throw new BenchmarkDataError("UNWRITABLE", `${path} can't be kept: ${String(cause)}.`, { cause });
  }
}

function checksumPath(path: string): string {
  return `${path}.sha256`;
}
