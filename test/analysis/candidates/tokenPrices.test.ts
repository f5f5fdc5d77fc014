import { describe, expect, it } from "vitest";
import { pricedCost } from "../../../src/analysis/candidates/tokenPrices.ts";
import type { TokenPrice } from "../../../src/store/prices.ts";

const price: TokenPrice = {
  ...{ model: "a/b", provider: "P", date: "2025-08-05", input: 0.5, cached: 0.1, output: 2 },
  ...{ source: "s", license: "MIT", note: "n" },
};

describe("the cost of a problem from its tokens", () => {
  it("has the interval of the tokens, the distances of both kinds by squares", () => {
    const prompt = { value: 100, low: 94, high: 108 };
    // (100 × 0.5 + 1000 × 2) / 10^6; sqrt((6 × 0.5)² + (2 × 2)²) = 5 and sqrt((8 × 0.5)² + (1.5 × 2)²) = 5 below and above.
    const cost = pricedCost(price, { value: 1000, low: 998, high: 1001.5, count: 7 }, prompt, 50);
    expect(cost).toMatchObject({
      value: 0.00205,
      low: expect.closeTo(0.002045, 12),
      high: expect.closeTo(0.002055, 12),
      count: 7,
      estimated: true,
    });
    const bare = pricedCost(price, { value: 1000 }, null, null);
    expect(bare).toMatchObject({ value: 0.002, note: expect.stringContaining("not paid for here") });
    expect(bare.low).toBeUndefined();
  });
});
