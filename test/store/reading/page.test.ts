import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Key,
  type KeyType,
  pageOf,
  pageOfList,
  pageRequest,
  writeCursor,
} from "../../../src/store/reading/page.ts";

const forward = (size: number) => ({ size, backward: false });
const backward = (size: number) => ({ size, backward: true });

describe("a page from the rows that were read for it", () => {
  it("has a next page only where one row more than asked was read", () => {
    expect(pageOf([1, 2], forward(2))).toEqual({ rows: [1, 2], hasNextPage: false, hasPreviousPage: false });
    expect(pageOf([1, 2, 3], forward(2))).toEqual({ rows: [1, 2], hasNextPage: true, hasPreviousPage: false });
    expect(pageOf([], forward(2))).toEqual({ rows: [], hasNextPage: false, hasPreviousPage: false });
  });

  it("comes from the far end in the order of the list, and has a previous page only where a row more was read", () => {
    expect(pageOf([9, 8], backward(2))).toEqual({ rows: [8, 9], hasNextPage: false, hasPreviousPage: false });
    expect(pageOf([9, 8, 7], backward(2))).toEqual({ rows: [8, 9], hasNextPage: false, hasPreviousPage: true });
  });

  it("has rows on the side of the cursor that it starts from", () => {
    expect(pageOf([2], { ...forward(2), after: [1] })).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(pageOf([2], { ...backward(2), before: [3] })).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });
});

describe("the pages of a list in memory", () => {
  const keyOf = (row: number): Key => [row];

  it("together are the list, forwards and backwards, whatever their size", () => {
    fc.assert(
      fc.property(fc.nat(12), fc.integer({ min: 1, max: 5 }), fc.boolean(), (length, size, isBackward) => {
        const list = Array.from({ length }, (_, i) => i);
        const seen: number[] = [];
        for (let cursor: Key | undefined; ; ) {
          const place = cursor && (isBackward ? { before: cursor } : { after: cursor });
          const page = pageOfList(list, { size, backward: isBackward, ...place }, keyOf);
          if (isBackward) seen.unshift(...page.rows);
          else seen.push(...page.rows);
          const left = length - seen.length;
          expect(isBackward ? page.hasPreviousPage : page.hasNextPage).toBe(left > 0);
          expect(isBackward ? page.hasNextPage : page.hasPreviousPage).toBe(cursor !== undefined);
          if (left === 0) break;
          expect(page.rows).toHaveLength(size);
          cursor = keyOf(isBackward ? page.rows[0]! : page.rows.at(-1)!);
        }
        expect(seen).toEqual(list);
      }),
    );
  });

  it("lie between two cursors, and none does where they are in the wrong order", () => {
    const list = [0, 1, 2, 3, 4];
    expect(pageOfList(list, { ...forward(9), after: [0], before: [4] }, keyOf).rows).toEqual([1, 2, 3]);
    expect(pageOfList(list, { ...backward(2), after: [0], before: [4] }, keyOf).rows).toEqual([2, 3]);
    expect(pageOfList(list, { ...forward(9), after: [3], before: [2] }, keyOf).rows).toEqual([]);
  });

  it("refuse the cursor of a row that is not in the list", () => {
    const refused = (argument: string) => expect.objectContaining({ code: "BAD_CURSOR", argument });
    expect(() => pageOfList([1], { ...forward(1), after: [2] }, keyOf)).toThrow(refused("after"));
    expect(() => pageOfList([1], { ...forward(1), before: [2] }, keyOf)).toThrow(refused("before"));
  });
});

