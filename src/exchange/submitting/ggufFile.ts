import { open } from "node:fs/promises";
import { ggufConfig } from "../../compute/gguf/ggufConfig.ts";
import { readGgufHeader } from "../../compute/gguf/ggufHeader.ts";

/** The first bytes of a file, in which its metadata must be: vocabularies take some 10 MB. */
const LONGEST_HEADER = 64 * 1024 * 1024;

/**
 * The text of the config that a GGUF file's own metadata amount to. The weights behind them are not read.
 *
 * @throws ComputeError as `ggufConfig` does.
 */
export async function readGgufFile(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(Math.min(size, LONGEST_HEADER));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return JSON.stringify(ggufConfig(readGgufHeader(bytes.subarray(0, filled))));
  } finally {
    await file.close();
  }
}
