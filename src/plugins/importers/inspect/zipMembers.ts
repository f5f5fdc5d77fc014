import { crc32, inflateRawSync, zstdDecompressSync } from "node:zlib";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { ImportError } from "../../contract/importError.ts";
import { parseJson } from "../fields/parseJson.ts";

/** The most files in one, the most bytes that one of them unpacks to, and all of them together. */
const MOST_MEMBERS = 500_000;
export const LARGEST_MEMBER = 64 * 1024 * 1024;
const LARGEST_WHOLE = 8 * 1024 * 1024 * 1024;

const STORED = 0;
const DEFLATE = 8;
const ZSTD = 93;

/** The files in a file of zip. Of two of the same name the last one holds, as it was written over the first. */
export interface Members {
  has(name: string): boolean;
  names(): string[];
  /** The bytes that a file in it unpacks to, as it says. */
  size(name: string): number;
  /** The value of a file of JSON in it. Throws an `ImportError` for one that is not there, damaged or too large. */
  json(name: string): Promise<unknown>;
}

/**
 * Opens a file of zip, whose files may be packed by deflate or by Zstandard (method 93). What a file says of its length is
 * held against what it unpacks to, and never trusted for more than the limit.
 *
 * @throws ImportError `BAD_FILE` for what is no zip, `FILE_TOO_LARGE` for one beyond the limits.
 */
export async function zipMembers(bytes: Uint8Array, path: string): Promise<Members> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  const zip = await openZip(buffer, path, (name, entry) => {
    entries.set(name, entry);
    if (entries.size > MOST_MEMBERS)
      throw new ImportError("FILE_TOO_LARGE", path, `it holds more than ${MOST_MEMBERS} files.`);
  });
  return {
    has: (name) => entries.has(name),
    names: () => [...entries.keys()],
    size: (name) => entries.get(name)?.uncompressedSize ?? 0,
    async json(name) {
      const place = `${path}: ${name}`;
      const entry = entries.get(name);
      if (!entry) throw new ImportError("BAD_FILE", place, "it is not in the file.");
      const text = await unpack(zip, buffer, entry, place);
      unpacked += text.length;
      if (unpacked > LARGEST_WHOLE) {
        throw new ImportError("FILE_TOO_LARGE", path, `it unpacks to more than ${LARGEST_WHOLE} bytes.`);
      }
      try {
        return parseJson(text.toString("utf8"));
      } catch (cause) {
        throw new ImportError("BAD_FILE", place, `it is no JSON (${(cause as Error).message.slice(0, 200)}).`, {
          cause,
        });
      }
    },
  };
}

async function openZip(buffer: Buffer, path: string, take: (name: string, entry: Entry) => void): Promise<ZipFile> {
  try {
    // Names are taken as they are: they are never used as paths, and the id of a sample can hold anything.
    const zip = await fromBufferPromise(buffer, { lazyEntries: true, decodeStrings: false, autoClose: false });
    for await (const entry of zip.eachEntry()) take(entry.fileNameRaw.toString("utf8"), entry);
    return zip;
  } catch (cause) {
    if (cause instanceof ImportError) throw cause;
    throw new ImportError("BAD_FILE", path, `it is no file of zip (${(cause as Error).message}).`, { cause });
  }
}

async function unpack(zip: ZipFile, buffer: Buffer, entry: Entry, place: string): Promise<Buffer> {
  const { compressedSize, compressionMethod, uncompressedSize } = entry;
  if (uncompressedSize > LARGEST_MEMBER) {
    throw new ImportError("FILE_TOO_LARGE", place, `it unpacks to more than ${LARGEST_MEMBER} bytes.`);
  }
  const fail = (why: string, cause?: unknown) => new ImportError("BAD_FILE", place, `${why}.`, { cause });
  if (entry.isEncrypted()) throw fail("it is encrypted");
  let packed: Buffer;
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    packed = buffer.subarray(fileDataStart, fileDataStart + compressedSize);
  } catch (cause) {
    throw fail(`it can't be read (${(cause as Error).message})`, cause);
  }
  const limit = { maxOutputLength: Math.max(1, uncompressedSize) };
  let whole: Buffer;
  try {
    if (compressionMethod === STORED) whole = packed;
    else if (compressionMethod === DEFLATE) whole = inflateRawSync(packed, limit);
    else if (compressionMethod === ZSTD) whole = zstdDecompressSync(packed, limit);
    else throw fail(`it is packed by method ${compressionMethod}; 0, 8 (deflate) and 93 (Zstandard) are read`);
  } catch (cause) {
    if (cause instanceof ImportError) throw cause;
    throw fail(`it can't be unpacked (${(cause as Error).message})`, cause);
  }
  if (whole.length !== uncompressedSize) {
    throw fail(`it says that it unpacks to ${uncompressedSize} bytes, and has ${whole.length}`);
  }
  if (crc32(whole) !== entry.crc32) throw fail("its checksum differs from what it holds");
  return whole;
}
