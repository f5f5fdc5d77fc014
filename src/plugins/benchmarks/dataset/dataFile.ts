import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { BenchmarkDataError } from "../../contract/benchmarkDataError.ts";
import { LONGEST_DATASET } from "./download.ts";

const PIECE = 1024 * 1024;

/**
 * Reads a file whole. Only a regular file is read, as a device or a pipe need not end, and the limit is checked while it is
 * read, as a file can grow meanwhile.
 *
 * @throws BenchmarkDataError `NOT_FOUND`, `FILE_REFUSED` or `TOO_LARGE`.
 */
export async function readDataFile(path: string): Promise<Uint8Array> {
  let file: FileHandle;
  try {
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw new BenchmarkDataError("NOT_FOUND", `The data file ${path} can't be read: ${String(cause)}.`, { cause });
  }
  try {
    if (!(await file.stat()).isFile()) {
      throw new BenchmarkDataError("FILE_REFUSED", `${path} is not a regular file, and only such files are read.`);
    }
    const pieces: Uint8Array[] = [];
    for (let size = 0; ; ) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(PIECE), 0, PIECE);
      if (bytesRead === 0) return Buffer.concat(pieces);
      size += bytesRead;
      if (size > LONGEST_DATASET) {
        throw new BenchmarkDataError("TOO_LARGE", `The data file ${path} is larger than ${LONGEST_DATASET} bytes.`);
      }
      pieces.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
