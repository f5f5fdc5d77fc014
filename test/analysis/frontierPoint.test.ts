import { describe, expect, it } from "vitest";
import { dominatorsOf, type Frontier, type FrontierPoint, pointsNotShown } from "../../src/analysis/frontierPoint.ts";
import type { Candidate } from "../../src/analysis/request/candidate.ts";

const candidate = (modelId: number, ...values: number[]): Candidate => ({
  ...{ modelId, mode: "on", runId: null, pools: [], operatingPoint: null, measures: null },
  values,
});

/** Accuracy and cost. 1 and 2 are the frontier; 3 and 4 are on the second layer, 5 on the third. */
const ALL = [
  candidate(5, 0.1, 60),
  candidate(4, 0.8, 70),
  candidate(1, 0.5, 10),
  candidate(3, 0.4, 20),
  candidate(2, 0.9, 50),
];
const frontier = {
  objectives: [
    { metric: "accuracy", direction: "MAXIMIZE", scale: "linear" },
    { metric: "flops", direction: "MINIMIZE", scale: "log" },
  ],
  points: [] as FrontierPoint[],
} as unknown as Frontier;
frontier.points = [ALL[2]!, ALL[4]!].map((one) => ({ ...one, frontier, rank: 1, marginalGain: null }));

describe("the points of a frontier", () => {
  it("leave out the other candidates, which are in order of their rank and then of their cost", () => {
    const behind = pointsNotShown(frontier, ALL);
    expect(behind.map(({ modelId, rank }) => [modelId, rank])).toEqual([
      [3, 2],
      [4, 2],
      [5, 3],
    ]);
    expect(behind.every((point) => point.frontier === frontier && point.marginalGain === null)).toBe(true);
  });

  it("dominate another candidate if they are better, and not themselves", () => {
    const dominators = pointsNotShown(frontier, ALL).map((point) => dominatorsOf(point).map(({ modelId }) => modelId));
    expect(dominators).toEqual([[1], [2], [1, 2]]);
    expect(frontier.points.flatMap(dominatorsOf)).toEqual([]);
  });
});
