import { describe, expect, it } from "vitest";
import { momentsOf, momentsOfSpread, variationSquared, writtenTokens } from "../../../src/compute/fleets/lengths.ts";

describe("the lengths of answers", () => {
  it("have the moments of the measured ones", () => {
    // By hand: 10 and 30 tokens: mean 20, squares 100 and 900, cubes 1,000 and 27,000.
    expect(momentsOf([10, 30])).toEqual({ mean: 20, square: 500, cube: 14_000, longest: 30 });
    expect(variationSquared(momentsOf([10, 30]))).toBeCloseTo(0.25, 12);
    expect(variationSquared(momentsOf([7, 7, 7]))).toBe(0);
  });

  it("have the moments of a gamma distribution where the spread alone is known: an exponential's for a spread of 1", () => {
    // E[L²] = 2m², E[L³] = 6m³.
    expect(momentsOfSpread(10, 1)).toEqual({ mean: 10, square: 200, cube: 6000, longest: null });
  });

  it("say how much a running answer has written, at any instant", () => {
    // All of one length: anywhere between its beginning and its end, uniformly.
    expect(writtenTokens(momentsOf([120])).mean).toBe(60);
    expect(writtenTokens(momentsOf([120])).deviation).toBeCloseTo(120 / Math.sqrt(12), 9);
    // Of an exponential, which has no memory, the age is distributed as the length is.
    const { mean, deviation } = writtenTokens(momentsOfSpread(100, 1));
    expect(mean).toBeCloseTo(100, 9);
    expect(deviation).toBeCloseTo(100, 9);
  });

  it("agree with answers that are written one after the other and looked at, instant by instant", () => {
    const lengths = [5, 5, 80, 200, 20];
    const ages = lengths.flatMap((length) => Array.from({ length }, (_, token) => token + 0.5));
    const mean = ages.reduce((sum, age) => sum + age, 0) / ages.length;
    const square = ages.reduce((sum, age) => sum + age ** 2, 0) / ages.length;
    const written = writtenTokens(momentsOf(lengths));
    expect(written.mean).toBeCloseTo(mean, 9);
    expect(written.deviation).toBeCloseTo(Math.sqrt(square - mean ** 2), 1);
  });
});
