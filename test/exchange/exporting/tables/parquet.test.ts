import fc from "fast-check";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import type { Column } from "../../../../src/exchange/exporting/tables/column.ts";
import { parquetOf } from "../../../../src/exchange/exporting/tables/parquet.ts";
import { collected } from "../../../support/collected.ts";
import { runs } from "../../../support/runs.ts";

interface Row {
  text: string | null;
  number: number | null;
  whole: number | null;
  flag: boolean | null;
}
const COLUMNS: Column<Row>[] = [
  { name: "text", type: "text", of: ({ text }) => text },
  { name: "number", type: "number", of: ({ number }) => number },
  { name: "whole", type: "integer", of: ({ whole }) => whole },
  { name: "flag", type: "boolean", of: ({ flag }) => flag },
];

async function written(rows: Iterable<Row>): Promise<ArrayBuffer> {
  const bytes = Buffer.concat(await collected(parquetOf(COLUMNS, rows, "0123456789abcdef")));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}

describe("Parquet", () => {
  it("is read back as it was written", async () => {
    const value = <T>(values: fc.Arbitrary<T>) => fc.option(values);
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            text: value(fc.string({ unit: "grapheme" })),
            number: value(fc.double({ noNaN: true, noDefaultInfinity: true })),
            whole: value(fc.nat(2 ** 31 - 1)),
            flag: value(fc.boolean()),
          }),
          { maxLength: 20 },
        ),
        async (rows) => {
          expect(await parquetReadObjects({ file: await written(rows) })).toEqual(rows);
        },
      ),
      runs(20, 5_000),
    );
  });

  it("is written in groups, each before the next row is read, and names its version", async () => {
    let read = 0;
    const readAt: number[] = [];
    const pieces: Uint8Array[] = [];
    const many = function* () {
      for (; read < 25_000; read++) yield { text: "x".repeat(read % 100), number: read, whole: read, flag: true };
    };
    for await (const piece of parquetOf(COLUMNS, many(), "0123456789abcdef")) {
      pieces.push(piece);
      readAt.push(read);
    }
    expect([readAt[0], readAt[1], readAt.length]).toEqual([2_499, 4_999, 11]);
    const bytes = Buffer.concat(pieces);
    const metadata = parquetMetadata(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    );
    expect(metadata.row_groups).toHaveLength(10);
    expect(metadata.key_value_metadata).toEqual([{ key: "paretograph.dataVersion", value: "0123456789abcdef" }]);
    // Texts stand in the rows alone: the footer would else hold the longest of each group.
    expect(pieces.at(-1)!.length).toBeLessThan(5_000);
  });

  it("begins a new group when the texts of one are long", async () => {
    const long = Array.from({ length: 6 }, () => ({
      ...{ text: "x".repeat(3_000_000), number: 1, whole: 1, flag: null },
    }));
    const metadata = parquetMetadata(await written(long));
    expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
