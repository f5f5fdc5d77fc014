import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedLength, type KnownLength } from "../../../src/evaluation/setup/expectedLength.ts";
import { runs } from "../../support/runs.ts";

const known = (...rows: [string, string, number][]): KnownLength[] =>
  rows.map(([model, mode, outputTokens]) => ({ model, mode, outputTokens }));

describe("the expected length of an answer", () => {
  it("is the mean of the model's own results in the mode", () => {
    const results = known(["a", "off", 100], ["a", "off", 300], ["a", "on", 5000], ["b", "off", 9]);
    expect(expectedLength(results, "a", "off")).toEqual({ value: 200, note: "the model's own results in this mode" });
  });

  it("never takes results of another way of thinking as they are", () => {
    const results = known(["a", "on", 4000], ["b", "on", 2000], ["b", "off", 100], ["c", "on", 900], ["c", "off", 90]);
    // The median of 100 / 2000 and 90 / 900 is 0.075.
    expect(expectedLength(results, "a", "off")).toEqual({
      value: expect.closeTo(300, 9),
      note: "the model's own results with thinking, times the ratio of 2 other models (0.075)",
    });
    expect(expectedLength(results, "a", "on").value).toBe(4000);
  });

  it("is the median of other models in the same way, of which each counts once", () => {
    const results = known(["b", "on", 1000], ["b", "high", 3000], ["c", "on", 5000], ["d", "off", 10], ["e", "fp8", 7]);
    expect(expectedLength(results, "new", "on")).toEqual({
      value: 3500,
      note: "the median of 2 other models with thinking",
    });
    expect(expectedLength(results, "new", "off")).toEqual({
      value: 10,
      note: "the median of 1 other model without thinking",
    });
  });

  it("reads the default mode as that in which the model thinks by itself", () => {
    const results = known(["Qwen/QwQ-32B", "default", 9000], ["meta/Llama-3.1-8B", "default", 200]);
    expect(expectedLength(results, "new", "on").value).toBe(9000);
    expect(expectedLength(results, "new", "off").value).toBe(200);
    expect(expectedLength(results, "deepseek-ai/DeepSeek-R1", "default").value).toBe(9000);
  });

  it("adds a budget to an answer without thinking, and is no longer than one with thinking", () => {
    const results = known(["a", "on", 4000], ["a", "off", 100]);
    expect(expectedLength(results, "a", "budget-64").value).toBe(164);
    expect(expectedLength(results, "a", "budget-3950").value).toBe(4000);
    expect(expectedLength(results, "a", "budget-100000").value).toBe(4000);
    expect(expectedLength(known(["a", "on", 4000]), "a", "budget-64")).toEqual({
      value: null,
      note: "a budget is added to an answer without thinking: no result on the benchmark without thinking has a number of tokens",
    });
  });

  it("is unknown with its reason where no result tells", () => {
    expect(expectedLength(known(["a", "off", 5]), "b", "on")).toEqual({
      value: null,
      note: "no result on the benchmark with thinking has a number of tokens",
    });
    expect(expectedLength([], "b", "int4")).toEqual({ value: null, note: "no result of the model in the mode int4" });
  });

  it("grows with the budget between that without and that with thinking", () => {
    const tokens = fc.double({ min: 1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(tokens, tokens, fc.nat(1e6), fc.nat(1e6), (off, more, a, b) => {
        const results = known(["m", "off", off], ["m", "on", off + more]);
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map(
          (n) => expectedLength(results, "m", `budget-${n}`).value!,
        );
        expect(low).toBeLessThanOrEqual(high!);
        expect(low).toBeGreaterThanOrEqual(off);
        expect(high).toBeLessThanOrEqual(off + more);
      }),
      runs(50, 5000),
    );
  });
});
