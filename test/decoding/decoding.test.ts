import { describe, expect, it } from "vitest";
import { decoding } from "../../src/decoding/decoding.ts";

const WHOLE = {
  ...{ temperature: 0.6, topP: 0.95, topK: 20, frequencyPenalty: 0.05 },
  ...{ repetitionPenalty: 1.05, maxTokens: 100, seed: 0 },
  ...{ thinkingBudget: 64, stop: ["\n\n"] },
};

describe("a decoding", () => {
  it("holds every setting, or none", () => {
    expect(decoding.parse(WHOLE)).toEqual(WHOLE);
    expect(decoding.parse({})).toEqual({});
  });

  it("keeps what a source states, also where no run could ask for it", () => {
    const stated = { topK: -1, seed: -1, topP: 0 };
    expect(decoding.parse(stated)).toEqual(stated);
  });

  it.each([
    { topK: 1.5 },
    { maxTokens: 0 },
    { thinkingBudget: -1 },
    { stop: "." },
    { frequencyPenalty: "0.05" },
    { minP: 0.1 },
  ])("refuses %j", (wrong) => {
    expect(decoding.safeParse({ ...WHOLE, ...wrong }).success).toBe(false);
  });
});
