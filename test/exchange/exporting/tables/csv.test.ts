import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column } from "../../../../src/exchange/exporting/tables/column.ts";
import { csvOf } from "../../../../src/exchange/exporting/tables/csv.ts";
import { collected } from "../../../support/collected.ts";
import { runs } from "../../../support/runs.ts";

interface Row {
  text: string | null;
  number: number | null;
  flag: boolean | null;
}
const COLUMNS: Column<Row>[] = [
  { name: "text", type: "text", of: ({ text }) => text },
  { name: "number", type: "number", of: ({ number }) => number },
  { name: "flag", type: "boolean", of: ({ flag }) => flag },
];
const written = async (rows: Row[]) => (await collected(csvOf(COLUMNS, rows))).join("");
const row = (text: string | null, number: number | null = null, flag: boolean | null = null): Row => ({
  ...{ text, number, flag },
});

describe("CSV", () => {
  it("has the names first, and tells no value from an empty text", async () => {
    expect(await written([row("a", -0.5, true), row(""), row(null, 1e-7, false)])).toBe(
      'text,number,flag\r\na,-0.5,true\r\n"",,\r\n,1e-7,false\r\n',
    );
    expect(await written([])).toBe("text,number,flag\r\n");
  });

  it.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\rx",
    " =cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org")',
    "＝1",
    "\u0000=1",
  ])("does not let %j be computed by a spreadsheet", async (text) => {
    const [cells] = parse(await written([row(text)]), { from: 2 }) as string[][];
    expect(cells![0]).toBe(`'${text}`);
  });

  it("is read back by a parser as it was written", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            text: fc.option(fc.string({ unit: "binary-ascii" })),
            number: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
            flag: fc.option(fc.boolean()),
          }),
          { maxLength: 20 },
        ),
        async (rows) => {
          const read = parse(await written(rows), { columns: true }) as Record<string, string>[];
          expect(read).toHaveLength(rows.length);
          for (const [i, { text, number, flag }] of rows.entries()) {
            const cells = read[i]!;
            expect([text ?? "", `'${text}`]).toContain(cells.text);
            if (number !== null) expect(Number(cells.number)).toBe(number === 0 ? 0 : number);
            expect(cells.flag).toBe(flag === null ? "" : String(flag));
          }
        },
      ),
      runs(30, 10_000),
    );
  });
});
