import { cut } from "./textLines.ts";

export interface TableColumn<Row> {
  title: string;
  write(row: Row): string;
  /** Whether its texts may be shortened. */
  cuttable?: boolean;
  /**
   * If the table is too wide, the column with the highest number is left out first. A column without a number is kept.
   */
  droppable?: number;
}

const GAP = 2;
const SHORTEST = 6;

/**
 * Writes a table as lines of at most a width, with the header first. Columns are left out, then texts cut, until it
 * fits.
 */
export function fitTable<Row>(columns: TableColumn<Row>[], rows: readonly Row[], width: number): string[] {
  const kept = fitColumns(columns, rows, width);
  const cells = [kept.map(({ title }) => title), ...rows.map((row) => kept.map((column) => column.write(row)))];
  const widths = kept.map((_, i) => cells.reduce((most, line) => Math.max(most, lengthOf(line[i]!)), 0));
  const cuttable = kept.flatMap(({ cuttable }, i) => (cuttable ? [i] : []));
  for (let over = total(widths) - width; over > 0; over--) {
    const widest = cuttable.reduce((a, b) => (widths[b]! > widths[a]! ? b : a));
    if (widths[widest]! <= SHORTEST) break;
    widths[widest]!--;
  }
  return cells.map((line) =>
    cut(line.map((cell, i) => pad(cut(cell, widths[i]!), widths[i]!)).join("  "), width).trimEnd(),
  );
}

/**
 * Writes rows as lines of at most a width, with nothing left out: as a table or, where that is too wide, as a list of the
 * columns for each row, with an empty line between rows.
 */
export function tableOrLists<Row>(columns: TableColumn<Row>[], rows: readonly Row[], width: number): string[] {
  const table = fitTable(columns, rows, Number.POSITIVE_INFINITY);
  if (table.every((line) => lengthOf(line) <= width)) return table;
  const longest = Math.max(...columns.map(({ title }) => lengthOf(title)));
  return rows.flatMap((row, i) => [
    ...(i === 0 ? [] : [""]),
    ...columns.map(({ title, write }) => cut(`${pad(title, longest)}  ${write(row)}`, width)),
  ]);
}

function fitColumns<Row>(columns: TableColumn<Row>[], rows: readonly Row[], width: number): TableColumn<Row>[] {
  const needed = columns.map((column) => {
    const texts = [column.title, ...rows.map((row) => column.write(row))];
    const whole = texts.reduce((most, text) => Math.max(most, lengthOf(text)), 0);
    return column.cuttable ? Math.min(whole, 4 * SHORTEST) : whole;
  });
  const last = columns.reduce((a, { droppable = 0 }, i) => (droppable > (columns[a]!.droppable ?? 0) ? i : a), 0);
  if (total(needed) <= width || !columns[last]!.droppable) return columns;
  return fitColumns(columns.toSpliced(last, 1), rows, width);
}

const total = (widths: number[]) => widths.reduce((sum, width) => sum + width + GAP, -GAP);
const lengthOf = (text: string) => [...text].length;
const pad = (text: string, width: number) => text + " ".repeat(Math.max(0, width - lengthOf(text)));
