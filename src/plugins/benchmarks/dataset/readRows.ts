import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { BenchmarkDataError } from "../../contract/benchmarkDataError.ts";

/**
 * Reads the rows of a dataset file: Parquet, CSV with a header, JSON Lines or a JSON list. Parquet is recognised by its
 * first bytes, CSV by the name of the file.
 *
 * @param name the name of the file, which messages show too.
 * @throws BenchmarkDataError that says where the file cannot be read.
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

/** The most rows of a Parquet file, which can state any number of them in a few bytes. */
const MOST_ROWS = 10_000_000;
/** The most bytes of a part of a Parquet file once it is decompressed. */
const LIMIT = { maxOutputLength: 256 * 1024 * 1024 };

async function parquetRows(bytes: Uint8Array): Promise<unknown[]> {
  const file = new Uint8Array(bytes).buffer;
  const metadata = parquetMetadata(file);
  if (metadata.num_rows > MOST_ROWS) throw new Error(`it states more than ${MOST_ROWS} rows`);
  const rows = await parquetReadObjects({
    file,
    metadata,
    compressors: {
      GZIP: (compressed) => gunzipSync(compressed, LIMIT),
      ZSTD: (compressed) => zstdDecompressSync(compressed, LIMIT),
    },
  });
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, asNumber(value)])));
}

/** Converts the 64-bit integers of Parquet, which are read as `bigint`; those of datasets are small. */
function asNumber(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
