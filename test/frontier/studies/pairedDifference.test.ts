import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactMcNemar } from "../../../src/frontier/studies/mcnemar.ts";
import { pairedAccuracy, pairedCost } from "../../../src/frontier/studies/pairedDifference.ts";
import { tangoInterval } from "../../../src/frontier/studies/tangoInterval.ts";
import { runs } from "../../support/runs.ts";

// Of 7 digits. The interval: the statistic with the likelihood maximised by scipy.optimize.minimize_scalar, solved by
// scipy.optimize.brentq (SciPy 1.16). The p: statsmodels.stats.contingency_tables.mcnemar(exact=True) (0.14).
const PUBLISHED = [
  { onlyA: 5, onlyB: 2, pairs: 30, low: -0.0855078, high: 0.2880258, p: 0.453125 },
  { onlyA: 0, onlyB: 0, pairs: 30, low: -0.1135134, high: 0.1135134, p: 1 },
  { onlyA: 10, onlyB: 1, pairs: 45, low: 0.0675566, high: 0.3464761, p: 0.01171875 },
  { onlyA: 0, onlyB: 7, pairs: 198, low: -0.0711646, high: -0.0156486, p: 0.015625 },
  { onlyA: 30, onlyB: 0, pairs: 30, low: 0.7729732, high: 1, p: 1.8626451e-9 },
  { onlyA: 120, onlyB: 90, pairs: 1319, low: 0.0012206, high: 0.04448, p: 0.0451141 },
];

describe("the paired difference of single answers", () => {
  it.each(PUBLISHED)(
    "of $onlyA and $onlyB of $pairs is that of SciPy and statsmodels",
    ({ onlyA, onlyB, pairs, low, high, p }) => {
      const interval = tangoInterval(onlyA / pairs, onlyB / pairs, pairs);
      expect(interval.low).toBeCloseTo(low, 6);
      expect(interval.high).toBeCloseTo(high, 6);
      expect(exactMcNemar(onlyA, onlyB) / p).toBeCloseTo(1, 6);
      const problems = Array.from({ length: pairs }, (_, i) => ({
        a: Number(i < onlyA),
        b: Number(i >= pairs - onlyB),
      }));
      expect(pairedAccuracy(problems, pairs)).toMatchObject({ ...interval, onlyA, onlyB, problemCount: pairs });
    },
  );

  it("does not overflow with thousands of problems", () => {
    // scipy.stats.binomtest(3000, 6200).pvalue
    expect(exactMcNemar(3000, 3200)).toBeCloseTo(0.01148825, 7);
    expect(exactMcNemar(0, 6000)).toBe(0);
  });

  it("is tied where interval and test do not agree", () => {
    // Tango's interval of 5 to 0 of 20 leaves out 0, but McNemar's exact p is 0.0625.
    const five = Array.from({ length: 20 }, (_, i) => ({ a: Number(i < 5), b: 0 }));
    const one = pairedAccuracy(five, 20)!;
    expect(one.low).toBeGreaterThan(0);
    expect(one.pValue).toBeCloseTo(0.0625, 12);
    expect(one.verdict).toBe("TIED");
    const six = Array.from({ length: 20 }, (_, i) => ({ a: 0, b: Number(i < 6) }));
    expect(pairedAccuracy(six, 20)).toMatchObject({ verdict: "B" });
  });
});

