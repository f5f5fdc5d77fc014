import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dropBelowCells } from "../../../src/frontier/dominance/cells.ts";
import { paretoFrontier } from "../../../src/frontier/dominance/dominance.ts";
import { FrontierTree } from "../../../src/frontier/dominance/frontierTree.ts";
import { dropBehindGuards } from "../../../src/frontier/dominance/guards.ts";
import { sortByKeys } from "../../../src/frontier/dominance/rowOrder.ts";
import type { Direction } from "../../../src/frontier/metrics.ts";
import { seededRandom } from "../../../src/frontier/statistics/seededRandom.ts";
import { IS_LONG, runs } from "../../support/runs.ts";
import { dominatesByDefinition, frontierByDefinition, problem } from "../arbitraries.ts";

const seed = fc.integer({ min: 1, max: 2 ** 30 });
const flatten = (points: number[][]) => Float64Array.from(points.flat());

describe("dropBehindGuards and dropBelowCells", () => {
  it("drop no point of the frontier, and the first also all that lack a value", () => {
    fc.assert(
      fc.property(problem(), ({ points, directions }) => {
        const frontier = frontierByDefinition({ points, directions });
        const matrix = flatten(points);
        const guarded = dropBehindGuards(matrix, directions);
        expect([...guarded]).toEqual(expect.arrayContaining(frontier));
        expect([...guarded].some((row) => points[row]!.some(Number.isNaN))).toBe(false);
        const complete = points.flatMap((point, row) => (point.some(Number.isNaN) ? [] : [row]));
        const left = [...dropBelowCells(matrix, directions, Uint32Array.from(complete))];
        expect(left).toEqual(expect.arrayContaining(frontier));
      }),
      runs(30, 1000),
    );
  });

  it("leave few of many independent points", () => {
    const random = seededRandom(1);
    const points = Float64Array.from({ length: 30_000 }, random);
    const directions: Direction[] = ["MAXIMIZE", "MINIMIZE", "MAXIMIZE"];
    const guarded = dropBehindGuards(points, directions);
    expect(guarded.length).toBeLessThan(1500);
    expect(dropBelowCells(points, directions, guarded).length).toBeLessThan(1000);
  });
});

describe("paretoFrontier of thousands of points", () => {
  // Where objectives go together guards drop most points, where they don't cells and the tree do.
  it.each([-1, 0, 1])(
    "holds no point that another dominates, and one that dominates each other: agreement %s",
    (sign) => {
      const crowd = fc.record({
        objectives: fc.integer({ min: 1, max: 5 }),
        seed,
        levels: fc.constantFrom(20, 1e6),
        isSkewed: fc.boolean(),
      });
      fc.assert(
        fc.property(crowd, ({ objectives, seed, levels, isSkewed }) => {
          const random = seededRandom(seed);
          const directions = Array.from({ length: objectives }, (_, k): Direction => (k % 2 ? "MAXIMIZE" : "MINIMIZE"));
          const points = Array.from({ length: IS_LONG ? 5000 : 4100 }, () => {
            const common = random();
            return directions.map((direction, k) => {
              if (random() < 1e-4) return Number.NaN;
              const cost = Math.abs(sign) * (k === 0 ? common : sign > 0 ? common : 1 - common) + random() / 2;
              const level = Math.round(levels * cost);
              return (isSkewed ? 2 ** (level / (levels / 50)) : level) * (direction === "MAXIMIZE" ? -1 : 1);
            });
          });
          const frontier = paretoFrontier(flatten(points), directions);
          const isOn = new Set(frontier);
          const dominated = points.map((point) =>
            frontier.some((row) => dominatesByDefinition(points[row]!, point, directions)),
          );
          points.forEach((point, row) => {
            expect(isOn.has(row)).toBe(!dominated[row] && !point.some(Number.isNaN));
          });
        }),
        runs(1, 30),
      );
    },
  );
});

describe("FrontierTree", () => {
  it("says whether one of its points is as low on every column", () => {
    const point = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 300 }), fc.array(point, { maxLength: 20 }), (points, asked) => {
        const held = [...new Map(points.map((values) => [values.join(), values])).values()];
        const tree = new FrontierTree(4);
        for (const values of held) tree.add(Float64Array.from(values), 0);
        for (const values of asked) {
          const isCovered = held.some((other) => other.every((cost, column) => cost <= values[column]!));
          expect(tree.covers(Float64Array.from(values), 0)).toBe(isCovered);
        }
      }),
    );
  });
});

describe("sortByKeys", () => {
  it("sorts as the comparison does, from keys that are rounded", () => {
    fc.assert(
      fc.property(seed, fc.constantFrom(100, 1000), (seed, count) => {
        const random = seededRandom(seed);
        const values = Array.from({ length: count }, () => Math.floor(random() * 900) * 10 ** Math.floor(random() * 6));
        const compare = (a: number, b: number) => values[a]! - values[b]! || a - b;
        const keys = Float32Array.from(values, (value) => Math.floor(value / 7));
        expect([...sortByKeys(keys, compare)]).toEqual(values.map((_, at) => at).sort(compare));
      }),
      runs(2, 50),
    );
  });
});
