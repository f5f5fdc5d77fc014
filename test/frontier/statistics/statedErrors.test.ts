import { describe, expect, it } from "vitest";
import { membership } from "../../../src/frontier/choice/membership.ts";
import { normalDistribution } from "../../../src/frontier/statistics/quantiles.ts";
import { type ResamplingInput, resample } from "../../../src/frontier/statistics/resampling.ts";
import { drawStatedErrors, type StatedErrors, spreadOf } from "../../../src/frontier/statistics/statedErrors.ts";

const Z = 1.959963984540054;

describe("the standard errors that an interval means", () => {
  it("are the distances to its ends over 1.96, or those of the logarithms", () => {
    const shares = spreadOf(0.5, 0.5 - 0.1 * Z, 0.5 + 0.02 * Z, false, true);
    expect(shares.below).toBeCloseTo(0.1, 12);
    expect(shares.above).toBeCloseTo(0.02, 12);
    const factors = spreadOf(10, 5, 40, true, false);
    expect(factors.below).toBeCloseTo(Math.log(2) / Z, 12);
    expect(factors.above).toBeCloseTo(Math.log(4) / Z, 12);
    expect(spreadOf(10, 0, 40, true, false).below).toBe(factors.above);
  });

  it("take the other distance where a share's interval was cut at 0 or 1, and one side alone at 0 and 1 themselves", () => {
    expect(spreadOf(0.99, 0.97, 1, false, true).above).toBeCloseTo(0.02 / Z, 12);
    expect(spreadOf(0.01, 0, 0.03, false, true).below).toBeCloseTo(0.02 / Z, 12);
    expect(spreadOf(1, 0.98, 1, false, true)).toEqual({
      below: expect.closeTo(0.02 / Z, 12),
      above: expect.closeTo(-0.02 / Z, 12),
    });
    expect(spreadOf(0, 0, 0.02, false, true)).toEqual({
      below: expect.closeTo(-0.02 / Z, 12),
      above: expect.closeTo(0.02 / Z, 12),
    });
    // An interval that does not hold its value moves nothing to the other side.
    expect(spreadOf(0.5, 0.6, 0.7, false, true).below).toBe(0);
  });
});

const RESAMPLES = 20_000;
function drawn(values: number[], errors: Partial<StatedErrors> & Pick<StatedErrors, "below" | "above">, width = 1) {
  const input: ResamplingInput = {
    values: Float64Array.from(values),
    sampled: new Uint8Array(values.length / width),
    strata: [],
    resamples: RESAMPLES,
    seed: 1,
    errors: [{ groups: Uint32Array.from(values, (_, i) => i), logarithmic: new Uint8Array(width), ...errors }],
  };
  const all = resample(input);
  return values.map((_, at) => Float64Array.from({ length: RESAMPLES }, (_, i) => all[i * values.length + at]!));
}
const meanOf = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
function deviationOf(values: Float64Array): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

describe("draws of stated errors", () => {
  it("have the stated errors on each side, as factors where that is asked, and move nothing else", () => {
    const [even, skewed, still] = drawn([0.5, 0.5, 0.5], {
      below: Float64Array.of(0.1, 0.1, 0),
      above: Float64Array.of(0.1, 0.3, 0),
    }) as [Float64Array, Float64Array, Float64Array];
    expect(meanOf(even)).toBeCloseTo(0.5, 2);
    expect(deviationOf(even)).toBeCloseTo(0.1, 2);
    expect(skewed.filter((value) => value < 0.5).length / RESAMPLES).toBeCloseTo(0.5, 1);
    // Half of a normal distribution has the root of the mean square that the whole has.
    const upper = skewed.filter((value) => value > 0.5).map((value) => (value - 0.5) ** 2);
    expect(Math.sqrt(meanOf(upper))).toBeCloseTo(0.3, 2);
    expect(new Set(still)).toEqual(new Set([0.5]));
    const [factors] = drawn([8], {
      ...{ below: Float64Array.of(0.5), above: Float64Array.of(0.5), logarithmic: Uint8Array.of(1) },
    }) as [Float64Array];
    expect(deviationOf(factors.map(Math.log))).toBeCloseTo(0.5, 2);
    expect(factors.every((value) => value > 0)).toBe(true);
  });

  it("are the same within a group and independent between groups", () => {
    const [a, b, c] = drawn([1, 2, 4], {
      ...{ below: Float64Array.of(1, 1, 1), above: Float64Array.of(1, 1, 1) },
      ...{ groups: Uint32Array.of(7, 7, 8), logarithmic: Uint8Array.of(1) },
    }) as [Float64Array, Float64Array, Float64Array];
    expect(a.every((value, i) => Math.abs(b[i]! / value - 2) < 1e-9)).toBe(true);
    const [x, y] = [a.map(Math.log), c.map(Math.log)];
    const covariance = meanOf(x.map((value, i) => value * y[i]!)) - meanOf(x) * meanOf(y);
    expect(Math.abs(covariance)).toBeLessThan(0.03);
  });

  it("give the membership that normal theory gives: two candidates at known distance", () => {
    const errors = { below: Float64Array.of(0.03, 0, 0.04, 0), above: Float64Array.of(0.03, 0, 0.04, 0) };
    const input: ResamplingInput = {
      values: Float64Array.of(0.7, 1, 0.68, 2),
      ...{ sampled: new Uint8Array(2), strata: [], resamples: 20_000, seed: 3 },
      errors: [{ groups: Uint32Array.of(0, 1), logarithmic: Uint8Array.of(0, 1), ...errors }],
    };
    const [cheap, expensive] = membership(resample(input), Uint8Array.of(1, 1), ["MAXIMIZE", "MINIMIZE"]);
    expect(cheap).toBe(1);
    // P(second > first) = Φ(−0.02 / √(0.03² + 0.04²)) = Φ(−0.4), which SciPy's norm.cdf gives as 0.34457826.
    expect(normalDistribution(-0.4)).toBeCloseTo(0.34457826, 8);
    expect(Math.abs(expensive! - 0.34457826)).toBeLessThan(0.014);
  });

  it("leave the draws of problems as they are without them", () => {
    const stratum = {
      problemCount: 5,
      ...{ sums: [Float64Array.of(1, 0, 1, 0, 1, 0, 0, 0, 0, 0)], counts: [new Float64Array(10).fill(1)] },
    };
    const input: ResamplingInput = {
      ...{ values: Float64Array.of(0.6, 0.3), sampled: Uint8Array.of(1, 0), strata: [stratum], resamples: 50, seed: 1 },
    };
    const error = { below: Float64Array.of(0, 0.1), above: Float64Array.of(0, 0.1) };
    const errors = [{ groups: Uint32Array.of(0, 1), logarithmic: Uint8Array.of(0), ...error }];
    const [without, withErrors] = [resample(input), resample({ ...input, errors })];
    for (let at = 0; at < without.length; at += 2) expect(withErrors[at]).toBe(without[at]);
    expect(new Set(withErrors.filter((_, at) => at % 2 === 1)).size).toBe(50);
    const empty = { groups: new Uint32Array(), below: new Float64Array(), above: new Float64Array() };
    drawStatedErrors(new Float64Array(), { ...empty, logarithmic: new Uint8Array() }, 1);
  });
});
