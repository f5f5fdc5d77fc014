/** The values of a column: texts, numbers, whole numbers up to 2³¹ - 1, or true and false. */
export type ColumnType = "text" | "number" | "integer" | "boolean";

/** A column of an exported table. A value that is not known is null, and never 0 or an empty text. */
export interface Column<Row> {
  name: string;
  type: ColumnType;
  of(row: Row): string | number | boolean | null | undefined;
}

/** A value of JSON as a text; null where there is none. */
export const asJson = (value: unknown): string | null => (value == null ? null : JSON.stringify(value));
