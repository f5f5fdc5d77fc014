import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hypervolume, normalizedHypervolume, referencePoint } from "../../../src/frontier/hypervolume/hypervolume.ts";
import { axisBounds } from "../../../src/frontier/hypervolume/scaling.ts";
import type { Direction } from "../../../src/frontier/metrics.ts";
import type { Axis } from "../../../src/frontier/objective.ts";
import { runs } from "../../support/runs.ts";
import { type Problem, problem } from "../arbitraries.ts";
import moocore from "./fixtures/moocore-hypervolume.json" with { type: "json" };

const accuracy: Axis = { direction: "MAXIMIZE", scale: "linear" };
const tokens: Axis = { direction: "MINIMIZE", scale: "log" };

describe("hypervolume", () => {
  it("counts the unit cells that some point dominates, on a small grid of 1 to 6 objectives", () => {
    fc.assert(
      fc.property(problem(fc.integer({ min: 0, max: 3 }), 12), (given) => {
        const reference = given.directions.map((direction) => (direction === "MAXIMIZE" ? 0 : 3));
        expect(hypervolume(given.points, given.directions, reference)).toBe(countCells(given, 3));
      }),
      runs(80, 500),
    );
  });

  it("counts them where many points with ties share their volumes, in 4 and 5 objectives", () => {
    const crowd = fc.constantFrom(4, 5).chain((objectives) =>
      fc.record({
        points: fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: objectives, maxLength: objectives }), {
          minLength: 20,
          maxLength: 80,
          size: "max",
        }),
        directions: fc.constant(Array.from({ length: objectives }, (): Direction => "MINIMIZE")),
      }),
    );
    fc.assert(
      fc.property(crowd, (given) => {
        const reference = given.directions.map(() => 5);
        expect(hypervolume(given.points, given.directions, reference)).toBe(countCells(given, 5));
      }),
      runs(50, 150),
    );
  });

  /**
   * moocore 0.3.2, `moocore.hypervolume(points, ref=np.full(k, 101.0))`. The points are filled row by row from
   * x = 48271 x mod (2³¹ - 1), starting at 12345 + 100 k + n, each value x mod 100; all minimised.
   */
  it.each(moocore)("gives what moocore gives: $count points, $objectives objectives", (figure) => {
    const directions = Array.from({ length: figure.objectives }, (): Direction => "MINIMIZE");
    let state = 12345 + 100 * figure.objectives + figure.count;
    const points = Array.from({ length: figure.count }, () =>
      directions.map(() => {
        state = (48271 * state) % 2147483647;
        return state % 100;
      }),
    );
    expect(
      hypervolume(
        points,
        directions,
        directions.map(() => 101),
      ),
    ).toBeCloseTo(figure.hypervolume, 3);
  });

  it("does not change under translation, nor when dominated and missing points are added", () => {
    fc.assert(
      fc.property(problem(fc.integer({ min: 0, max: 4 }), 8), ({ points, directions }) => {
        const reference = directions.map((direction) => (direction === "MAXIMIZE" ? -1 : 5));
        const expected = hypervolume(points, directions, reference);
        const moved = points.map((point) => point.map((value) => value + 64));
        expect(
          hypervolume(
            moved,
            directions,
            reference.map((value) => value + 64),
          ),
        ).toBe(expected);
        const more = [...points, ...points, directions.map(() => Number.NaN), reference];
        expect(hypervolume(more, directions, reference)).toBe(expected);
      }),
    );
  });
});

describe("normalizedHypervolume", () => {
  it("is 1 where one candidate is best at everything, and for equal candidates", () => {
    expect(
      normalizedHypervolume(
        [
          [0.9, 100],
          [0.5, 1000],
        ],
        [accuracy, tokens],
      ),
    ).toBe(1);
    expect(
      normalizedHypervolume(
        [
          [0.5, 10],
          [0.5, 10],
        ],
        [accuracy, tokens],
      ),
    ).toBe(1);
    expect(normalizedHypervolume([[0.5, Number.NaN]], [accuracy, tokens])).toBeNull();
  });

  it("takes the logarithm of a logarithmic axis", () => {
    // Half of the accuracy at the middle decade: a quarter of the square.
    const points = [
      [0, 10],
      [0.5, 100],
      [1, 1000],
    ];
    expect(normalizedHypervolume(points, [accuracy, tokens])).toBeCloseTo(0.25, 12);
  });

  it("lies between 0 and 1 and does not depend on the units", () => {
    const candidate = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 1e6 }));
    fc.assert(
      fc.property(fc.array(candidate, { minLength: 1, maxLength: 20 }), (points) => {
        const volume = normalizedHypervolume(points, [accuracy, tokens])!;
        expect(volume).toBeGreaterThanOrEqual(0);
        expect(volume).toBeLessThanOrEqual(1 + 1e-12);
        const inOtherUnits = points.map(([value, cost]) => [value / 100, cost * 1e12]);
        expect(normalizedHypervolume(inOtherUnits, [accuracy, tokens])).toBeCloseTo(volume, 9);
      }),
    );
  });

  it("compares groups within the bounds of all candidates", () => {
    const all = [
      [0.2, 10],
      [0.6, 100],
      [0.8, 1000],
    ];
    const bounds = axisBounds(all, [accuracy, tokens]);
    const group = normalizedHypervolume(all.slice(0, 2), [accuracy, tokens], bounds)!;
    expect(group).toBeLessThanOrEqual(normalizedHypervolume(all, [accuracy, tokens])!);
    expect(group).toBeCloseTo((0.4 / 0.6) * 0.5, 12);
  });
});

describe("referencePoint", () => {
  it("is the worst of each objective over the candidates that have it", () => {
    expect(
      referencePoint(
        [
          [0.2, 10],
          [0.6, 100],
          [Number.NaN, 1000],
        ],
        [accuracy, tokens],
      ),
    ).toEqual([0.2, 1000]);
  });
});

/** The number of unit cells of {0, …, size - 1}^k that lie within the box between some point and the reference. */
function countCells({ points, directions }: Problem, size: number): number {
  const gains = points.map((point) => point.map((value, k) => (directions[k] === "MAXIMIZE" ? value : size - value)));
  let count = 0;
  for (let cell = 0; cell < size ** directions.length; cell++) {
    const corner = directions.map((_, k) => Math.floor(cell / size ** k) % size);
    if (gains.some((gain) => gain.every((value, k) => value > corner[k]!))) count++;
  }
  return count;
}