describe("a request for a page", () => {
  it("is the first 20 rows if nothing is given, else 1 to 100 from either end", () => {
    expect(pageRequest({}, [])).toEqual(forward(20));
    expect(pageRequest({ first: 1 }, [])).toEqual(forward(1));
    expect(pageRequest({ first: 100, last: null }, [])).toEqual(forward(100));
    expect(pageRequest({ last: 100 }, [])).toEqual(backward(100));
    const refused = (argument: string) => expect.objectContaining({ code: "BAD_PAGE", argument });
    for (const size of [0, -1, 101]) {
      expect(() => pageRequest({ first: size }, [])).toThrow(refused("first"));
      expect(() => pageRequest({ last: size }, [])).toThrow(refused("last"));
    }
    expect(() => pageRequest({ first: 1, last: 1 }, [])).toThrow(refused("first"));
  });

  it("takes back the cursors that it wrote", () => {
    for (const instant of ["2026-11-27 22:17:41.123456+00", "infinity", "-infinity"]) {
      const after = [instant, 3];
      expect(pageRequest({ after: writeCursor(after) }, ["instant", "integer"])).toEqual({ ...forward(20), after });
    }
    for (const number of ["0", "-1.5", "1e-07", "12", "Infinity", "-Infinity"]) {
      const before = [number, 3];
      expect(pageRequest({ before: writeCursor(before) }, ["number", "integer"])).toEqual({ ...forward(20), before });
    }
    const after = ["a, ü", 0];
    expect(pageRequest({ after: writeCursor(after), last: 2 }, ["text", "integer"])).toEqual({ ...backward(2), after });
  });

  it("refuses what is no cursor of its list", () => {
    const refused = (argument: string) => expect.objectContaining({ code: "BAD_CURSOR", argument });
    for (const key of [["1", 1, 1], ["1"], ["x", 1], ["1", 1.5], ["1", "1"], [1, 1], ["1; drop table runs", 1], {}]) {
      const cursor = writeCursor(key as Key);
      expect(() => pageRequest({ after: cursor }, ["number", "integer"])).toThrow(refused("after"));
      expect(() => pageRequest({ before: cursor }, ["number", "integer"])).toThrow(refused("before"));
    }
    for (const instant of ["2026-11-27", "now()", "infinity'", 7]) {
      expect(() => pageRequest({ after: writeCursor([instant, 1]) }, ["instant", "integer"])).toThrow(refused("after"));
    }
    expect(() => pageRequest({ after: writeCursor([7, 1]) }, ["text", "integer"])).toThrow(refused("after"));
    expect(() => pageRequest({ after: "nonsense" }, ["text"])).toThrow(refused("after"));
  });
});

describe("a cursor", () => {
  const cursor = (key: unknown) => Buffer.from(JSON.stringify(key)).toString("base64url");
  const ask = (key: unknown, types: readonly KeyType[]) => () => pageRequest({ after: cursor(key) }, types);

  it.each<[unknown, readonly KeyType[]]>([
    [
      ["1e400", 1],
      ["number", "integer"],
    ],
    [
      ["-1e999", 1],
      ["number", "integer"],
    ],
    [
      ["1.2.3", 1],
      ["number", "integer"],
    ],
    [
      ["-", 1],
      ["number", "integer"],
    ],
    [
      ["NaN", 1],
      ["number", "integer"],
    ],
    [
      ["infinity", 1],
      ["number", "integer"],
    ],
    [
      [1, 1],
      ["number", "integer"],
    ],
    [
      ["1", 2 ** 31],
      ["number", "integer"],
    ],
    [
      ["1", -(2 ** 31)],
      ["number", "integer"],
    ],
    [
      ["1", 1.5],
      ["number", "integer"],
    ],
    [
      ["1", "1"],
      ["number", "integer"],
    ],
    [
      ["1", null],
      ["number", "integer"],
    ],
    [["1"], ["number", "integer"]],
    [
      ["1", 1, 1],
      ["number", "integer"],
    ],
    [
      ["9999-99-99 99:99", 1],
      ["instant", "integer"],
    ],
    [
      ["2025-02-30 12:00:00+00", 1],
      ["instant", "integer"],
    ],
    [
      ["0000-01-01 00:00:00+00", 1],
      ["instant", "integer"],
    ],
    [
      ["294277-01-01 00:00:00+00", 1],
      ["instant", "integer"],
    ],
    [
      ["2025-01-01 12:00:00+99", 1],
      ["instant", "integer"],
    ],
    [
      ["now", 1],
      ["instant", "integer"],
    ],
    [
      ["a\0", 1],
      ["text", "integer"],
    ],
    [
      ["\ud800", 1],
      ["text", "integer"],
    ],
    [
      ["latency", "1", 1],
      [{ is: "flops" }, "number", "integer"],
    ],
    [{ length: 2 }, ["number", "integer"]],
    [null, ["number"]],
    ["text", ["text"]],
  ])("with the key %j is not one of a list of %j", (key, types) => {
    expect(ask(key, types)).toThrow(expect.objectContaining({ code: "BAD_CURSOR", argument: "after" }));
  });

  it.each<[unknown, readonly KeyType[]]>([
    [
      ["-Infinity", 1],
      ["number", "integer"],
    ],
    [
      ["1.5e-12", 2 ** 31 - 1],
      ["number", "integer"],
    ],
    [
      ["-infinity", 1],
      ["instant", "integer"],
    ],
    [
      ["2026-11-24 13:27:32.409123+00", 1],
      ["instant", "integer"],
    ],
    [
      ["2026-11-24 13:27:32+00", 1],
      ["instant", "integer"],
    ],
    [
      ["flops", "1", 1],
      [{ is: "flops" }, "number", "integer"],
    ],
  ])("with the key %j is one of a list of %j", (key, types) => expect(ask(key, types)().after).toEqual(key));

  it("that is long is not repeated whole", () => {
    expect(() => pageRequest({ before: "x".repeat(100_000) }, ["text"])).toThrow(
      expect.objectContaining({ code: "BAD_CURSOR", message: expect.stringMatching(/^.{1,400}$/) }),
    );
  });
});
