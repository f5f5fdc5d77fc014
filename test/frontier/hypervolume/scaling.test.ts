import { describe, expect, it } from "vitest";
import { hypervolume, referencePoint } from "../../../src/frontier/hypervolume/hypervolume.ts";
import { axisBounds, scaleToUnit } from "../../../src/frontier/hypervolume/scaling.ts";
import type { Axis } from "../../../src/frontier/objective.ts";

const gain: Axis = { direction: "MAXIMIZE", scale: "linear" };
const cost: Axis = { direction: "MINIMIZE", scale: "log" };
const rising: Axis = { direction: "MAXIMIZE", scale: "log" };

describe("the bounds of axes", () => {
  it("are the worst and the best finite value in each direction", () => {
    const points = [
      [0.2, 30],
      [0.9, 10],
      [Number.NaN, Number.POSITIVE_INFINITY],
      [Number.NEGATIVE_INFINITY, 20],
    ];
    expect(axisBounds(points, [gain, cost])).toEqual([
      { worst: 0.2, best: 0.9 },
      { worst: 30, best: 10 },
    ]);
    expect(referencePoint(points, [gain, cost])).toEqual([0.2, 30]);
  });

  it("are missing where no value is left", () => {
    expect(axisBounds([], [gain])).toEqual([{ worst: Number.NaN, best: Number.NaN }]);
    expect(axisBounds([[Number.NaN]], [cost])).toEqual([{ worst: Number.NaN, best: Number.NaN }]);
  });
});

describe("scaling", () => {
  const scaled = (values: number[], axis: Axis, bounds?: { worst: number; best: number }) =>
    scaleToUnit(
      values.map((value) => [value]),
      [axis],
      bounds && [bounds],
    ).map(([value]) => Number(value!.toFixed(12)));

  it("puts the worst at 0 and the best at 1, evenly or evenly in the logarithm", () => {
    expect(scaled([0, 1, 4], gain)).toEqual([0, 0.25, 1]);
    expect(scaled([1, 10, 10_000], cost)).toEqual([1, 0.75, 0]);
    expect(scaled([1, 10, 10_000], rising)).toEqual([0, 0.25, 1]);
  });

  it("is linear on a logarithmic axis whose worst or best value is zero or below", () => {
    expect(scaled([0, 1, 4], rising)).toEqual([0, 0.25, 1]);
    expect(scaled([-1, 0, 3], rising)).toEqual([0, 0.25, 1]);
    expect(scaled([0, 1, 4], cost)).toEqual([1, 0.75, 0]);
    expect(scaled([-4, -3, 0], cost)).toEqual([1, 0.75, 0]);
  });

  it("stays logarithmic for values below 1", () => {
    expect(scaled([0.001, 0.01, 10], rising)).toEqual([0, 0.25, 1]);
    expect(scaled([0.001, 0.01, 0.1], cost)).toEqual([1, 0.5, 0]);
  });

  it("goes beyond 0 and 1 outside of given bounds, and is 1 where they are equal", () => {
    expect(scaled([-1, 6], gain, { worst: 0, best: 4 })).toEqual([-0.25, 1.5]);
    expect(scaled([7, 3, Number.NaN], gain, { worst: 3, best: 3 })).toEqual([1, 1, Number.NaN]);
    expect(scaled([Number.NaN, 2], rising, { worst: 1, best: 4 })).toEqual([Number.NaN, 0.5]);
  });
});

describe("a hypervolume up to a reference", () => {
  it("has no part of a point that is as bad as the reference or worse on one objective", () => {
    for (const width of [1, 2, 3, 4, 5, 6]) {
      const directions = Array.from({ length: width }, () => "MINIMIZE" as const);
      const reference = directions.map(() => 4);
      const inside = directions.map(() => 1);
      const at = (value: number) => directions.map((_, column) => (column === width - 1 ? value : 0));
      expect(hypervolume([inside, at(4), at(5), at(9)], directions, reference)).toBeCloseTo(3 ** width, 9);
      expect(hypervolume([at(4)], directions, reference)).toBe(0);
      expect(hypervolume([at(5)], directions, reference)).toBe(0);
      expect(hypervolume([at(Number.NaN)], directions, reference)).toBe(0);
    }
  });
});
