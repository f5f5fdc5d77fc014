import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dominates, paretoFrontier } from "../../../src/frontier/dominance/dominance.ts";
import { dominators } from "../../../src/frontier/dominance/dominators.ts";
import type { Direction } from "../../../src/frontier/metrics.ts";
import { runs } from "../../support/runs.ts";
import { dominatesByDefinition, frontierByDefinition, problem } from "../arbitraries.ts";

const gainAndCost: Direction[] = ["MAXIMIZE", "MINIMIZE"];

describe("dominates", () => {
  it("agrees with the definition", () => {
    fc.assert(
      fc.property(problem(), ({ points, directions }) => {
        for (const a of points.slice(0, 8))
          for (const b of points.slice(0, 8))
            expect(dominates(a, b, directions)).toBe(dominatesByDefinition(a, b, directions));
      }),
    );
  });
});

describe("paretoFrontier", () => {
  it("is what the definition says, for 1 to 6 objectives with ties, duplicates, missing and infinite values", () => {
    fc.assert(
      fc.property(problem(), (given) => {
        expect(paretoFrontier(given.points, given.directions)).toEqual(frontierByDefinition(given));
      }),
      runs(80, 1000),
    );
  });

  it("is what the definition says where the elimination pass comes first", () => {
    const crowd = fc
      .record({ objectives: fc.integer({ min: 1, max: 5 }), seed: fc.integer({ min: 1, max: 2 ** 30 }) })
      .map(({ objectives, seed }) => ({
        points: pseudoRandomPoints(400, objectives, seed),
        directions: Array.from({ length: objectives }, (_, k) => (k % 2 === 0 ? "MAXIMIZE" : "MINIMIZE") as Direction),
      }));
    fc.assert(
      fc.property(crowd, (given) => {
        expect(paretoFrontier(given.points, given.directions)).toEqual(frontierByDefinition(given));
      }),
      runs(4, 50),
    );
  });

  it("takes a flat matrix and rows alike", () => {
    fc.assert(
      fc.property(problem(), ({ points, directions }) => {
        expect(paretoFrontier(Float64Array.from(points.flat()), directions)).toEqual(
          paretoFrontier(points, directions),
        );
      }),
    );
  });

  it("does not change when every objective is transformed by an increasing function", () => {
    fc.assert(
      fc.property(problem(fc.integer({ min: -20, max: 20 })), ({ points, directions }) => {
        const transformed = points.map((point) => point.map((value) => 3 * value ** 3 + value + 7));
        expect(paretoFrontier(transformed, directions)).toEqual(paretoFrontier(points, directions));
      }),
    );
  });

  it("keeps equal points and leaves out the missing", () => {
    const points = [
      [0.5, 10],
      [0.5, 10],
      [Number.NaN, 1],
      [0.4, 10],
      [0.9, Number.NaN],
      [0.6, 20],
    ];
    expect(paretoFrontier(points, gainAndCost)).toEqual([0, 1, 5]);
    expect(paretoFrontier([], gainAndCost)).toEqual([]);
    expect(paretoFrontier([[Number.NaN]], ["MINIMIZE"])).toEqual([]);
  });

  it("says which row has the wrong length, and that an objective is needed", () => {
    expect(() => paretoFrontier([[1, 2], [1]], gainAndCost)).toThrow(
      "Point 1 has 1 values, but there are 2 objectives.",
    );
    expect(() => paretoFrontier(new Float64Array(3), gainAndCost)).toThrow("3 values are not rows of 2");
    expect(() => paretoFrontier([[]], [])).toThrow("at least one objective");
  });
});

describe("dominators", () => {
  it("names for every dominated point the frontier points that dominate it, and never none", () => {
    fc.assert(
      fc.property(problem(), ({ points, directions }) => {
        const frontier = paretoFrontier(points, directions);
        points.forEach((point, row) => {
          const named = dominators(point, points, frontier, directions);
          expect(named).toEqual(frontier.filter((other) => dominatesByDefinition(points[other]!, point, directions)));
          const isDominated = !frontier.includes(row) && !point.some(Number.isNaN);
          expect(named.length > 0).toBe(isDominated);
        });
      }),
    );
  });
});

/** Points near an anti-correlated plane, on a grid so that some are equal. */
function pseudoRandomPoints(count: number, objectives: number, seed: number): number[][] {
  let state = seed;
  const next = () => {
    state = (48271 * state) % 2147483647;
    return state % 12;
  };
  return Array.from({ length: count }, () => Array.from({ length: objectives }, next));
}
