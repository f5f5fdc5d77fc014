import { describe, expect, it } from "vitest";
import type { Candidate } from "../../../src/analysis/request/candidate.ts";
import { missingSamples } from "../../../src/analysis/resampling/missingSamples.ts";
import { basisOf } from "../../../src/analysis/resampling/objectiveBasis.ts";
import { inUnitOf, stratumOf } from "../../../src/analysis/resampling/sampleStratum.ts";
import { wholeMean } from "../../../src/frontier/statistics/resampling.ts";
import type { RunSums } from "../../../src/store/reading/sampleSums.ts";

/** A run by its problems: for each the sums and counts of accuracy and output tokens. */
const run = (weight: number, problems: [string, number[], number[]][], benchmarkId = 1): RunSums => ({
  ...{ runId: 1, benchmarkId, modelId: 1, mode: "on", pool: "one", weight },
  problems: problems.map(([problem, sums, counts]) => ({ problem, sums, counts })),
});

/** Accuracy (1/2 + 1/1) / 2 = 0.75 and 40 tokens over 3 samples. */
const DOUBLE = run(2, [
  ["p1", [1, 30], [2, 2]],
  ["p2", [1, 10], [1, 1]],
]);
/** Accuracy 0 of one problem, since no answer to the other is graded, and 45 tokens over 3 samples. */
const SINGLE = run(1, [
  ["p2", [0, 40], [2, 2]],
  ["p3", [0, 5], [0, 1]],
]);
const METRICS = ["accuracy", "output_tokens"] as const;
const cells = (table: Float64Array) => [...table].map((cell) => Number(cell.toFixed(9)));

describe("the samples of candidates on a benchmark", () => {
  const stratum = stratumOf([[DOUBLE, SINGLE], [], [SINGLE]], ["output_tokens", "constant", "accuracy"], [...METRICS]);

  it("have a row for each candidate and a column for each problem", () => {
    expect(stratum.problemCount).toBe(3);
    expect([...stratum.sums, ...stratum.counts].map(({ length }) => length)).toEqual([9, 9, 9, 9, 9, 9]);
  });

  it("count each problem of a run alike for accuracy, and each sample alike for tokens, by the run's weight", () => {
    const [tokens, , accuracy] = stratum.sums.map(cells);
    const [tokenCounts, , accuracyCounts] = stratum.counts.map(cells);
    expect(accuracy!.slice(0, 3)).toEqual([0.5, 1, 0]);
    expect(accuracyCounts!.slice(0, 3)).toEqual([1, 2, 0]);
    // 2/3 of the tokens of the first run, 1/3 of those of the second.
    expect(tokens!.slice(0, 3)).toEqual([20, 20, 1.666666667]);
    expect(tokenCounts!.slice(0, 3)).toEqual([1.333333333, 1.333333333, 0.333333333]);
  });

  it("have the pooled measures as their means", () => {
    expect(wholeMean(stratum, 2, 0)).toBeCloseTo((2 * 0.75 + 1 * 0) / 3, 12);
    expect(wholeMean(stratum, 0, 0)).toBeCloseTo((2 * (40 / 3) + 45 / 3) / 3, 12);
    expect(wholeMean(stratum, 0, 2)).toBeCloseTo(15, 12);
  });

  it("are empty for a candidate without runs", () => {
    expect([0, 2].flatMap((objective) => cells(stratum.sums[objective]!).slice(3, 6))).toEqual([0, 0, 0, 0, 0, 0]);
    expect([0, 2].flatMap((objective) => cells(stratum.counts[objective]!).slice(3, 6))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("do not move an objective that is constant", () => {
    expect(cells(stratum.sums[1]!)).toEqual(Array(9).fill(0));
    expect(cells(stratum.counts[1]!)).toEqual(Array(9).fill(1));
  });
});

describe("sums of tokens in another unit", () => {
  it("have the candidate's value as their mean over benchmarks, and are 0 without samples", () => {
    const strata = [
      stratumOf(
        [
          [
            run(1, [
              ["p1", [0, 10], [1, 1]],
              ["p2", [0, 30], [1, 1]],
            ]),
          ],
          [],
        ],
        ["output_tokens"],
        [...METRICS],
      ),
      stratumOf([[run(1, [["p1", [0, 40], [1, 1]]])], []], ["output_tokens"], [...METRICS]),
    ];
    const candidates = [{ values: [6] }, { values: [9] }] as Candidate[];
    inUnitOf(0, strata, candidates);
    // Means of 20 and 40 tokens, 30 over both, cost 6: a fifth of a unit for each token.
    expect(wholeMean(strata[0]!, 0, 0)).toBeCloseTo(4, 12);
    expect(wholeMean(strata[1]!, 0, 0)).toBeCloseTo(8, 12);
    expect(cells(strata[0]!.sums[0]!)).toEqual([1, 3, 0, 0]);
    expect(cells(strata[1]!.sums[0]!)).toEqual([8, 0]);
  });
});

describe("the basis of an objective", () => {
  it("is the metric itself if single answers have it", () => {
    expect(
      ["accuracy", "output_tokens", "latency", "energy", "throughput"].map((metric) => basisOf(metric, false)),
    ).toEqual(["accuracy", "output_tokens", "latency", null, null]);
  });

  it("is the output tokens on a deployment if the metric grows with them, and constant if the deployment sets it", () => {
    expect(
      ["accuracy", "latency", "energy", "cost", "throughput", "gpu_memory"].map((metric) => basisOf(metric, true)),
    ).toEqual(["accuracy", "output_tokens", "output_tokens", "output_tokens", "constant", "constant"]);
  });
});

describe("the reason why a candidate is not resampled", () => {
  const bare = run(1, []);
  const ungraded = run(1, [["p1", [0, 5], [0, 1]]]);

  it.each([
    ["has no runs", [], "no samples are stored of it"],
    ["has runs without samples", [bare, bare], "no samples are stored of it"],
    ["has one run without samples", [DOUBLE, bare, bare], "2 of its 3 runs have no samples with accuracy"],
    ["has a run without graded samples", [DOUBLE, ungraded], "1 of its 2 runs have no samples with accuracy"],
    ["lacks a benchmark", [run(1, [["p", [1, 5], [1, 1]]], 2)], "a benchmark is missing"],
    ["has all that is needed", [DOUBLE, SINGLE], null],
  ])("is given if it %s", (_, runs, reason) => {
    expect(missingSamples(runs, METRICS, [1])).toBe(reason);
  });

  it("is none for a metric that is not asked, and asks for each of several benchmarks", () => {
    expect(missingSamples([run(1, [["p", [5], [1]]])], ["output_tokens"], [1])).toBeNull();
    expect(missingSamples([DOUBLE, run(1, [["p", [1, 5], [1, 1]]], 2)], METRICS, [1, 2])).toBeNull();
    expect(missingSamples([DOUBLE], METRICS, [1, 2])).toBe("a benchmark is missing");
  });
});
