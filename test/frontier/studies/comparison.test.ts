import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axisBounds } from "../../../src/frontier/hypervolume/scaling.ts";
import type { Axis } from "../../../src/frontier/objective.ts";
import { percentileInterval } from "../../../src/frontier/statistics/percentileInterval.ts";
import { seededRandom } from "../../../src/frontier/statistics/seededRandom.ts";
import { comparisonFigures } from "../../../src/frontier/studies/comparisonFigures.ts";
import { IS_LONG, runs } from "../../support/runs.ts";
import { gapAtEqualCost } from "./gapAtEqualCost.ts";
import { groupFigures } from "./groupFigures.ts";

const accuracy: Axis = { direction: "MAXIMIZE", scale: "linear" };
const flops: Axis = { direction: "MINIMIZE", scale: "log" };
const AXES = [accuracy, flops];

/** Few accuracies and costs, so that ties occur between groups and within them. */
const candidate = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 40 }), fc.integer({ max: 3 }));
const candidates = fc.array(
  candidate.map(([gain, cost, third]) => [gain / 8, cost, third]),
  {
    minLength: 1,
    maxLength: 25,
  },
);

function figuresOf(points: readonly (readonly number[])[], groups: readonly number[], count: number, axes = AXES) {
  const flat = Float64Array.from(points.flatMap((point) => point.slice(0, axes.length)));
  const figures = comparisonFigures(flat, Uint8Array.from(groups), count, axes, axisBounds(points, axes));
  return Array.from({ length: count }, (_, group) => {
    const [hypervolume, frontierShare, gap] = figures.subarray(group * 3);
    return { hypervolume: hypervolume!, frontierShare: frontierShare!, gap: gap! };
  });
}

const DENSE = [
  [0.42, 1e12],
  [0.55, 8e12],
  [0.55, 9e12],
  [0.71, 6e13],
  [0.9, 2e15],
];
const SPARSE = [
  [0.3, 5e11],
  [0.5, 3e12],
  [0.8, 1e14],
];

