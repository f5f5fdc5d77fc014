// The process that reads a Parquet file from its standard input and gives its rows, when it is asked for the next ones.
import { once } from "node:events";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { type FileMetaData, parquetMetadata, parquetReadObjects, parquetSchema, snappyUncompress } from "hyparquet";

export type ParquetAnswer =
  | { columns: string[] }
  | { rows: unknown[][] }
  | { end: true }
  /** Why the file cannot be read. */
  | { error: string };

/** The most rows of a file, those that it gives at once, and the bytes that a page may unpack to. */
const MOST_ROWS = 2_000_000;
const ROWS_AT_ONCE = 2_000;
const LARGEST_PAGE = 256 * 1024 * 1024;

const LIMIT = { maxOutputLength: LARGEST_PAGE };
const COMPRESSORS = {
  GZIP: (bytes: Uint8Array) => gunzipSync(bytes, LIMIT),
  ZSTD: (bytes: Uint8Array) => zstdDecompressSync(bytes, LIMIT),
  BROTLI: (bytes: Uint8Array) => brotliDecompressSync(bytes, LIMIT),
  SNAPPY: (bytes: Uint8Array, length: number) => {
    if (length > LARGEST_PAGE) throw new Error(`a page states ${length} bytes`);
    const page = new Uint8Array(length);
    snappyUncompress(bytes, page);
    return page;
  },
};

async function readAll(): Promise<ArrayBuffer> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return new Uint8Array(Buffer.concat(pieces)).buffer;
}

const give = (answer: ParquetAnswer) => new Promise<void>((resolve) => process.send!(answer, () => resolve()));

async function read(): Promise<void> {
  const file = await readAll();
  const metadata: FileMetaData = parquetMetadata(file);
  if (metadata.num_rows > MOST_ROWS) throw new Error(`it states more than ${MOST_ROWS} rows`);
  const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
  await give({ columns });
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    const rows = await parquetReadObjects({ file, metadata, rowStart: start, rowEnd: end, compressors: COMPRESSORS });
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      await once(process, "message");
      await give({ rows: rows.slice(at, at + ROWS_AT_ONCE).map((row) => columns.map((name) => plain(row[name]))) });
    }
    start = end;
  }
  await once(process, "message");
  await give({ end: true });
}

/** A cell as a text, a number or a truth value. Integers of 64 bits are read as `bigint`, and dates as `Date`. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  return typeof value === "object" && value !== null
    ? JSON.stringify(value, (_, one) => (typeof one === "bigint" ? String(one) : one))
    : value;
}

try {
  await read();
} catch (error) {
  await give({ error: (error instanceof Error ? error.message : String(error)).slice(0, 300).replace(/\.$/, "") });
}
process.disconnect();
