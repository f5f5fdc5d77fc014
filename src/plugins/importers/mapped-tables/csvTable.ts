import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { ImportError } from "../../contract/importError.ts";
import type { ImportFile } from "../../contract/importer.ts";
import type { Table } from "./table.ts";

/** The most bytes of a line with all its cells. */
const LONGEST_LINE = 16 * 1024 * 1024;
const PIECE = 65_536;

/** A table in CSV, whose first line names its columns. Its rows are read as a stream, cell by cell as texts. */
export async function csvTable(file: ImportFile, delimiter?: string): Promise<Table> {
  const bytes = await file.bytes();
  const separator = delimiter ?? (/\.tsv$/i.test(file.path) ? "\t" : ",");
  requireSeparator(bytes, file.path, separator);
  const rows = records(bytes, file.path, separator);
  const first = await rows.next();
  if (first.done) throw new ImportError("BAD_FILE", file.path, "it is empty.");
  return { columns: first.value.map((name) => name.trim()), rows, close: () => void rows.return(undefined) };
}

/** A table that programs of other countries wrote has one column with all names in it, which says nothing to its reader. */
function requireSeparator(bytes: Uint8Array, path: string, separator: string): void {
  const [header = ""] = new TextDecoder().decode(bytes.subarray(0, PIECE)).split(/[\r\n]/, 1);
  const other = header.includes(separator) ? undefined : /[;\t|]/.exec(header)?.[0];
  if (other === undefined) return;
  const [one, another] = [separator, other].map((text) => JSON.stringify(text));
  const message = `no ${one} stands in its first line, and ${another} does. State what separates its cells as \`delimiter\` in its mapping.`;
  throw new ImportError("BAD_FILE", path, message);
}

async function* records(bytes: Uint8Array, path: string, delimiter: string): AsyncGenerator<string[]> {
  const parser = parse({ bom: true, delimiter, skip_empty_lines: true, max_record_size: LONGEST_LINE });
  const source = Readable.from(pieces(bytes));
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const record of parser) yield record as string[];
  } catch (cause) {
    const why = (cause as Error).message.slice(0, 200);
    throw new ImportError("BAD_FILE", path, `it is no CSV (${why}).`, { cause });
  } finally {
    source.destroy();
  }
}

function* pieces(bytes: Uint8Array): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(PIECE, bytes.length - at));
  }
}
