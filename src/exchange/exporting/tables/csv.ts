import type { Column } from "./column.ts";

/** Text is passed on in pieces of about this many characters. */
const PIECE = 65_536;

/** A text with which a spreadsheet begins a formula. In a cell it would be computed, by the rights of its reader. */
const FORMULA = /^([\t\r\n]|[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20])/;

/** A table as CSV (RFC 4180), with a line of names first. */
export async function* csvOf<Row>(
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<string> {
  let text = `${columns.map(({ name }) => cell(name)).join(",")}\r\n`;
  for await (const row of rows) {
    text += `${columns.map((column) => cell(column.of(row))).join(",")}\r\n`;
    if (text.length < PIECE) continue;
    yield text;
    text = "";
  }
  yield text;
}

/** A text that a spreadsheet would compute begins with an apostrophe, which it takes as the sign of a text. */
function cell(value: string | number | boolean | null | undefined): string {
  if (value == null) return "";
  if (typeof value !== "string") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  // An empty text is told from no value by its quotes.
  return safe === "" || /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
