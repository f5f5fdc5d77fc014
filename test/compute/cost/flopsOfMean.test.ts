import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flopsOfMean } from "../../../src/compute/cost/flopsOfMean.ts";
import { runs } from "../../support/runs.ts";

describe("FLOPs of a mean", () => {
  it("are the mean of FLOPs where they are a square function of the length, whatever the lengths", () => {
    const length = fc.integer({ min: 1, max: 10_000 });
    const factor = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(length, { minLength: 1, maxLength: 50 }), factor, factor, factor, (lengths, a, b, c) => {
        const flops = (tokens: number) => a + b * tokens + c * tokens ** 2;
        const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
        const tokens = mean(lengths);
        const variation = Math.sqrt(mean(lengths.map((one) => (one - tokens) ** 2))) / tokens;
        const exact = mean(lengths.map(flops));
        expect(flopsOfMean(flops, tokens, variation)).toBeCloseTo(exact, -Math.log10(Math.max(exact, 1)) + 9);
      }),
      runs(100, 5000),
    );
  });

  it("never ask for an answer of less than no tokens, and are those of the mean without a spread", () => {
    const asked: number[] = [];
    const flops = (tokens: number) => asked.push(tokens);
    for (const variation of [0, 0.5, 1, 7]) flopsOfMean(flops, 100, variation);
    expect(Math.min(...asked)).toBeGreaterThan(0);
    expect(flopsOfMean((tokens) => tokens ** 2, 100, 0)).toBeCloseTo(10_000, 6);
  });
});
