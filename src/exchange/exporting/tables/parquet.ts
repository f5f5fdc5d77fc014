import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import type { Column, ColumnType } from "./column.ts";

/**
 * Rows are written in groups of so many, or of about so many characters of text. A group is encoded at one go, and other
 * requests wait for it.
 */
const GROUP_ROWS = 2_500;
const GROUP_CHARACTERS = 1_500_000;

const TYPES: Record<ColumnType, Partial<SchemaElement>> = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  number: { type: "DOUBLE" },
  integer: { type: "INT32" },
  boolean: { type: "BOOLEAN" },
};

/** A table as Parquet, compressed by Snappy. Its metadata hold the version of the data. */
export async function* parquetOf<Row>(
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row> | Iterable<Row>,
  version: string,
): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: "root", num_children: columns.length },
      ...columns.map(({ name, type }) => ({ name, repetition_type: "OPTIONAL" as const, ...TYPES[type] })),
    ],
    kvMetadata: [{ key: "paretograph.dataVersion", value: version }],
    createdBy: "paretograph",
  });
  /** What was written since the last time. The writer counts on from there. */
  const taken = () => {
    const piece = bytes.getBytes().slice();
    bytes.index = 0;
    return piece;
  };
  const emptyGroup = () => columns.map((): unknown[] => []);
  let group = emptyGroup();
  let characters = 0;
  const write = async () => {
    const columnData = columns.map(({ name, type }, i) => ({
      name,
      data: group[i]!,
      // The least and the largest text of a group would stand in the footer whole.
      statistics: type !== "text",
      offsetIndex: false,
    }));
    await writer.write({ columnData, rowGroupSize: GROUP_ROWS });
    group = emptyGroup();
    characters = 0;
    return taken();
  };
  for await (const row of rows) {
    columns.forEach((column, i) => {
      const value = column.of(row) ?? undefined;
      group[i]!.push(value);
      if (typeof value === "string") characters += value.length;
    });
    if (group[0]!.length >= GROUP_ROWS || characters >= GROUP_CHARACTERS) yield await write();
  }
  if (group[0]!.length > 0) yield await write();
  await writer.finish();
  yield taken();
}
