import { describe, expect, it } from "vitest";
import {
  hypervolume,
  hypervolumeUpTo,
  normalizedHypervolume,
  referencePoint,
} from "../../../src/frontier/hypervolume/hypervolume.ts";
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

  it("stays logarithmic where values are zero or below: they have no place, and the others keep theirs", () => {
    expect(axisBounds([[0], [1], [10], [10_000], [-3]], [cost])).toEqual([{ worst: 10_000, best: 1 }]);
    expect(scaled([0, 1, 10, 10_000], cost)).toEqual([Number.NaN, 1, 0.75, 0]);
    expect(scaled([-1, 0, 1, 10, 10_000], rising)).toEqual([Number.NaN, Number.NaN, 0, 0.25, 1]);
    expect(scaled([0, -2], cost)).toEqual([Number.NaN, Number.NaN]);
    expect(scaled([0, 3], cost)).toEqual([Number.NaN, 1]);
    expect(() => scaled([1, 2], cost, { worst: 2, best: 0 })).toThrow(RangeError);
    expect(scaled([0, 1, 4], { ...cost, scale: "linear" })).toEqual([1, 0.75, 0]);
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

describe("a hypervolume beside a candidate that costs nothing", () => {
  const others = [
    [0.5, 10],
    [0.7, 100],
    [0.9, 10_000],
  ];

  it("is that of the others on a logarithmic axis, and another one on a linear axis", () => {
    const free = [0.2, 0];
    expect(normalizedHypervolume([free, ...others], [gain, cost])).toBe(normalizedHypervolume(others, [gain, cost]));
    expect(normalizedHypervolume([free], [gain, cost])).toBeNull();
    // Widths 0.8 and 0.5 of the three decades and the rises of 0.2 of 0.4: by hand (1 − 1/3) × 0.5 = 1/3.
    expect(normalizedHypervolume(others, [gain, cost])).toBeCloseTo(1 / 3, 12);
    const linear: Axis = { ...cost, scale: "linear" };
    // From 0 at a cost of 0 to 10 at 0.5, 100 at 0.7: (3/7 × 9990 + 2/7 × 9900) / 10,000.
    expect(normalizedHypervolume([free, ...others], [gain, linear])).toBeCloseTo(
      ((3 / 7) * 9990 + (2 / 7) * 9900) / 10_000,
      12,
    );
  });
});

describe("a hypervolume up to a given reference", () => {
  it("has the units of the axes, tenfolds on a logarithmic one, and is the same whatever else competes", () => {
    expect(hypervolumeUpTo([[0.5, 1e15]], [gain, cost], [0, 1e18])).toBeCloseTo(1.5, 12);
    // 0.5 × 3 decades and 0.2 more over 2 decades.
    const two = [
      [0.5, 1e15],
      [0.7, 1e16],
    ];
    expect(hypervolumeUpTo(two, [gain, cost], [0, 1e18])).toBeCloseTo(1.9, 12);
    expect(hypervolumeUpTo([...two, [0.4, 1e17], [0.9, 0], [0.9, 1e19]], [gain, cost], [0, 1e18])).toBeCloseTo(1.9, 12);
    expect(hypervolumeUpTo([[5, 100]], [rising, cost], [0.5, 1000])).toBeCloseTo(1, 12);
    expect(hypervolumeUpTo([], [gain, cost], [0, 1])).toBe(0);
    expect(() => hypervolumeUpTo(two, [gain, cost], [0, 0])).toThrow(RangeError);
  });
});
