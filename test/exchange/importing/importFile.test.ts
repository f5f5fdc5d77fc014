import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { givenFiles } from "../../../src/exchange/importing/givenFiles.ts";
import { importFile, LARGEST_FILE } from "../../../src/exchange/importing/importFile.ts";
import { parseJson } from "../../../src/plugins/importers/fields/parseJson.ts";

const file = (...pieces: (string | Uint8Array)[]) =>
  importFile("results.json", async function* () {
    for (const piece of pieces) yield Buffer.from(piece as string);
  });

describe("JSON as Python writes it", () => {
  it("reads NaN as null and Infinity as the number", () => {
    expect(parseJson('{"a": NaN, "b": [Infinity, -Infinity, 1.5]}')).toEqual({
      a: null,
      b: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1.5],
    });
  });

  it("leaves these words alone within texts", () => {
    expect(parseJson(String.raw`{"NaN": "a \"NaN, -Infinity\" b", "x": NaN}`)).toEqual({
      NaN: 'a "NaN, -Infinity" b',
      x: null,
    });
  });

  it.each(["{a: NaN}", "[NaN", "NaNNaN", "[1, Infinity1]"])("refuses %s", (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});

describe("a file", () => {
  it("says where JSON is damaged", async () => {
    await expect(file('{"a": 1').json()).rejects.toMatchObject({ code: "BAD_FILE", place: "results.json" });
    const lines = file('{"a": 1}\n\n{"b": }\n').jsonLines();
    await expect(allOf(lines)).rejects.toMatchObject({ code: "BAD_FILE", place: "results.json:3" });
  });

  it("reads a text without the mark of the byte order, and refuses one that is no UTF-8", async () => {
    expect(await file("\ufeff[1]").json()).toEqual([1]);
    expect(await allOf(file("\ufeff[1]\n[2]").jsonLines())).toEqual([
      { number: 1, value: [1] },
      { number: 2, value: [2] },
    ]);
    await expect(file(new Uint8Array([0xff, 0xfe])).text()).rejects.toMatchObject({ code: "BAD_FILE" });
  });

  it("gives its beginning, whose last character is whole, without reading on", async () => {
    let pieces = 0;
    const long = importFile("long", async function* () {
      for (;;) {
        pieces++;
        yield Buffer.from("é".repeat(10_000));
      }
    });
    expect(await long.head()).toBe("é".repeat(65_536));
    expect(pieces).toBeLessThan(10);
  });

  it("is not read beyond the limit", async () => {
    const piece = new Uint8Array(16 * 1024 * 1024);
    let read = 0;
    const endless = importFile("endless", async function* () {
      for (;;) {
        read += piece.length;
        yield piece;
      }
    });
    await expect(endless.bytes()).rejects.toMatchObject({ code: "FILE_TOO_LARGE" });
    expect(read).toBeLessThanOrEqual(LARGEST_FILE + piece.length);
    await expect(allOf(endless.lines())).rejects.toMatchObject({ code: "BAD_FILE", place: "endless:1" });
  });
});

describe("given files", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "paretograph-files-"));
    mkdirSync(join(folder, "a/.eval_results"), { recursive: true });
    writeFileSync(join(folder, "b.json"), "[1]");
    writeFileSync(join(folder, "a/c.jsonl.gz"), gzipSync("[2]\n[3]\n"));
    writeFileSync(join(folder, "a/.eval_results/d.yaml.zst"), zstdCompressSync("x: 1\n"));
    writeFileSync(join(folder, "a/cut.json.gz"), gzipSync("[".repeat(1000)).subarray(0, 20));
    symlinkSync("/etc", join(folder, "etc"));
    symlinkSync(join(folder, "a"), join(folder, "a/around"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("are those of a folder with all that it holds, without what links lead to", async () => {
    const files = await givenFiles([folder]);
    expect(files.map(({ path }) => path)).toEqual(["a/.eval_results/d.yaml", "a/c.jsonl", "a/cut.json", "b.json"]);
    expect(await files[0]!.text()).toBe("x: 1\n");
    expect(await files[1]!.head()).toBe("[2]\n[3]\n");
    await expect(files[2]!.json()).rejects.toMatchObject({ code: "BAD_FILE" });
  });

  it("of several folders keep apart", async () => {
    mkdirSync(join(folder, "c/a"), { recursive: true });
    writeFileSync(join(folder, "c/a/c.jsonl"), "[4]\n");
    const paths = async (...given: string[]) => (await givenFiles(given)).map(({ path }) => path);
    expect(await paths(join(folder, "a"), join(folder, "c"))).toContain("c/a/c.jsonl");
    const twins = await paths(join(folder, "a"), join(folder, "c/a"));
    expect(new Set(twins).size).toBe(twins.length);
    const files = await paths(join(folder, "a/c.jsonl.gz"), join(folder, "c/a/c.jsonl"));
    expect(new Set(files).size).toBe(2);
    rmSync(join(folder, "c"), { recursive: true });
  });

  it("of several addresses keep apart, and one that cannot be is refused", async () => {
    const server = createServer((_, response) => response.end("[1]"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const paths = async (...given: string[]) => (await givenFiles(given)).map(({ path }) => path);
    expect(await paths(`${host}/a/results.json?download=true`)).toEqual(["results.json"]);
    expect(await paths(`${host}/%E0%A4%A/x.json`)).toEqual(["x.json"]);
    const twins = await paths(`${host}/a/r.json`, `${host}/b/r.json`, `${host}/a/r.json`);
    expect(new Set(twins).size).toBe(2);
    expect(twins).toHaveLength(2);
    expect(new Set(await paths(`${host}/r.json?id=1`, `${host}/r.json?id=2`)).size).toBe(2);
    server.close();
    await expect(givenFiles(["http://"])).rejects.toMatchObject({ code: "BAD_FILE" });
  });

  it.each(["/does/not/exist", "/dev/zero"])("refuses %s", async (path) => {
    await expect(givenFiles([path])).rejects.toMatchObject({ code: "BAD_FILE", place: path });
  });

  it("stops at a bomb", { timeout: 60_000 }, async () => {
    // 300 MB of zeros are packed into some kilobytes.
    const bomb = zstdCompressSync(Buffer.alloc(LARGEST_FILE + 1));
    writeFileSync(join(folder, "bomb.json.zst"), bomb);
    const [file] = await givenFiles([join(folder, "bomb.json.zst")]);
    await expect(file!.bytes()).rejects.toMatchObject({ code: "FILE_TOO_LARGE" });
    rmSync(join(folder, "bomb.json.zst"));
  });
});

async function allOf<One>(given: AsyncIterable<One>): Promise<One[]> {
  const all: One[] = [];
  for await (const one of given) all.push(one);
  return all;
}
