import { type FileMetaData, parquetMetadata, parquetReadObjects } from "hyparquet";
import { Fields, ImportError, type ImportFile, nameOf } from "paretograph/plugin";

/** The details of a task: a row for each problem. */
export interface Details {
  path: string;
  task: string;
  rows: Fields[];
}

/** The most rows of a file, and the most bytes that its columns may say they unpack to. */
const MOST_ROWS = 1_000_000;
const LARGEST = 512 * 1024 * 1024;

/** Reads a file `details_<task>_<time>.parquet`. What it says of its own sizes is checked before it is unpacked. */
export async function detailsOf(file: ImportFile): Promise<Details> {
  const bytes = await file.bytes();
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const read = async <T>(work: () => Promise<T> | T): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof ImportError) throw cause;
      const why = String((cause as Error)?.message).slice(0, 200);
      throw new ImportError("BAD_FILE", file.path, `it is no Parquet that can be read (${why}).`, { cause });
    }
  };
  const metadata = await read(() => parquetMetadata(buffer));
  checkSizes(metadata, file.path);
  const objects = await read(() => parquetReadObjects({ file: buffer, metadata }));
  const rows = objects.map((row, i) => new Fields(plain(row), file.path, `[${i}]`));
  const named = rows[0]?.within("doc")?.value("task_name");
  return { path: file.path, task: typeof named === "string" ? named : taskOf(file), rows };
}

function checkSizes(metadata: FileMetaData, path: string): void {
  const groups = metadata.row_groups ?? [];
  const size = groups
    .flatMap((group) => group.columns)
    .reduce((sum, column) => sum + Number(column.meta_data?.total_uncompressed_size ?? 0), 0);
  const values = groups.flatMap((group) => group.columns).map((column) => Number(column.meta_data?.num_values ?? 0));
  if (Number(metadata.num_rows) > MOST_ROWS || values.some((one) => one > 100 * MOST_ROWS)) {
    throw new ImportError("FILE_TOO_LARGE", path, `it has more than ${MOST_ROWS} rows.`);
  }
  if (!(size <= LARGEST)) throw new ImportError("FILE_TOO_LARGE", path, `it unpacks to more than ${LARGEST} bytes.`);
}

/** The task in a file's name, without the time at its end. */
function taskOf(file: ImportFile): string {
  return nameOf(file)
    .replace(/^details_/, "")
    .replace(/\.parquet$/, "")
    .replace(/_\d{4}-\d{2}-\d{2}T.*$/, "");
}

/** Whole numbers of 64 bits as numbers, as those of the details are small. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value)) return [...(value as unknown as Iterable<unknown>)].map(plain);
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}
