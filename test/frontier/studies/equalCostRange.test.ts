import { describe, expect, it } from "vitest";
import { equalCostRange } from "../../../src/frontier/studies/equalCostRange.ts";

const group = (...points: [cost: number, gain: number][]) =>
  points.map(([cost, gain]) => ({ cost, gain, isInGroup: true }));
const others = (...points: [cost: number, gain: number][]) =>
  points.map(([cost, gain]) => ({ cost, gain, isInGroup: false }));

describe("equalCostRange", () => {
  it("names the side that is carried on beyond its most expensive candidate", () => {
    const range = equalCostRange([...group([1, 0.2], [1000, 0.9]), ...others([10, 0.3], [100, 0.5])])!;
    expect(range).toMatchObject({ fromCost: 10, toCost: 1000, extrapolated: "OTHERS" });
    expect(range.extrapolatedShare).toBeCloseTo(0.5, 12);
    const mirrored = equalCostRange([...others([1, 0.2], [1000, 0.9]), ...group([10, 0.3], [100, 0.5])])!;
    expect(mirrored.extrapolated).toBe("GROUP");
  });

  it("takes a worse candidate for data", () => {
    const range = equalCostRange([...group([1, 0.2], [1000, 0.9]), ...others([10, 0.5], [2000, 0.4])])!;
    expect(range).toEqual({ fromCost: 10, toCost: 1000, extrapolated: null, extrapolatedShare: 0 });
  });

  it("extrapolates over the whole range where one side ends before the other begins", () => {
    const range = equalCostRange([...group([1, 0.2], [2, 0.3]), ...others([10, 0.5], [100, 0.6])])!;
    expect(range).toEqual({ fromCost: 10, toCost: 100, extrapolated: "GROUP", extrapolatedShare: 1 });
  });

  it("is null without a range", () => {
    expect(equalCostRange(group([1, 0.2], [10, 0.3]))).toBeNull();
    expect(equalCostRange([...group([1, 0.2]), ...others([1, 0.3])])).toBeNull();
    expect(equalCostRange([...group([0, 0.2]), ...others([1, 0.3], [2, 0.4])])).toBeNull();
  });
});
