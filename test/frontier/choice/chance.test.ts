import { describe, expect, it } from "vitest";
import { isBetterThanChance } from "../../../src/frontier/choice/chance.ts";

describe("better than chance", () => {
  it("is what the lower end of the interval says, and not the value", () => {
    expect(isBetterThanChance({ value: 0.4, low: 0.26 }, 0.25)).toBe(true);
    expect(isBetterThanChance({ value: 0.4, low: 0.25 }, 0.25)).toBe(false);
  });

  it("takes Wilson's interval where only the number of answers is known", () => {
    // statsmodels.stats.proportion.proportion_confint(63, 198, method="wilson")[0] is 0.2573, of 61 answers 0.2480.
    expect(isBetterThanChance({ value: 63 / 198, count: 198 }, 0.25)).toBe(true);
    expect(isBetterThanChance({ value: 61 / 198, count: 198 }, 0.25)).toBe(false);
    expect(isBetterThanChance({ value: 0.26 }, 0.25)).toBe(true);
    expect(isBetterThanChance({ value: 0.25 }, 0.25)).toBe(false);
  });

  it("needs but one right answer where answers are free", () => {
    expect(isBetterThanChance({ value: 0.01, low: 0 }, 0)).toBe(true);
    expect(isBetterThanChance({ value: 0, low: 0 }, 0)).toBe(false);
  });
});
