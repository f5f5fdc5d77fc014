import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { efficiency } from "../../../src/frontier/choice/efficiency.ts";
import { normalizedHypervolume } from "../../../src/frontier/hypervolume/hypervolume.ts";
import { axisBounds } from "../../../src/frontier/hypervolume/scaling.ts";
import { halvingTime, linearTrend, yearOf } from "../../../src/frontier/statistics/trend.ts";
import { costOf, gainWithin } from "../../../src/frontier/studies/records.ts";
import { trajectory } from "../../../src/frontier/studies/trajectory.ts";
import { runs } from "../../support/runs.ts";
import { frontierByDefinition } from "../arbitraries.ts";

const AXES = [
  { direction: "MAXIMIZE", scale: "linear" },
  { direction: "MINIMIZE", scale: "log" },
  { direction: "MINIMIZE", scale: "linear" },
] as const;

const releasedOn = fc.integer({ min: 1, max: 28 }).map((day) => `2025-02-${String(day).padStart(2, "0")}`);
const dated = fc.record({
  values: fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 2 })),
  releasedOn,
});
const history = fc.array(dated, { minLength: 1, maxLength: 30 });

describe("a trajectory", () => {
  it("has the frontier of what was released by then, found anew on each day, wherever that changed", () => {
    fc.assert(
      fc.property(history, fc.constantFrom(1, 2, 3), (candidates, width) => {
        const axes = AXES.slice(0, width);
        const given = candidates.map(({ values, releasedOn }) => ({ values: values.slice(0, width), releasedOn }));
        const all = given.map(({ values }) => values);
        const bounds = axisBounds(all, axes);
        const expected: unknown[] = [];
        let before: number[] = [];
        for (const date of [...new Set(given.map(({ releasedOn }) => releasedOn))].sort()) {
          const known = [...given.keys()].filter((row) => given[row]!.releasedOn <= date);
          const points = known.map((row) => all[row]!);
          const directions = axes.map(({ direction }) => direction);
          const rows = frontierByDefinition({ points, directions }).map((at) => known[at]!);
          const entered = rows.filter((row) => !before.includes(row));
          before = rows;
          if (entered.length === 0) continue;
          const hypervolume = expect.closeTo(normalizedHypervolume(points, axes, bounds)!, 12);
          expected.push({ date, candidateCount: known.length, rows, entered, hypervolume });
        }
        expect(trajectory(given, axes, bounds)).toEqual(expected);
      }),
      runs(30, 500),
    );
  });

  it("never loses hypervolume, and ends at that of all candidates", () => {
    fc.assert(
      fc.property(history, (candidates) => {
        const all = candidates.map(({ values }) => values);
        const volumes = trajectory(candidates, AXES, axisBounds(all, AXES)).map(({ hypervolume }) => hypervolume);
        volumes.reduce((before, volume) => {
          expect(volume).toBeGreaterThanOrEqual(before - 1e-12);
          return volume;
        });
        expect(volumes.at(-1)).toBeCloseTo(normalizedHypervolume(all, AXES)!, 12);
      }),
    );
  });
});

const trades = fc.array(
  fc.record({ gain: fc.integer({ min: 0, max: 9 }), cost: fc.integer({ min: 1, max: 20 }), releasedOn }),
  { maxLength: 30 },
);

describe("records over time", () => {
  it("hold on each day the best that was there within the budget, and the least that reached the target", () => {
    fc.assert(
      fc.property(trades, fc.integer({ min: 0, max: 21 }), fc.integer({ min: 0, max: 10 }), (given, budget, target) => {
        const gains = gainWithin(given, budget);
        const costs = costOf(given, target);
        for (const date of new Set(given.map(({ releasedOn }) => releasedOn))) {
          const known = given.filter((trade) => trade.releasedOn <= date);
          const within = known.filter(({ cost }) => cost <= budget).map(({ gain }) => gain);
          const reaching = known.filter(({ gain }) => gain >= target).map(({ cost }) => cost);
          const recordOf = (records: typeof gains) => records.findLast((record) => record.date <= date)?.value;
          expect(recordOf(gains)).toBe(within.length === 0 ? undefined : Math.max(...within));
          expect(recordOf(costs)).toBe(reaching.length === 0 ? undefined : Math.min(...reaching));
        }
        for (const { date, value, row } of gains) expect(given[row]).toMatchObject({ releasedOn: date, gain: value });
        for (const { date, value, row } of costs) expect(given[row]).toMatchObject({ releasedOn: date, cost: value });
      }),
    );
  });
});

