import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readBundledModels } from "../../src/recording/bundled/bundledFiles.ts";
import { bundledPrices, priceInForce, readAcceleratorPrices, readTokenPrices } from "../../src/store/prices.ts";

const folder = mkdtempSync(join(tmpdir(), "prices-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (text: string | Buffer) => {
  const path = join(folder, "prices.csv");
  writeFileSync(path, text);
  return path;
};

const HEADER = "model,provider,date,input,cached,output,source,license,note";
const ROW = "a/b,P,2025-08-05,0.5,0.1,2,s,MIT,n";

describe("a table of token prices", () => {
  it("may leave out the columns that can be empty, in any order and with a byte order mark", () => {
    expect(readTokenPrices(fileOf("\uFEFFsource, output,input,date,model\r\ns,2,0.5,2025-08,a/b\r\n\r\n"))).toEqual([
      {
        model: "a/b",
        provider: null,
        date: "2025-08",
        input: 0.5,
        cached: null,
        output: 2,
        source: "s",
        license: null,
        note: null,
      },
    ]);
    expect(readTokenPrices(fileOf(`${HEADER}\n${ROW}\n`))[0]).toMatchObject({ provider: "P", cached: 0.1, note: "n" });
    expect(readTokenPrices(fileOf(`${HEADER}\n`))).toEqual([]);
  });

  it.each([
    [ROW.replace("0.5", "cheap"), 'row 2, column input: "cheap": it is not a price in US dollars such as 0.55'],
    [ROW.replace("0.5", "-1"), 'row 2, column input: "-1": it is not a price'],
    [ROW.replace("0.5", "1e3"), "row 2, column input"],
    [ROW.replace("0.5", "NaN"), "row 2, column input"],
    [ROW.replace("0.5", "Infinity"), "row 2, column input"],
    [ROW.replace("0.5", "0x10"), "row 2, column input"],
    [ROW.replace("0.5", ""), "row 2, column input"],
    [ROW.replace("0.5", "100001"), 'row 2, column input: "100001": it is more than 100000 US dollars'],
    [ROW.replace("0.5", "9".repeat(400)), "row 2, column input"],
    [ROW.replace("0.1", "$1"), "row 2, column cached"],
    [ROW.replace("a/b", " "), 'row 2, column model: " ": it is empty'],
    [ROW.replace("2025-08-05", "2025-02-30"), 'row 2, column date: "2025-02-30": it is not a day'],
    [ROW.replace("2025-08-05", "yesterday"), "row 2, column date"],
    [ROW.replace(",s,", ",,"), "row 2, column source"],
    [`${ROW}\n${ROW},more`, "row 3 has 10 cells, and the header 9"],
    [`${ROW}\n${ROW}`, "row 3, column model: row 2 has the same model, provider and date"],
    [`${ROW}\n"open`, "line 3"],
    [ROW.replace(",n", `,"n\nm"`), `row 2, column note: "n\\nm": it is more than one line`],
  ])("refuses %j by row and column", (rows, message) => {
    expect(() => readTokenPrices(fileOf(`${HEADER}\n${rows}\n`))).toThrow(message);
  });

  it("refuses other columns, too many bytes or rows, and what is not a file", () => {
    expect(() => readTokenPrices(fileOf(""))).toThrow("the column model is missing");
    expect(() => readTokenPrices(fileOf("model,date,input,output\n"))).toThrow("the column source is missing");
    expect(() => readTokenPrices(fileOf(`${HEADER},cahed\n`))).toThrow('column "cahed" is not known. The columns are');
    expect(() => readTokenPrices(fileOf(`${HEADER},model\n`))).toThrow('column "model": it is there twice');
    expect(() => readTokenPrices(fileOf(Buffer.alloc(4 * 1024 * 1024 + 1, "a")))).toThrow("bytes, more than");
    const many = Array.from({ length: 10_001 }, (_, i) => ROW.replace("a/b", `a/${i}`)).join("\n");
    expect(() => readTokenPrices(fileOf(`${HEADER}\n${many}\n`))).toThrow("10001 rows, more than 10000");
    expect(() => readTokenPrices(folder)).toThrow("it is not a file");
    expect(() => readTokenPrices("/dev/zero")).toThrow("it is not a file");
    expect(() => readTokenPrices(join(folder, "nothing"))).toThrow("ENOENT");
  });

  it("of the package names a model of the registry, a source and a licence in every row", () => {
    const slugs = new Set(readBundledModels().map(({ slug }) => slug));
    const { tokens } = bundledPrices();
    expect(tokens.length).toBeGreaterThan(30);
    for (const { model, source, license, input, output } of tokens) {
      expect(slugs).toContain(model);
      expect(source).toMatch(/^https:/);
      expect(license).toMatch(/^(Apache-2.0|MIT)$/);
      expect(Math.min(input, output)).toBeGreaterThan(0);
    }
  });
});

describe("a table of rental prices", () => {
  it("knows accelerators by slug or name", () => {
    const file = fileOf("accelerator,provider,date,dollarsPerHour,source\nh100-sxm,P,2025-08,2.5,s\n");
    expect(readAcceleratorPrices(file)).toEqual([
      { accelerator: "H100-SXM", provider: "P", date: "2025-08", dollarsPerHour: 2.5, source: "s" },
    ]);
    expect(() => readAcceleratorPrices(fileOf("accelerator,date,dollarsPerHour,source\nabacus,2025-08,2,s\n"))).toThrow(
      'row 2, column accelerator: "abacus": no data sheet of it is known',
    );
  });
});

describe("the price that holds", () => {
  it("is the newest, of several of one date the first", () => {
    const dated = (date: string, provider: string) => ({ date, provider });
    const prices = [
      dated("2025-02", "a"),
      dated("2025-08-05", "b"),
      dated("2025-08-05", "c"),
      dated("2024-12-31", "d"),
    ];
    expect(priceInForce(prices)?.provider).toBe("b");
    expect(priceInForce([])).toBeUndefined();
    expect(priceInForce(undefined)).toBeUndefined();
  });
});
