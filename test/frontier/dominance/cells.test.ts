import { describe, expect, it } from "vitest";
import { dropBelowCells, numberCells } from "../../../src/frontier/dominance/cells.ts";
import { risingOrder } from "../../../src/frontier/dominance/rowOrder.ts";
import type { Direction } from "../../../src/frontier/metrics.ts";
import { seededRandom } from "../../../src/frontier/statistics/seededRandom.ts";

const rowsOf = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);
const cellsOf = (points: number[][], steps: number, directions?: Direction[]) => [
  ...numberCells(
    Float64Array.from(points.flat()),
    directions ?? points[0]!.map(() => "MINIMIZE"),
    rowsOf(points.length),
    steps,
  ),
];

describe("cells", () => {
  it("are equal steps of the range, the last of them with the highest cost", () => {
    expect(cellsOf([[0, 9], [1, 9], [2.5, 9], [3, 9], [4, 9]], 4)).toEqual([0, 1, 2, 3, 3]); // biome-ignore format: a table
    expect(cellsOf([[1, 9], [3, 9], [5, 9]], 4)).toEqual([0, 2, 3]); // biome-ignore format: a table
    expect(cellsOf([[0, 9], [1, 9], [4, 9]], 4, ["MAXIMIZE", "MINIMIZE"])).toEqual([3, 3, 0]); // biome-ignore format: a table
  });

  it("are a step for each doubling where few costs are far above the others", () => {
    const doublings = [1, 2, 4, 8, 16, 32, 64, 128, 256].map((cost) => [cost, 0]);
    expect(cellsOf(doublings, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 7]);
    // The mean of 1, 17 and 33 lies in the middle of the range.
    expect(cellsOf([[1, 0], [17, 0], [33, 0]], 8)).toEqual([0, 4, 7]); // biome-ignore format: a table
  });

  it("count one column after another, the last fastest", () => {
    const points = [[0, 0, 5], [1, 2, 5], [2, 1, 5], [4, 4, 5], [3, 0, 5]]; // biome-ignore format: a table
    expect(cellsOf(points, 4)).toEqual([0, 6, 9, 15, 12]);
  });

  it("put infinite costs on the outermost steps, and all on the first where costs are equal", () => {
    const infinite = [[0, 1], [Number.POSITIVE_INFINITY, 1], [Number.NEGATIVE_INFINITY, 1], [4, 1], [1, 1]]; // biome-ignore format: a table
    expect(cellsOf(infinite, 4)).toEqual([0, 3, 0, 3, 1]);
    expect(cellsOf([[7, 1], [7, 2]], 4)).toEqual([0, 0]); // biome-ignore format: a table
  });
});

describe("dropBelowCells", () => {
  it("drops just the rows whose last cost is above that of a row in a cell lower on every column", () => {
    for (const [width, isSkewed] of [
      [2, false],
      [3, false],
      [3, true],
      [4, false],
    ] as const) {
      const random = seededRandom(width);
      const points = Array.from({ length: 300 }, () =>
        Array.from({ length: width }, () => (isSkewed ? 2 ** (12 * random()) : Math.round(40 * random()))),
      );
      const directions = points[0]!.map((_, k): Direction => (k % 2 ? "MAXIMIZE" : "MINIMIZE"));
      const last = width - 1;
      const steps = Math.floor(300 ** (1 / last) + 1e-9);
      const matrix = Float64Array.from(points.flat());
      const cells = numberCells(matrix, directions, rowsOf(300), steps);
      const stepsOf = (row: number) =>
        Array.from({ length: last }, (_, k) => Math.floor(cells[row]! / steps ** (last - 1 - k)) % steps);
      const cost = (row: number) => points[row]![last]! * (directions[last] === "MAXIMIZE" ? -1 : 1);
      const isLower = (a: number, b: number) => stepsOf(a).every((step, k) => step < stepsOf(b)[k]!);
      const all = [...rowsOf(300)];
      const expected = all.filter((row) => !all.some((other) => isLower(other, row) && cost(other) < cost(row)));
      expect([...dropBelowCells(matrix, directions, rowsOf(300))]).toEqual(expected);
      expect(expected.length).toBeLessThan(300);
      const some = Uint32Array.of(3, 250, 299);
      expect(dropBelowCells(matrix, ["MINIMIZE"], some)).toBe(some);
    }
  });
});

describe("risingOrder", () => {
  it("is the order of the values, of equal and infinite ones too, and keeps the order of equals", () => {
    const { POSITIVE_INFINITY: most, NEGATIVE_INFINITY: least } = Number;
    const values = Float64Array.of(3, -1, most, 0, 3, least, -0, 1e300, -1e300, 2.5, most, least);
    expect([...risingOrder(values)]).toEqual([5, 11, 8, 1, 3, 6, 9, 0, 4, 7, 2, 10]);
    const random = seededRandom(9);
    const many = Float64Array.from({ length: 3000 }, () => Math.floor(1000 * random()) - 500);
    const expected = [...many.keys()].sort((a, b) => many[a]! - many[b]! || a - b);
    expect([...risingOrder(many)]).toEqual(expected);
  });
});
