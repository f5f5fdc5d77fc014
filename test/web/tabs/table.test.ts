import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { writeCsv } from "../../../web/tabs/csv.ts";
import { columnsOf, csvRows, sortedBy } from "../../../web/tabs/tableColumns.ts";
import { candidate, point, X, Y } from "../anyCandidate.ts";

const METRICS = [Y, X, { ...X, name: "cost", title: "Cost" }].map((axis) => ({ ...axis, description: "" }));
const points = [
  point(candidate("acme/b", 1e13, 0.5, { license: null }), true, { membership: 0.9 }),
  point(candidate("acme/a", 1e12, 0.2, { license: "MIT" }), true),
  point(candidate("acme/c", 1e14, 0.4, { license: "Apache-2.0" }), false),
];
const columns = columnsOf(points, METRICS, ["accuracy", "flops"]);
const column = (name: string) => columns.find((one) => one.name === name)!;
const models = (sorted: typeof points) => sorted.map(({ model }) => model);

describe("the table", () => {
  it("has the metrics that some candidate has, and no others", () => {
    expect(columns.map(({ name }) => name)).toEqual([
      ...["model", "mode", "membership", "accuracy", "flops", "releasedOn", "license"],
    ]);
  });

  it("is sorted by numbers as numbers, with what is unknown last in either direction", () => {
    expect(models(sortedBy(points, column("flops"), false))).toEqual(["acme/a", "acme/b", "acme/c"]);
    expect(models(sortedBy(points, column("flops"), true))).toEqual(["acme/c", "acme/b", "acme/a"]);
    expect(models(sortedBy(points, column("license"), false))).toEqual(["acme/c", "acme/a", "acme/b"]);
    expect(models(sortedBy(points, column("license"), true))).toEqual(["acme/a", "acme/c", "acme/b"]);
  });

  it("comes as CSV with full figures, that another program reads back", () => {
    const [header, ...rows] = parse(writeCsv(csvRows(points, columns))) as string[][];
    expect(header).toEqual([
      ...["model", "mode", "membership", "accuracy", "accuracy_low", "accuracy_high"],
      ...["flops", "flops_low", "flops_high", "releasedOn", "license"],
    ]);
    expect(rows[0]).toEqual(["acme/b", "default", "0.9", "0.5", "", "", "10000000000000", "", "", "2025-01-01", ""]);
    expect(parse(writeCsv([["a,b", 'c"d', "e\nf", null, 1.5]]))).toEqual([["a,b", 'c"d', "e\nf", "", "1.5"]]);
  });

  it("holds no formula that a spreadsheet would run", () => {
    expect(writeCsv([["=HYPERLINK(1)", "@x", "+1", "-1", -1]])).toBe("'=HYPERLINK(1),'@x,'+1,'-1,-1\r\n");
  });
});
