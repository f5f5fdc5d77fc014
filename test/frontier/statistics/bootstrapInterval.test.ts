import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapMeanInterval } from "../../../src/frontier/statistics/bootstrapInterval.ts";
import { meanInterval } from "../../../src/frontier/statistics/intervals.ts";
import { normalDistribution, normalQuantile } from "../../../src/frontier/statistics/quantiles.ts";
import { seededRandom } from "../../../src/frontier/statistics/seededRandom.ts";
import { IS_LONG } from "../../support/runs.ts";

const numbered = (values: ArrayLike<number>) => Array.from(values, (_, problem) => problem);

describe("normalQuantile", () => {
  // SciPy: scipy.stats.norm.ppf(probability)
  it.each([
    [0.0005, -3.2905267314919255],
    [0.3, -0.5244005127080409],
    [0.5, 0],
    [0.975, 1.959963984540054],
    [1e-6, -4.753424308822899],
  ])("of %f is SciPy's", (probability, z) => {
    expect(normalQuantile(probability)).toBeCloseTo(z, 8);
    expect(normalDistribution(normalQuantile(probability))).toBeCloseTo(probability, 14);
  });
});

describe("bootstrapMeanInterval", () => {
  // Ends that 2,000 resamples give vary; by how much is said by the spread of SciPy's own over 200 seeds of so many.
  //
  // python -c "
  // import numpy as np
  // from scipy.stats import bootstrap, norm, t
  // n = len(x); level = 2 * norm.cdf(np.sqrt(n / (n - 1)) * t.ppf(0.975, n - 1)) - 1
  // print(bootstrap((x,), lambda a, axis: a.mean(axis=axis), method='BCa', confidence_level=level,
  //                 n_resamples=1_000_000, batch=10_000, random_state=1).confidence_interval)"
  it("of 20 values is SciPy's BCa at the level that the expansion means", () => {
    const x = [212, 180, 951, 342, 1204, 260, 133, 407, 655, 288, 190, 3120, 455, 171, 520, 240, 305, 880, 150, 365];
    const { value, low, high, count, standardError } = bootstrapMeanInterval(x, numbered(x))!;
    expect({ value, count }).toEqual({ value: 551.4, count: 20 });
    expect(standardError).toBeCloseTo(150.33566653186114, 9);
    expect(Math.abs(low! - 353.4)).toBeLessThan(3 * 4.7);
    expect(Math.abs(high! - 1139.5)).toBeLessThan(3 * 44.5);
  });

  // The same with bootstrap((s, k), lambda a, b, axis: a.sum(axis=axis) / b.sum(axis=axis), paired=True, …), where s is
  // the sum and k the number of each problem's values.
  it("of values that come several a problem is SciPy's BCa of a ratio", () => {
    const s = [600, 180, 1902, 342, 2408, 260, 399, 407, 1310, 288, 190, 3120, 455, 171, 520];
    const k = [3, 1, 2, 1, 2, 1, 3, 1, 2, 1, 1, 1, 1, 1, 1];
    const problems = k.flatMap((times, problem) => Array<number>(times).fill(problem));
    const values = problems.map((problem) => s[problem]! / k[problem]!);
    const { value, low, high } = bootstrapMeanInterval(values, problems)!;
    expect(value).toBeCloseTo(570.5454545454545, 9);
    expect(Math.abs(low! - 309.1)).toBeLessThan(3 * 7);
    expect(Math.abs(high! - 1094.3)).toBeLessThan(3 * 32);
  });

  it("holds the true mean of skewed values more often than Student's, and misses less on one side", () => {
    const random = seededRandom(11);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const truth = Math.exp(0.5);
    const misses = { bootstrap: { below: 0, above: 0 }, student: { below: 0, above: 0 } };
    const trials = IS_LONG ? 1_000 : 250;
    for (let trial = 0; trial < trials; trial++) {
      const values = Array.from({ length: 20 }, () => Math.exp(normal()));
      const problems = numbered(values);
      const found = { bootstrap: bootstrapMeanInterval(values, problems)!, student: meanInterval(values, problems)! };
      for (const method of ["bootstrap", "student"] as const) {
        if (found[method].low! > truth) misses[method].below++;
        if (found[method].high! < truth) misses[method].above++;
      }
    }
    const coverage = ({ below, above }: { below: number; above: number }) => 1 - (below + above) / trials;
    // 90 % in 2,000 cases, give or take four standard errors: 4 % of 1,000 and 7.6 % of 250.
    expect(Math.abs(coverage(misses.bootstrap) - 0.9)).toBeLessThan(4 * Math.sqrt((0.9 * 0.1) / trials));
    expect(coverage(misses.bootstrap)).toBeGreaterThan(coverage(misses.student) + 0.01);
    expect(misses.bootstrap.above).toBeLessThan(misses.student.above);
  });

  it("scales with the unit, holds the value, and stays within the values", () => {
    const answers = fc.array(fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 30 })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(answers, (given) => {
        const values = given.map(([value]) => value);
        const problems = given.map(([, problem]) => problem);
        const interval = bootstrapMeanInterval(values, problems)!;
        if (new Set(problems).size < 8) {
          expect(interval).toEqual(meanInterval(values, problems));
          return;
        }
        expect(interval.low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(interval.high).toBeLessThanOrEqual(Math.max(...values));
        expect(interval.low).toBeLessThanOrEqual(interval.value);
        expect(interval.high).toBeGreaterThanOrEqual(interval.value);
        const doubled = bootstrapMeanInterval(
          values.map((value) => 2 * value),
          problems,
        )!;
        expect([doubled.low, doubled.high]).toEqual([2 * interval.low!, 2 * interval.high!]);
        expect(bootstrapMeanInterval(values, problems)).toEqual(interval);
      }),
    );
  });

  it("has no width where nothing varies, and is null for nothing", () => {
    const same = Array<number>(12).fill(0.1);
    const { value, low, high } = bootstrapMeanInterval(same, numbered(same))!;
    expect(low).toBeCloseTo(value, 15);
    expect(high).toBeCloseTo(value, 15);
    expect(bootstrapMeanInterval([], [])).toBeNull();
    expect(bootstrapMeanInterval([1, 3], ["a", "a"])).toEqual({ value: 2, count: 2 });
  });
});
