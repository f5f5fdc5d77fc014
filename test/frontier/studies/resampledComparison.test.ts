import { expect, it } from "vitest";
import { axisBounds } from "../../../src/frontier/hypervolume/scaling.ts";
import type { Axis } from "../../../src/frontier/objective.ts";
import { percentileInterval } from "../../../src/frontier/statistics/percentileInterval.ts";
import { resample } from "../../../src/frontier/statistics/resampling.ts";
import { comparisonFigures } from "../../../src/frontier/studies/comparisonFigures.ts";
import { resampledComparison } from "../../../src/frontier/studies/resampledComparison.ts";

const AXES: Axis[] = [
  { direction: "MAXIMIZE", scale: "linear" },
  { direction: "MINIMIZE", scale: "log" },
];
const POINTS = [
  [0.5, 10],
  [0.75, 40],
  [0.25, 20],
  [0.6, 30],
];
const VERDICTS = [
  [1, 0, 1, 0],
  [1, 1, 1, 0],
  [0, 0, 0, 1],
  [1, 0, 1, 1],
].flat();
const candidates = {
  values: Float64Array.from(POINTS.flat()),
  sampled: Uint8Array.from([1, 1, 1, 1]),
  strata: [
    {
      problemCount: 4,
      sums: [
        Float64Array.from(VERDICTS),
        Float64Array.from(POINTS.flatMap(([, cost]) => [cost!, cost!, cost!, cost!])),
      ],
      counts: [new Float64Array(16).fill(1), new Float64Array(16).fill(1)],
    },
  ],
  resamples: 300,
  seed: 5,
};

it("has the percentiles of each group's figures over the same resamples", () => {
  const groups = Uint16Array.from([0, 1, 1, 0]);
  const bounds = axisBounds(POINTS, AXES);
  const found = resampledComparison({ candidates: candidates, groups, groupCount: 2, axes: AXES, bounds });
  const drawn = resample(candidates);
  const figures = Array.from({ length: 300 }, (_, at) =>
    comparisonFigures(drawn.subarray(at * 8, (at + 1) * 8), groups, 2, AXES, bounds),
  );
  const interval = (column: number) => percentileInterval(figures.map((one) => one[column]!));
  expect(found).toEqual([
    { hypervolume: interval(0), frontierShare: interval(1), gap: interval(2) },
    { hypervolume: interval(3), frontierShare: interval(4), gap: interval(5) },
  ]);
  expect(found[0]!.hypervolume!.low).toBeLessThan(found[0]!.hypervolume!.high);
});