describe("the paired difference of repeats", () => {
  // Twelve problems with four answers by each side. Interval by SciPy as above, with v / se² pairs, where se is the standard
  // error of the intercept of statsmodels' OLS of the differences (0.0821411); p by scipy.stats.binomtest(1, 7).
  const right = [
    [4, 3],
    [3, 3],
    [4, 2],
    [2, 2],
    [0, 1],
    [1, 0],
    [4, 4],
    [4, 1],
    [3, 3],
    [2, 0],
    [4, 4],
    [1, 0],
  ];
  const problems = right.map(([a, b]) => ({ a: a! / 4, b: b! / 4 }));

  it("has an interval clustered by problem", () => {
    const paired = pairedAccuracy(problems, 48)!;
    expect(paired).toMatchObject({ difference: 0.1875, onlyA: 6, onlyB: 1, verdict: "A" });
    expect(paired.pValue).toBeCloseTo(0.125, 12);
    expect(paired.low).toBeCloseTo(0.0190747, 6);
    expect(paired.high).toBeCloseTo(0.3525599, 6);
  });

  it("takes no more answers than there are", () => {
    const { low, high } = pairedAccuracy(problems, 12)!;
    expect(high! - low!).toBeGreaterThan(0.3525599 - 0.0190747);
  });

  it("is not certain where all problems agree", () => {
    const equal = Array.from({ length: 5 }, () => ({ a: 0.5, b: 0.5 }));
    expect(pairedAccuracy(equal, 10)).toMatchObject({ difference: 0, verdict: "TIED", pValue: 1 });
    expect(pairedAccuracy(equal, 10)).toMatchObject(tangoInterval(0.25, 0.25, 5));
  });

  it("turns round with the sides", () => {
    const share = fc.integer({ min: 0, max: 4 }).map((right) => right / 4);
    const pairs = fc.array(fc.record({ a: share, b: share }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(pairs, (some) => {
        const one = pairedAccuracy(some, 4 * some.length)!;
        const other = pairedAccuracy(
          some.map(({ a, b }) => ({ a: b, b: a })),
          4 * some.length,
        )!;
        expect(one.difference).toBeCloseTo(-other.difference, 12);
        expect(one.low).toBeCloseTo(-other.high!, 9);
        expect(one.low!).toBeLessThanOrEqual(one.difference + 1e-12);
        expect(one.high!).toBeGreaterThanOrEqual(one.difference - 1e-12);
        expect(one.pValue).toBeCloseTo(other.pValue, 12);
      }),
      runs(50, 2000),
    );
  });
});

describe("the paired difference of costs", () => {
  const problems = Array.from({ length: 60 }, (_, i) => ({
    a: 100 + ((i * 37) % 101) * 3,
    b: 130 + ((i * 53) % 97) * 4,
  }));

  it("is that of SciPy", () => {
    const paired = pairedCost(problems)!;
    expect(paired).toMatchObject({ a: 248.55, b: 311.8, difference: -63.25, problemCount: 60, verdict: "A" });
    // scipy.stats.bootstrap(method="BCa", n_resamples=20000); Student's ends are -97.85 and -28.65.
    expect(Math.abs(paired.low! - -96.61)).toBeLessThan(3);
    expect(Math.abs(paired.high! - -29.98)).toBeLessThan(3);
  });

  it("is for the cheaper side, and tied where the interval holds 0", () => {
    const turned = problems.map(({ a, b }) => ({ a: b, b: a }));
    expect(pairedCost(turned)).toMatchObject({ difference: 63.25, verdict: "B" });
    const noise = problems.map(({ a }, i) => ({ a, b: a + (i % 2 ? 5 : -5) }));
    expect(pairedCost(noise)).toMatchObject({ difference: 0, verdict: "TIED" });
    // The same difference everywhere is sure.
    expect(pairedCost(problems.map(({ a }) => ({ a, b: a + 1 })))).toMatchObject({ low: -1, high: -1, verdict: "A" });
    expect(pairedCost(problems.map(({ a }) => ({ a, b: a })))).toMatchObject({ low: 0, high: 0, verdict: "TIED" });
  });

  it("is tied with one problem, and with none there is nothing", () => {
    expect(pairedCost(problems.slice(0, 1))).toEqual({
      a: 100,
      b: 130,
      difference: -30,
      problemCount: 1,
      verdict: "TIED",
    });
    expect(pairedCost([])).toBeNull();
    expect(pairedAccuracy([], 0)).toBeNull();
  });
});