describe("a linear trend", () => {
  // SciPy 1.17.1: python -c "r = stats.linregress(x, y); t = stats.t.ppf(.975, len(x) - 2);
  //   print(r.slope, r.intercept, r.slope - t * r.stderr, r.slope + t * r.stderr)"
  it.each([
    {
      x: [2023.1, 2023.6, 2024.0, 2024.7, 2025.2],
      y: [17.9, 17.2, 16.8, 16.1, 15.2],
      expected: [-1.2248939179631277, 2495.9722772275263, -1.4666706926934032, -0.9831171432328522],
    },
    {
      x: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      y: [2, 1, 4, 3, 7, 5, 6, 9, 8, 12, 10, 11],
      expected: [0.9370629370629371, 0.40909090909090917, 0.6910446709989521, 1.183081203126922],
    },
  ])("is SciPy's, through $x.length points", ({ x, y, expected }) => {
    const [slope, intercept, low, high] = expected;
    const points = x.map((at, row) => ({ x: at, y: y[row]! }));
    const trend = linearTrend(points)!;
    expect(trend.slope).toBeCloseTo(slope!, 9);
    expect(trend.intercept).toBeCloseTo(intercept!, 6);
    // The quantile is an expansion, 0.12 % off at 3 degrees of freedom.
    const half = (high! - low!) / 2;
    expect(Math.abs(trend.interval!.low - low!)).toBeLessThan(0.0013 * half);
    expect(Math.abs(trend.interval!.high - high!)).toBeLessThan(0.0013 * half);
    expect(trend.points).toEqual(points);
  });

  it("has no interval through two points, and no slope through one", () => {
    expect(linearTrend([])).toBeNull();
    expect(linearTrend([{ x: 2025, y: 1 }])).toBeNull();
    const two = linearTrend([{ x: 2024, y: 1 }, { x: 2025, y: 3 }]); // biome-ignore format: a table
    expect(two).toMatchObject({ slope: 2, interval: null });
  });

  it("is none through points of one day, whatever rounding makes of their mean", () => {
    fc.assert(
      fc.property(fc.double({ min: 1970, max: 2100, noNaN: true }), fc.integer({ min: 2, max: 9 }), (day, count) => {
        const points = Array.from({ length: count }, (_, at) => ({ x: day, y: at / 7 }));
        expect(linearTrend(points)).toBeNull();
      }),
    );
  });

  it("is the time in which a cost halves, with no end where the slope might be none", () => {
    const line = { intercept: 0, points: [] };
    const halving = Math.log10(2);
    expect(halvingTime({ ...line, slope: -halving, interval: { low: -2 * halving, high: -halving / 4 } })).toEqual({
      value: 1,
      low: 0.5,
      high: 4,
    });
    expect(halvingTime({ ...line, slope: -halving, interval: { low: -2 * halving, high: 0.1 } }).high).toBeNull();
    expect(halvingTime({ ...line, slope: 0.1, interval: null })).toEqual({ value: null, low: null, high: null });
  });

  it("counts years evenly from day to day", () => {
    expect(yearOf("1970-01-01")).toBe(1970);
    expect(yearOf("2025-01-01")).toBeCloseTo(2025, 2);
    expect(yearOf("2025-01-31") - yearOf("2025-01-01")).toBeCloseTo(30 / 365.2425, 9);
  });
});

describe("the efficiency S_eff", () => {
  it("is mean accuracy over log10 of mean FLOPs, which turns two models over in GFLOP", () => {
    expect(efficiency(0.6, 1e12)).toBeCloseTo(0.05, 12);
    // In FLOP the second leads (0.05 against 0.052), in GFLOP the first (0.2 against 0.1625).
    expect(efficiency(0.78, 1e15)).toBeGreaterThan(efficiency(0.6, 1e12));
    expect(efficiency(0.78, 1e6)).toBeLessThan(efficiency(0.6, 1e3));
    expect(efficiency(0.6, 1)).toBeNaN();
  });
});

describe("records on one day and on several", () => {
  it("are set by the best of the day, whatever the order in which candidates are given", () => {
    const trades = [
      { gain: 0.5, cost: 10, releasedOn: "2025-03-01" },
      { gain: 0.6, cost: 10, releasedOn: "2025-01-01" },
      { gain: 0.7, cost: 9, releasedOn: "2025-02-01" },
      { gain: 0.7, cost: 8, releasedOn: "2025-02-01" },
      { gain: 0.9, cost: 11, releasedOn: "2025-01-15" },
      { gain: Number.NaN, cost: 1, releasedOn: "2025-01-02" },
      { gain: 0.7, cost: 8, releasedOn: "2025-02-01" },
      { gain: 0.8, cost: 10, releasedOn: "2025-03-01" },
    ];
    expect(gainWithin(trades, 10)).toEqual([
      { date: "2025-01-01", value: 0.6, row: 1 },
      { date: "2025-02-01", value: 0.7, row: 2 },
      { date: "2025-03-01", value: 0.8, row: 7 },
    ]);
    expect(costOf(trades, 0.6)).toEqual([
      { date: "2025-01-01", value: 10, row: 1 },
      { date: "2025-02-01", value: 8, row: 3 },
    ]);
    expect(gainWithin(trades, 0.5)).toEqual([]);
  });
});
