import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paretoFrontier } from "../../src/frontier/dominance.ts";
import { epsilonFrontier } from "../../src/frontier/epsilonDominance.ts";
import type { Axis } from "../../src/frontier/objective.ts";

const AXES: Axis[] = [
  { direction: "MAXIMIZE", scale: "linear" },
  { direction: "MINIMIZE", scale: "log" },
  { direction: "MAXIMIZE", scale: "log" },
];
const point = fc.tuple(
  fc.integer({ max: 12, min: 0 }),
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: 9 }),
);
const points = fc.array(point, { minLength: 1, maxLength: 9 });
const epsilons = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom(0, 0.25, 1), fc.constantFrom(0, 0.5));

function matches(a: number[], b: number[], [gain, cost, speed]: [number, number, number]): boolean {
  return a[0]! >= b[0]! - gain && a[1]! <= b[1]! * (1 + cost) && a[2]! * (1 + speed) >= b[2]!;
}

describe("an epsilon frontier", () => {
  it("is a part of the frontier that matches every point, and about as small as can be", () => {
    fc.assert(
      fc.property(points, epsilons, (rows, epsilon) => {
        const chosen = epsilonFrontier(rows, AXES, epsilon);
        const frontier = paretoFrontier(
          rows,
          AXES.map(({ direction }) => direction),
        );
        expect(chosen.every((row) => frontier.includes(row))).toBe(true);
        for (const row of rows) expect(chosen.some((other) => matches(rows[other]!, row, epsilon))).toBe(true);
        // Of at most nine points every subset can be tried; greedy is within the harmonic number of nine.
        const smallest = subsetsOf(frontier)
          .filter((subset) => rows.every((row) => subset.some((other) => matches(rows[other]!, row, epsilon))))
          .reduce((least, { length }) => Math.min(least, length), Infinity);
        expect(chosen.length).toBeLessThanOrEqual(Math.ceil(smallest * 2.83));
      }),
      { numRuns: 300 },
    );
  });

  it("is the frontier itself, each of equal points once, where every difference matters", () => {
    expect(
      epsilonFrontier(
        [
          [3, 1, 1],
          [3, 1, 1],
          [5, 2, 1],
          [1, 9, 1],
        ],
        AXES,
        [0, 0, 0],
      ),
    ).toEqual([0, 2]);
  });
});

function subsetsOf([first, ...rest]: number[]): number[][] {
  if (first === undefined) return [[]];
  return subsetsOf(rest).flatMap((subset) => [subset, [first, ...subset]]);
}
