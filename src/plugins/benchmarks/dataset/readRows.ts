import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import { BenchmarkDataError } from "../../contract/benchmarkDataError.ts";

/**
 * The rows of a file as datasets are published: Parquet, CSV with a header, JSON Lines or a JSON list. Parquet is known
 * by its first bytes, CSV by the file's name.
 *
 * @param name the file's name, also for messages.
 * @throws BenchmarkDataError that says where it stops making sense.
 */
export async function readRows(bytes: Uint8Array, name: string): Promise<unknown[]> {
  try {
    if (Buffer.from(bytes.subarray(0, 4)).toString("latin1") === "PAR1") return await parquetRows(bytes);
    const text = new TextDecoder().decode(bytes);
    if (/\.csv$/i.test(name)) return parse(text, { columns: true, bom: true, skip_empty_lines: true });
    return text.trimStart().startsWith("[") ? JSON.parse(text) : jsonLines(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BenchmarkDataError("UNREADABLE", `${name} can't be read as Parquet, CSV or JSON Lines: ${reason}.`, {
      cause,
    });
  }
}

function jsonLines(text: string): unknown[] {
  return text.split("\n").flatMap((line, at) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line)];
    } catch (cause) {
      throw new Error(`line ${at + 1}: ${(cause as Error).message}`, { cause });
    }
  });
}

async function parquetRows(bytes: Uint8Array): Promise<unknown[]> {
  const rows = await parquetReadObjects({
    file: new Uint8Array(bytes).buffer,
    compressors: { GZIP: (compressed) => gunzipSync(compressed), ZSTD: (compressed) => zstdDecompressSync(compressed) },
  });
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, asNumber(value)])));
}

/** Parquet's 64-bit integers come as `bigint`; a dataset's are small. */
function asNumber(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
