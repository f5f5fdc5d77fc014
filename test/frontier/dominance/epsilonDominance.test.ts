import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paretoFrontier } from "../../../src/frontier/dominance/dominance.ts";
import { epsilonFrontier } from "../../../src/frontier/dominance/epsilonDominance.ts";
import type { Axis } from "../../../src/frontier/objective.ts";
import { runs } from "../../support/runs.ts";
import { direction } from "../arbitraries.ts";

const axis: fc.Arbitrary<Axis> = fc.record({ direction, scale: fc.constantFrom("linear", "log") });

/** Points on 1 to 4 axes with ties, missing, infinite, zero and negative values. */
const problem = (maxPoints: number) =>
  fc.integer({ min: 1, max: 4 }).chain((objectives) => {
    const of = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: objectives, maxLength: objectives });
    const value = fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: 1, max: 40 }) },
      { weight: 1, arbitrary: fc.constantFrom(0, -3, Number.NaN, Number.POSITIVE_INFINITY) },
    );
    return fc.record({
      axes: of(axis),
      epsilons: of(fc.constantFrom(0, 0.25, 1, 4)),
      points: fc.array(of(value), { maxLength: maxPoints }),
    });
  });

/** Epsilon-dominance as it is defined, word for word. */
function matches(a: number[], b: number[], axes: Axis[], epsilons: number[]): boolean {
  return axes.every(({ direction, scale }, k) => {
    const better = direction === "MAXIMIZE" ? a[k]! >= b[k]! : a[k]! <= b[k]!;
    if (scale === "linear")
      return better || (direction === "MAXIMIZE" ? a[k]! + epsilons[k]! >= b[k]! : a[k]! - epsilons[k]! <= b[k]!);
    const factor = 1 + epsilons[k]!;
    const isShare = a[k]! > 0 && b[k]! > 0;
    return better || (isShare && (direction === "MAXIMIZE" ? a[k]! * factor >= b[k]! : a[k]! / factor <= b[k]!));
  });
}

describe("epsilonFrontier", () => {
  it("takes points of the frontier such that each comparable point is epsilon-dominated by one", () => {
    fc.assert(
      fc.property(problem(40), ({ points, axes, epsilons }) => {
        const chosen = epsilonFrontier(points, axes, epsilons);
        const frontier = paretoFrontier(
          points,
          axes.map(({ direction }) => direction),
        );
        expect(chosen).toEqual(frontier.filter((row) => chosen.includes(row)));
        for (const point of points.filter((values) => !values.some(Number.isNaN)))
          expect(chosen.some((row) => matches(points[row]!, point, axes, epsilons))).toBe(true);
      }),
      runs(50, 1000),
    );
  });

  it("takes at most 1 + ln n times as many points as the smallest set that does, found by trying all", () => {
    fc.assert(
      fc.property(problem(9), ({ points, axes, epsilons }) => {
        const comparable = points.filter((values) => !values.some(Number.isNaN));
        let fewest = Number.POSITIVE_INFINITY;
        for (let set = 0; set < 2 ** comparable.length; set++) {
          const chosen = comparable.filter((_, at) => (set >> at) & 1);
          if (comparable.every((point) => chosen.some((other) => matches(other, point, axes, epsilons))))
            fewest = Math.min(fewest, chosen.length);
        }
        const most = fewest * (1 + Math.log(Math.max(comparable.length, 1)));
        expect(epsilonFrontier(points, axes, epsilons).length).toBeLessThanOrEqual(most);
      }),
    );
  });

  it("is the frontier, without repeats, where no epsilon is given", () => {
    fc.assert(
      fc.property(problem(30), ({ points, axes }) => {
        const directions = axes.map(({ direction }) => direction);
        const values = (rows: number[]) => new Set(rows.map((row) => points[row]!.map((value) => value + 0).join()));
        const chosen = epsilonFrontier(
          points,
          axes,
          axes.map(() => 0),
        );
        expect(values(chosen)).toEqual(values(paretoFrontier(points, directions)));
        expect(values(chosen).size).toBe(chosen.length);
      }),
    );
  });

  it("lets the middle of a step stand for its ends: accuracy to 0.01, tokens to a tenth", () => {
    const points = [
      [0.8, 1000],
      [0.805, 1090],
      [0.812, 1180],
      [0.7, 100],
    ];
    const axes: Axis[] = [
      { direction: "MAXIMIZE", scale: "linear" },
      { direction: "MINIMIZE", scale: "log" },
    ];
    expect(epsilonFrontier(points, axes, [0.01, 0.1])).toEqual([1, 3]);
    expect(epsilonFrontier(points, axes, [0.005, 0.1])).toEqual([0, 2, 3]);
  });

  it("refuses epsilons that are negative, missing or too few", () => {
    const axes: Axis[] = [{ direction: "MINIMIZE", scale: "linear" }];
    expect(() => epsilonFrontier([[1]], axes, [])).toThrow("0 epsilons were given for 1 objectives.");
    expect(() => epsilonFrontier([[1]], axes, [-1])).toThrow("Epsilon 0 is -1");
    expect(() => epsilonFrontier([[1]], axes, [Number.NaN])).toThrow(RangeError);
  });
});
