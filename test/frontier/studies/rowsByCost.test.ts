import { describe, expect, it } from "vitest";
import { equalCostGaps } from "../../../src/frontier/studies/equalCostGaps.ts";
import { rowsByCost } from "../../../src/frontier/studies/rowsByCost.ts";

describe("rows by cost", () => {
  it("rise in cost, fall in gain where costs are equal, and keep their order where both are", () => {
    const rows = [
      [9, 0.5, 30],
      [9, 0.5, 10],
      [9, 0.7, 10],
      [9, 0.5, 10],
      [9, Number.NaN, 1],
      [Number.POSITIVE_INFINITY, 0.9, 2],
      [9, 0.1, 20],
      [9, 0.7, 10],
    ];
    expect([...rowsByCost(Float64Array.from(rows.flat()), 3, 1, 2)]).toEqual([2, 7, 1, 3, 6, 0]);
    expect([...rowsByCost(new Float64Array(), 3, 1, 2)]).toEqual([]);
  });
});

describe("gaps at equal cost of three groups, with a column between", () => {
  it("are those worked out by hand", () => {
    // cost, something else, gain; groups 0, 1 and 2.
    const rows = [
      [1, 7, 0.2],
      [10, 7, 0.5],
      [100, 7, 0.6],
      [10, 7, 0.4],
      [1000, 7, 0.9],
      [0, 7, 0.99],
    ];
    const groups = Uint8Array.from([0, 1, 0, 2, 1, 2]);
    const values = Float64Array.from(rows.flat());
    const gaps = equalCostGaps(values, 3, rowsByCost(values, 3, 2, 0), 2, 0, groups, 3);
    // Group 0: from 10 to 100 it has 0.2 to 0.5, from 100 to 1,000 it has 0.6 to 0.5: (-0.3 + 0.1) / 2.
    expect(gaps[0]).toBeCloseTo(-0.1, 12);
    // Group 1: from 10 to 100 0.5 to 0.4, then 0.5 to 0.6.
    expect(gaps[1]).toBeCloseTo((0.1 - 0.1) / 2 + (0.5 - 0.4) / 2 - 0.1 / 2, 12);
    // Group 2 has 0.4 from 10 on; the others have 0.5, and 0.6 from 100 on.
    expect(gaps[2]).toBeCloseTo((-0.1 - 0.2) / 2, 12);
  });
});