describe("the figures of groups", () => {
  // moocore 0.3.2 and numpy, the hypervolumes by the first line, the gap as a mean over 20 million budgets by the second:
  // python -c "hv = lambda p: moocore.hypervolume(np.column_stack([-(p[:, 0] - .3) / .6, (np.log10(p[:, 1] / 5e11)) /
  //   np.log10(2e15 / 5e11)]), ref=[0, 1]); print(hv(dense), hv(sparse), hv(np.vstack([dense, sparse])))"
  // python -c "x = np.linspace(12, np.log10(2e15), 20_000_001)[:-1]; f = lambda p: np.maximum.accumulate(
  //   p[np.argsort(p[:, 1]), 0])[np.searchsorted(np.log10(np.sort(p[:, 1])), x, side='right') - 1];
  //   print(np.mean(f(dense) - f(sparse)))"
  it("are what moocore and a fine numeric integration give", () => {
    const [dense, sparse] = figuresOf([...DENSE, ...SPARSE], [0, 0, 0, 0, 0, 1, 1, 1], 2);
    expect(dense!.hypervolume).toBeCloseTo(0.4402649234709643, 12);
    expect(sparse!.hypervolume).toBeCloseTo(0.44191876740321734, 12);
    expect(dense!.gap).toBeCloseTo(-0.0010827835, 7);
    expect(sparse!.gap).toBeCloseTo(0.0010827835, 7);
    expect([dense!.frontierShare, sparse!.frontierShare]).toEqual([4 / 7, 3 / 7]);
    expect(figuresOf([...DENSE, ...SPARSE], Array(8).fill(0), 1)[0]!.hypervolume).toBeCloseTo(0.5102111017483418, 12);
  });

  it("are the same in one sweep over all groups as group by group, for two objectives and three", () => {
    fc.assert(
      fc.property(candidates, fc.constantFrom(2, 3), fc.infiniteStream(fc.nat(3)), (points, width, stream) => {
        const axes = [accuracy, flops, flops].slice(0, width);
        // The third has zeros, for which its axis turns linear.
        const groups = points.map(() => stream.next().value);
        const values = Float64Array.from(points.flatMap((point) => point.slice(0, width)));
        const expected = groupFigures(values, groups, 4, axes, axisBounds(points, axes));
        figuresOf(points, groups, 4, axes).forEach((figures, group) => {
          for (const name of ["hypervolume", "frontierShare", "gap"] as const) {
            expect(figures[name]).toEqual(near(expected[group]![name]));
          }
        });
      }),
      runs(30, 300),
    );
  });

  it("hold shares that add up to 1 and hypervolumes no larger than the joint one", () => {
    fc.assert(
      fc.property(candidates, fc.infiniteStream(fc.nat(2)), (points, stream) => {
        const figures = figuresOf(
          points,
          points.map(() => stream.next().value),
          3,
        );
        const joint = figuresOf(points, Array(points.length).fill(0), 1)[0]!;
        expect(figures.reduce((sum, { frontierShare }) => sum + frontierShare, 0)).toBeCloseTo(1, 12);
        for (const { hypervolume } of figures) expect(hypervolume).toBeLessThanOrEqual(joint.hypervolume + 1e-12);
        expect(joint.gap).toBeNaN();
      }),
    );
  });

  it("leave out what is missing, infinite or free, and have no gap without others or without a trade", () => {
    const points = [...DENSE, [Number.NaN, 1e11], [Number.POSITIVE_INFINITY, 1e16], [0.1, Number.NaN]];
    const [dense, rest] = figuresOf(points, [0, 0, 0, 0, 0, 1, 1, 1], 2);
    expect(dense!.gap).toBeNaN();
    expect(rest!.hypervolume).toBe(0);
    const free = figuresOf([[0.5, 10], [0.6, 100], [0.9, 0]], [0, 0, 1], 2); // biome-ignore format: a table
    expect(free[0]!.gap).toBeNaN();
    const twoCosts = figuresOf(DENSE, [0, 0, 0, 1, 1], 2, [flops, flops]);
    expect(twoCosts[0]!.gap).toBeNaN();
    expect(twoCosts[0]!.hypervolume).toBeGreaterThan(0);
  });

  it.runIf(IS_LONG)("follow 1,000 resamples of 200 candidates in 6 groups without being waited for", () => {
    const random = seededRandom(7);
    const points = Array.from({ length: 200 }, () => {
      const decade = 4 * random();
      return [0.15 * decade + 0.3 * random(), 10 ** (12 + decade)];
    });
    const groups = Uint8Array.from(points, () => Math.floor(6 * random()));
    const values = Float64Array.from(points.flat());
    const bounds = axisBounds(points, AXES);
    const started = performance.now();
    for (let drawn = 0; drawn < 1000; drawn++) {
      const moved = values.map((value) => value * (0.98 + 0.04 * random()));
      comparisonFigures(moved, groups, 6, AXES, bounds);
    }
    // About 0.15 s on an idle core; the rest is for a busy machine.
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

describe("the gap at equal cost", () => {
  it("is the mean difference of the best gains within a budget, by fine numeric integration", () => {
    fc.assert(
      fc.property(candidates, candidates, (a, b) => {
        const gap = gapAtEqualCost(a, b, 0, 1);
        expect(gapAtEqualCost(b, a, 0, 1)).toEqual(near(-gap));
        const range = sharedRange(a, b);
        if (range === null) {
          expect(gap).toBeNaN();
          return;
        }
        const cells = 4000;
        let sum = 0;
        for (let cell = 0; cell < cells; cell++) {
          const budget = 10 ** (range.from + ((cell + 0.5) / cells) * (range.to - range.from));
          sum += bestWithin(a, budget) - bestWithin(b, budget);
        }
        // At a step up to half a cell counts on the wrong side, and the steps of each side rise by 1 at most.
        expect(Math.abs(gap - sum / cells)).toBeLessThan(1.01 / cells);
      }),
      runs(10, 40),
    );
  });

  it("does not change with the unit of cost, nor with candidates that another of their side dominates", () => {
    fc.assert(
      fc.property(candidates, candidates, (a, b) => {
        const gap = gapAtEqualCost(a, b, 0, 1);
        const giga = (points: number[][]) => points.map(([gain, cost]) => [gain!, cost! * 1e9]);
        expect(gapAtEqualCost(giga(a), giga(b), 0, 1)).toEqual(near(gap));
        const dominated = a.map(([gain, cost]) => [gain! - 0.1, cost! + 1]);
        expect(gapAtEqualCost([...a, ...dominated], b, 0, 1)).toBe(gap);
      }),
    );
  });

  it("is worked by hand: 0.2 more over one of two decades and 0.1 less over the other", () => {
    const early = [[0.5, 10], [0.6, 1000]]; // biome-ignore format: a table
    const late = [[0.3, 10], [0.6, 100], [0.6, 1000]]; // biome-ignore format: a table
    expect(gapAtEqualCost(early, late, 0, 1)).toBeCloseTo((0.2 * 1 - 0.1 * 1) / 2, 12);
  });
});

describe("the percentile interval", () => {
  // NumPy: python -c "print(np.percentile([3, 1, 2, 10, 7], [2.5, 97.5]))"
  it("is NumPy's, whatever the order and without what has no value", () => {
    const expected = { low: expect.closeTo(1.1, 12), high: expect.closeTo(9.7, 12) };
    expect(percentileInterval([3, 1, 2, 10, 7])).toEqual(expected);
    expect(percentileInterval(Float64Array.of(Number.NaN, 10, 7, 3, Number.NaN, 2, 1))).toEqual(expected);
    expect(percentileInterval([4])).toEqual({ low: 4, high: 4 });
    expect(percentileInterval([Number.NaN])).toBeNull();
  });
});

/** NaN is not close to itself. */
function near(value: number): unknown {
  return Number.isNaN(value) ? value : expect.closeTo(value, 9);
}

function bestWithin(points: number[][], budget: number): number {
  return Math.max(...points.filter(([, cost]) => cost! <= budget).map(([gain]) => gain!));
}

function sharedRange(a: number[][], b: number[][]): { from: number; to: number } | null {
  const costs = (points: number[][]) => points.map(([, cost]) => cost!);
  const from = Math.max(Math.min(...costs(a)), Math.min(...costs(b)));
  const highestCost = (points: number[][]) => {
    const best = Math.max(...points.map(([gain]) => gain!));
    return Math.min(...costs(points.filter(([gain]) => gain === best)));
  };
  const to = Math.max(highestCost(a), highestCost(b));
  return to > from ? { from: Math.log10(from), to: Math.log10(to) } : null;
}
