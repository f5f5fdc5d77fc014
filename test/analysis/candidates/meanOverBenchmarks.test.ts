import { describe, expect, it } from "vitest";
import { meanOverBenchmarks } from "../../../src/analysis/candidates/meanOverBenchmarks.ts";
import type { Measures } from "../../../src/store/measures.ts";

describe("measures over several benchmarks", () => {
  it("are means whose errors add by squares", () => {
    const { accuracy } = meanOverBenchmarks([
      { accuracy: { value: 0.5, low: 0.2, high: 0.58, count: 10 } },
      { accuracy: { value: 0.7, low: 0.3, high: 0.76, count: 20 } },
    ]);
    expect(accuracy!.value).toBeCloseTo(0.6, 12);
    // Distances of 0.3 and 0.4 below, and of 0.08 and 0.06 above.
    expect(accuracy!.low).toBeCloseTo(0.6 - 0.5 / 2, 12);
    expect(accuracy!.high).toBeCloseTo(0.6 + 0.1 / 2, 12);
    expect(accuracy!.count).toBe(30);
  });

  it("are those of one benchmark as they are, and none without a benchmark", () => {
    const only = { accuracy: { value: 0.5, low: 0.25, note: "one" } };
    expect(meanOverBenchmarks([only])).toBe(only);
    expect(meanOverBenchmarks([])).toEqual({});
  });

  it("are of the metrics that all benchmarks have", () => {
    const both = { value: 1 };
    const perBenchmark: Measures[] = [
      { accuracy: both, flops: both },
      { accuracy: both, flops: both, energy: both },
      { accuracy: both, energy: both },
    ];
    expect(meanOverBenchmarks(perBenchmark)).toEqual({ accuracy: { value: 1 } });
  });

  it.each([
    { value: 3, low: 2 },
    { value: 3, high: 4 },
    { value: 3, count: 5 },
  ])("have no interval or count where one benchmark has only %j", (partial) => {
    const whole = { value: 1, low: 0, high: 2, count: 4 };
    const { flops } = meanOverBenchmarks([{ flops: partial }, { flops: whole }]);
    expect(flops).toEqual(partial.count ? { value: 2, count: 9 } : { value: 2 });
    expect(meanOverBenchmarks([{ flops: whole }, { flops: partial }])).toEqual({ flops });
  });

  it("are estimated if one of them is, with each note once", () => {
    const { flops } = meanOverBenchmarks([
      { flops: { value: 1, estimated: true, note: "from the architecture" } },
      { flops: { value: 2, note: "by hand" } },
      { flops: { value: 3, estimated: false, note: "from the architecture" } },
    ]);
    expect(flops).toEqual({ value: 2, estimated: true, note: "from the architecture | by hand" });
  });
});
