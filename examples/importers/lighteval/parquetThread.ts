import { parentPort, workerData } from "node:worker_threads";
import { type FileMetaData, parquetMetadata, parquetReadObjects } from "hyparquet";
import type { Unpacked } from "./details.ts";

/** The most rows of a file, and the most bytes that its columns may say they unpack to. */
const MOST_ROWS = 1_000_000;
const LARGEST = 512 * 1024 * 1024;

parentPort!.postMessage(await unpack(workerData as Uint8Array));

async function unpack({ buffer }: Uint8Array): Promise<Unpacked> {
  try {
    const file = buffer as ArrayBuffer;
    const metadata = parquetMetadata(file);
    checkSizes(metadata);
    return { rows: (await parquetReadObjects({ file, metadata })).map(plain) };
  } catch (error) {
    return { failure: String((error as Error)?.message).slice(0, 200) };
  }
}

/** What the file says of its own sizes is checked before it is unpacked. */
function checkSizes(metadata: FileMetaData): void {
  const columns = (metadata.row_groups ?? []).flatMap((group) => group.columns);
  const size = columns.reduce((sum, column) => sum + Number(column.meta_data?.total_uncompressed_size ?? 0), 0);
  const most = columns.reduce((most, column) => Math.max(most, Number(column.meta_data?.num_values ?? 0)), 0);
  if (!(Number(metadata.num_rows) <= MOST_ROWS && most <= 100 * MOST_ROWS))
    throw new Error(`more than ${MOST_ROWS} rows`);
  if (!(size <= LARGEST)) throw new Error(`it unpacks to more than ${LARGEST} bytes`);
}

/** Whole numbers of 64 bits as numbers, as those of the details are small. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value)) return [...(value as unknown as Iterable<unknown>)].map(plain);
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}
