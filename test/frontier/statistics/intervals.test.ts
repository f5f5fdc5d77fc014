import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accuracyInterval, meanInterval, wilsonInterval } from "../../../src/frontier/statistics/intervals.ts";
import { studentQuantile } from "../../../src/frontier/statistics/quantiles.ts";

const repeatEach = <T>(values: readonly T[], times: number): T[] =>
  values.flatMap((value) => Array.from({ length: times }, () => value));

describe("wilsonInterval", () => {
  // SciPy 1.x: binomtest(k, n).proportion_ci(method="wilson")
  it.each([
    [0, 30, 0, 0.11351339317396875],
    [7, 30, 0.11792388144489496, 0.40928326158122164],
    [30, 30, 0.8864866068260312, 1],
    [141, 198, 0.6454905148416947, 0.7706777019894242],
  ])("of %i in %i is SciPy's", (right, trials, low, high) => {
    const interval = wilsonInterval(right / trials, trials);
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  });
});

describe("studentQuantile", () => {
  // SciPy: scipy.stats.t.ppf(0.975, degrees)
  it.each([
    [1, 12.706204736174694],
    [2, 4.302652729749462],
    [3, 3.1824463052837078],
    [4, 2.7764451051977934],
    [10, 2.228138851986274],
    [44, 2.0153675744437636],
    [197, 1.9720790337785026],
  ])("at %i degrees of freedom is SciPy's within 0.15 %%", (degrees, expected) => {
    expect(Math.abs(studentQuantile(degrees) / expected - 1)).toBeLessThan(1.5e-3);
  });
});

describe("accuracyInterval", () => {
  const verdicts = [1, 0, 1, 1, 0, 1, 1, 1];
  const problems = verdicts.map((_, problem) => problem);

  it("is Wilson's where no problem repeats", () => {
    const interval = accuracyInterval(verdicts, problems)!;
    expect(interval).toMatchObject({ value: 0.75, count: 8, ...wilsonInterval(0.75, 8) });
    expect(interval.standardError).toBeCloseTo(Math.sqrt((0.75 * 0.25) / 8), 12);
  });

  it("gains nothing from repeats that all agree", () => {
    const repeated = accuracyInterval(repeatEach(verdicts, 16), repeatEach(problems, 16))!;
    // 8 problems, whose sample variance divides by 7: seven effective trials, not 128.
    expect(repeated).toMatchObject({ value: 0.75, count: 128 });
    expect(repeated.low).toBeCloseTo(wilsonInterval(0.75, 7).low, 12);
    expect(repeated.high).toBeCloseTo(wilsonInterval(0.75, 7).high, 12);
  });

  it("counts problems, not repeats, at 0 and 1", () => {
    const none = accuracyInterval(repeatEach([0, 0, 0], 10), repeatEach(["a", "b", "c"], 10))!;
    expect(none).toMatchObject({ value: 0, ...wilsonInterval(0, 3), count: 30 });
    expect(accuracyInterval([1, 1, 1, 1], ["a", "a", "b", "b"])).toMatchObject({ value: 1, ...wilsonInterval(1, 2) });
  });

  it("lets every problem count the same where repeats are missing", () => {
    // 1/2 and 1: three quarters, though two of three verdicts are right.
    const interval = accuracyInterval([1, 0, 1], ["a", "a", "b"])!;
    expect(interval).toMatchObject({ value: 0.75, count: 3 });
    expect(interval.standardError).toBeCloseTo(0.25, 12);
  });

  it("has never more trials than verdicts, and one for a single problem", () => {
    // Every problem is right in half of its repeats: the cluster means do not vary at all.
    expect(accuracyInterval([1, 0, 1, 0], ["a", "a", "b", "b"])).toMatchObject(wilsonInterval(0.5, 4));
    expect(accuracyInterval([1, 0, 1, 0], ["a", "a", "a", "a"])).toMatchObject(wilsonInterval(0.5, 1));
  });

  it("holds the value, lies within 0 and 1, and is null for nothing", () => {
    const answers = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 9 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(answers, (given) => {
        const { value, low, high } = accuracyInterval(
          given.map(([correct]) => correct),
          given.map(([, problem]) => problem),
        )!;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(value + 1e-12);
        expect(high).toBeGreaterThanOrEqual(value - 1e-12);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
    expect(accuracyInterval([], [])).toBeNull();
  });
});

describe("meanInterval", () => {
  // SciPy: stats.t.interval(0.95, 3, mean, stats.sem(values)) of these four.
  it("is Student's where no problem repeats", () => {
    const interval = meanInterval([120, 80, 200, 160], ["a", "b", "c", "d"])!;
    expect(interval).toMatchObject({ value: 140, count: 4 });
    expect(interval.low).toBeCloseTo(57.8296, 0);
    expect(interval.high).toBeCloseTo(222.1704, 0);
  });

  it("does not narrow when every value is said twice", () => {
    const once = meanInterval([120, 80, 200, 160], ["a", "b", "c", "d"])!;
    const twice = meanInterval(repeatEach([120, 80, 200, 160], 2), repeatEach(["a", "b", "c", "d"], 2))!;
    expect(twice.standardError).toBeCloseTo(once.standardError!, 9);
    expect(twice.low).toBeCloseTo(once.low!, 9);
  });

  it("has no interval for one problem, and is null for nothing", () => {
    expect(meanInterval([1, 3], ["a", "a"])).toEqual({ value: 2, count: 2 });
    expect(meanInterval([], [])).toBeNull();
    expect(() => meanInterval([1, 2], ["a"])).toThrow("2 values, but 1 problems");
  });
});
