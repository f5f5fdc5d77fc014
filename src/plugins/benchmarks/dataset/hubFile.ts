import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BenchmarkContext, DatasetIdentity } from "../../contract/benchmark.ts";
import { BenchmarkDataError } from "../../contract/benchmarkDataError.ts";
import { download } from "./download.ts";
import { sha256 } from "./sha256.ts";

const HUB = "https://huggingface.co";

/** A file of a dataset on the Hugging Face hub at a commit, so that it never changes. */
export interface HubFile {
  /** The owner and the name, e.g. `openai/gsm8k`. */
  dataset: string;
  /** The full hash of a commit. */
  revision: string;
  path: string;
  /** The SHA-256 of the file, where it is known. A file with another one is refused, even from a mirror. */
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
  const kept = await readKept(path, file);
  const bytes = kept ?? (await fetchFile(file, context));
  const content = await read(bytes);
  if (kept === null) await keep(path, bytes);
  const source = `${HUB}/datasets/${file.dataset}/blob/${file.revision}/${file.path}`;
  return { content, identity: { source, revision: file.revision, sha256: sha256(bytes) } };
}

/** Reads the cached copy; null where there is none, or where it was cut off or changed. */
async function readKept(path: string, file: HubFile): Promise<Uint8Array | null> {
  try {
    const [bytes, checksum] = await Promise.all([readFile(path), readFile(checksumPath(path), "utf8")]);
    const actual = sha256(bytes);
    return actual === checksum.trim() && actual === (file.sha256 ?? actual) ? bytes : null;
  } catch {
    return null;
  }
}

async function fetchFile(file: HubFile, context: BenchmarkContext): Promise<Uint8Array> {
  const hub = (context.hubUrl || HUB).replace(/\/+$/, "");
  const page = `${HUB}/datasets/${file.dataset}`;
  const url = `${hub}/datasets/${file.dataset}/resolve/${file.revision}/${file.path}`;
  const howToGetAccess =
    `To get access, log in, accept the terms at ${page}, make a token that reads gated repositories at ` +
    `${HUB}/settings/tokens and set it as HF_TOKEN; or download ${file.path} there and give it with --data FILE.`;
  const { token, signal, reach = "any" } = context;
  const bytes = await download(url, { token, signal, reach, howToGetAccess });
  const actual = sha256(bytes);
  if (actual !== (file.sha256 ?? actual))
    throw new BenchmarkDataError(
      "CHANGED",
      `${url} is not the expected file: its SHA-256 is ${actual}, not ${file.sha256}. If HF_ENDPOINT names a mirror, try without it.`,
    );
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
