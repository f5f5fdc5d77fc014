import { readFileSync, statSync } from "node:fs";
import { CsvError, parse } from "csv-parse/sync";
import type { z } from "zod";

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_ROWS = 10_000;

/**
 * Reads a CSV file whose header names the columns of a schema; columns that have a default may be left out.
 *
 * @param keyOf what no two rows may have in common, the name of the thing first.
 * @throws Error that names the row, counted with the header as the first, and the column at fault.
 */
export function readPriceFile<Schema extends z.ZodObject>(
  file: string,
  schema: Schema,
  keyOf: (row: z.output<Schema>) => unknown[],
): z.output<Schema>[] {
  const [header = [], ...rows] = readRows(file);
  const columns = Object.keys(schema.shape);
  const own = header.map((name) => name.trim());
  requireColumns(own, columns, schema);
  if (rows.length > MOST_ROWS) throw new Error(`it has ${rows.length} rows, more than ${MOST_ROWS}`);
  const seen = new Map<string, number>();
  return rows.map((cells, i) => {
    const row = i + 2;
    if (cells.length !== own.length) {
      throw new Error(`row ${row} has ${cells.length} cells, and the header ${own.length}`);
    }
    const checked = schema.safeParse(Object.fromEntries(own.map((name, column) => [name, cells[column]])));
    if (!checked.success) {
      const { path, message } = checked.error.issues[0]!;
      const cell = cells[own.indexOf(String(path[0]))] ?? "";
      throw new Error(`row ${row}, column ${String(path[0])}: ${JSON.stringify(cell.slice(0, 80))}: ${message}`);
    }
    const key = JSON.stringify(keyOf(checked.data));
    const before = seen.get(key);
    if (before !== undefined) {
      throw new Error(`row ${row}, column ${columns[0]}: row ${before} has the same ${columns[0]}, provider and date`);
    }
    seen.set(key, row);
    return checked.data;
  });
}

function readRows(file: string): string[][] {
  const { size, isFile } = statOf(file);
  if (!isFile) throw new Error("it is not a file");
  if (size > MOST_BYTES) throw new Error(`it has ${size} bytes, more than ${MOST_BYTES}`);
  try {
    return parse(readFileSync(file), { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Error(`line ${error.lines}: ${error.message}`, { cause: error });
  }
}

function statOf(file: string) {
  const stat = statSync(file);
  return { size: stat.size, isFile: stat.isFile() };
}

function requireColumns(own: string[], columns: string[], schema: z.ZodObject): void {
  const listed = `The columns are ${columns.join(", ")}`;
  const twice = own.find((name, i) => own.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`row 1, column ${JSON.stringify(twice.slice(0, 80))}: it is there twice`);
  const unknown = own.find((name) => !columns.includes(name));
  if (unknown !== undefined)
    throw new Error(`row 1, column ${JSON.stringify(unknown.slice(0, 80))} is not known. ${listed}`);
  const missing = columns.find((name) => !own.includes(name) && !schema.shape[name]!.safeParse(undefined).success);
  if (missing !== undefined) throw new Error(`row 1: the column ${missing} is missing. ${listed}`);
}
