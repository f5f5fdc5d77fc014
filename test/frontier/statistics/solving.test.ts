import { describe, expect, it } from "vitest";
import { solve } from "../../../src/frontier/statistics/linearSystem.ts";
import { percentileInterval } from "../../../src/frontier/statistics/percentileInterval.ts";
import { drawProblems } from "../../../src/frontier/statistics/problemDraws.ts";
import { seededRandom } from "../../../src/frontier/statistics/seededRandom.ts";
import { halvingTime, linearTrend, yearOf } from "../../../src/frontier/statistics/trend.ts";

describe("a linear system", () => {
  const near = (values: number[]) => values.map((value) => expect.closeTo(value, 10));

  it("is solved where a pivot is zero or tiny", () => {
    // numpy.linalg.solve gives (1, 2, 3) and, with the tiny pivot, (1, 1) to 20 digits.
    const matrix = [
      [0, 2, 1],
      [1, -2, -3],
      [-1, 1, 2],
    ];
    expect(solve(matrix, [7, -12, 7])).toEqual(near([1, 2, 3]));
    const tiny = solve(
      [
        [1e-20, 1],
        [1, 1],
      ],
      [1, 2],
    )!;
    expect(tiny).toEqual(near([1, 1]));
    expect(solve([[4]], [2])).toEqual([0.5]);
    expect(matrix[0]).toEqual([0, 2, 1]);
  });

  it("has no solution where rows depend on each other", () => {
    expect(solve([[1, 2], [2, 4]], [1, 2])).toBeNull(); // biome-ignore format: a matrix
    expect(solve([[0]], [1])).toBeNull();
    expect(solve([[1e-13]], [1])).toBeNull();
    expect(solve([[Number.NaN]], [1])).toBeNull();
  });
});

describe("a percentile interval", () => {
  it("is NumPy's linear interpolation, in whatever order, without missing values", () => {
    // numpy.percentile([1, 2, 4, 8, 16], [2.5, 97.5]) and [25, 60]
    const values = [8, Number.NaN, 1, 16, 2, Number.NaN, 4];
    expect(percentileInterval(values)).toEqual({ low: expect.closeTo(1.1, 12), high: expect.closeTo(15.2, 12) });
    expect(percentileInterval(values, 0.25, 0.6)).toEqual({ low: 2, high: expect.closeTo(5.6, 12) });
    expect(values[0]).toBe(8);
  });

  it("is one point for one value, stays infinite, and is null for none", () => {
    expect(percentileInterval([3])).toEqual({ low: 3, high: 3 });
    expect(percentileInterval([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])).toEqual({
      low: Number.POSITIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    });
    expect(percentileInterval([])).toBeNull();
    expect(percentileInterval([Number.NaN, Number.NaN])).toBeNull();
  });
});

describe("seeded random numbers", () => {
  it("are those of Mulberry32", () => {
    // The first numbers of the generator with seed 1, as other implementations give them.
    const random = seededRandom(1);
    expect([random(), random(), random()]).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
    const [first, second] = [seededRandom(-1), seededRandom(2 ** 32 - 1)];
    expect([first(), first()]).toEqual([second(), second()]);
  });
});

describe("drawn problems", () => {
  it("are as many as there are in each resample, each with the same chance", () => {
    const draws = drawProblems(5, 4000, seededRandom(2));
    expect(draws).toHaveLength(20_000);
    const totals = new Float64Array(5);
    for (let at = 0; at < draws.length; at += 5) {
      const one = draws.subarray(at, at + 5);
      expect(one.reduce((sum, times) => sum + times, 0)).toBe(5);
      one.forEach((times, problem) => {
        totals[problem]! += times;
      });
    }
    // 4,000 expected, with a standard deviation of 57.
    for (const total of totals) expect(Math.abs(total - 4000)).toBeLessThan(4 * 57);
  });
});

describe("a linear trend", () => {
  it("is the line of least squares with Student's interval", () => {
    // By hand: the sums of squares and products about the means are 21, 23.5 and 30.75; scipy.stats.t.ppf(0.975, 2).
    const points = [
      { x: 1, y: 2 },
      { x: 2, y: 3 },
      { x: 4, y: 3 },
      { x: 7, y: 9 },
    ];
    const { slope, intercept, interval } = linearTrend(points)!;
    expect(slope).toBeCloseTo(47 / 42, 12);
    expect(intercept).toBeCloseTo(1 / 3, 12);
    expect((interval!.high + interval!.low) / 2).toBeCloseTo(slope, 12);
    expect(interval!.high - slope).toBeCloseTo(4.302652729911275 * Math.sqrt((30.75 - 23.5 ** 2 / 21) / 2 / 21), 9);
  });

  it("has no interval for two points, and is null for one x", () => {
    expect(linearTrend([{ x: 1, y: 1 }, { x: 3, y: 5 }])).toMatchObject({ slope: 2, intercept: -1, interval: null }); // biome-ignore format: short
    expect(linearTrend([{ x: 1, y: 1 }, { x: 1, y: 5 }])).toBeNull(); // biome-ignore format: short
    expect(linearTrend([])).toBeNull();
  });

  it("gives the time to halve, with no end where the slope does not fall", () => {
    const trend = (slope: number, low: number, high: number) =>
      halvingTime({ slope, intercept: 0, interval: { low, high }, points: [] });
    expect(trend(-1, -2, 0)).toEqual({
      value: expect.closeTo(Math.log10(2), 12),
      low: expect.closeTo(Math.log10(2) / 2, 12),
      high: null,
    });
    expect(trend(1, 0.5, 2)).toEqual({ value: null, low: null, high: null });
    expect(halvingTime({ slope: -1, intercept: 0, interval: null, points: [] })).toMatchObject({
      low: null,
      high: null,
    });
  });

  it("counts years from days", () => {
    expect(yearOf("1970-01-01")).toBe(1970);
    expect(yearOf("2025-01-01")).toBeCloseTo(2025, 2);
    expect(yearOf("2025-07-02") - yearOf("2025-01-01")).toBeCloseTo(182 / 365.2425, 9);
  });
});
