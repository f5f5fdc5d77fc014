import { parse } from "csv-parse/sync";
import type { SourceFiles } from "./sourceImporter.ts";

/** A row of a source's table: every column a string, empty where the source has nothing. */
export type Row<Column extends string> = Readonly<Record<Column, string>>;

/** Reads a CSV file with a header. */
export function readTable<Column extends string>(files: SourceFiles, file: string): Row<Column>[] {
  return parse(files.get(file)!, { columns: true });
}

/** A cell as a number, or null where it is empty. */
export function numberOrNull(cell: string): number | null {
  if (cell === "") return null;
  const value = Number(cell);
  if (!Number.isFinite(value)) throw new Error(`"${cell}" is not a number.`);
  return value;
}

/** Rows by the value of a column, in the order in which the values first occur. */
export function groupBy<Column extends string>(
  rows: readonly Row<Column>[],
  keyOf: (row: Row<Column>) => string,
): Map<string, Row<Column>[]> {
  const groups = new Map<string, Row<Column>[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
