import { describe, expect, it } from "vitest";
import type { FrontierPoint } from "../../src/analysis/frontierPoint.ts";
import type { TrajectoryRow } from "../../src/analysis/trajectory.ts";
import { costToReach, efficiencies, gainPerTenfold, reachableWithin } from "../../src/analysis/trajectoryTrends.ts";
import type { Direction } from "../../src/frontier/metrics.ts";

const OBJECTIVES: [string, Direction][] = [
  ["latency", "MINIMIZE"],
  ["accuracy", "MAXIMIZE"],
  ["flops", "MINIMIZE"],
  ["throughput", "MAXIMIZE"],
];

/** Candidates by their values on the objectives above and their release dates; the last frontier is those named. */
function trajectoryOf(
  candidates: [date: string, ...values: number[]][],
  { objectives = OBJECTIVES, last = [] as number[] } = {},
): TrajectoryRow {
  const dates = new Map<FrontierPoint, string>();
  const dated = candidates.map(([date, ...values], at) => {
    const point = { modelId: at, mode: "on", values } as FrontierPoint;
    dates.set(point, date);
    return point;
  });
  return {
    frontier: { objectives: objectives.map(([metric, direction]) => ({ metric, direction, scale: "linear" })) },
    dated,
    last: last.map((at) => dated[at]!),
    dateOf: (point: FrontierPoint) => dates.get(point)!,
  } as unknown as TrajectoryRow;
}

const YEARS: [string, ...number[]][] = [
  ["2023-01-01", 1000, 0.5, 1e10, 7],
  ["2024-01-01", 100, 0.5, 1e20, 9],
  ["2024-01-01", 1000, 0.4, 1e5, 1],
  ["2025-01-01", 10, 0.7, 1, 5],
  ["2025-06-01", 0, 0.6, 1e12, 5],
];
/** The first two dates are 365 days apart, and a year has 365.2425. */
const YEAR = 365 / 365.2425;

describe("the highest gain within a budget", () => {
  it("is that of the first maximised objective within the first minimised one", () => {
    const { records, trend, halvingTime } = reachableWithin(trajectoryOf(YEARS), 100);
    expect(records.map(({ date, value, point }) => [date, value, point.modelId])).toEqual([
      ["2024-01-01", 0.5, 1],
      ["2025-01-01", 0.7, 3],
    ]);
    // 0.2 in the 366 days of 2024.
    expect(trend!.slope).toBeCloseTo((0.2 * 365.2425) / 366, 12);
    expect(halvingTime).toBeNull();
  });
});

describe("the lowest cost of a gain", () => {
  it("has a trend of its logarithm, whose slope gives the time in which it halves", () => {
    const { records, trend, halvingTime } = costToReach(trajectoryOf(YEARS.slice(0, 3)), 0.5);
    expect(records.map(({ date, value, point }) => [date, value, point.modelId])).toEqual([
      ["2023-01-01", 1000, 0],
      ["2024-01-01", 100, 1],
    ]);
    expect(trend!.slope).toBeCloseTo(-1 / YEAR, 12);
    expect(halvingTime!.value).toBeCloseTo(Math.log10(2) * YEAR, 12);
  });

  it("may be 0, which has no place in the trend", () => {
    const { records, trend } = costToReach(trajectoryOf(YEARS), 0.6);
    expect(records.map(({ value }) => value)).toEqual([10, 0]);
    expect(trend).toBeNull();
    expect(costToReach(trajectoryOf(YEARS), 0.5).trend!.points).toHaveLength(3);
    const cheap = [
      ["2023-01-01", 0.5, 1, 1, 1],
      ["2024-01-01", 0.05, 1, 1, 1],
    ] as [string, ...number[]][];
    expect(costToReach(trajectoryOf(cheap), 1).trend!.slope).toBeCloseTo(-1 / YEAR, 12);
  });

  it("has neither a trend nor a halving time if no candidate reaches the gain", () => {
    expect(costToReach(trajectoryOf(YEARS), 0.8)).toEqual({ records: [], trend: null, halvingTime: null });
  });
});

describe("the gain for each tenfold of cost", () => {
  it("comes from the last frontier alone and leaves out a cost of 0", () => {
    // From 0.5 at 1,000 to 0.7 at 10: 0.1 less for each tenfold.
    const trend = gainPerTenfold(trajectoryOf(YEARS, { last: [0, 3, 4] }))!;
    expect(trend.slope).toBeCloseTo(-0.1, 12);
    expect(trend.points).toHaveLength(2);
    expect(gainPerTenfold(trajectoryOf(YEARS, { last: [3] }))).toBeNull();
    const cheap: [string, ...number[]][] = [
      ["2023-01-01", 0.5, 0.9, 1, 1],
      ["2024-01-01", 0.05, 0.6, 1, 1],
    ];
    expect(gainPerTenfold(trajectoryOf(cheap, { last: [0, 1] }))!.slope).toBeCloseTo(0.3, 12);
  });
});

describe("the efficiency S_eff", () => {
  it("is the accuracy over log10 of the FLOPs, wherever the two stand among the objectives", () => {
    const { points, trend } = efficiencies(trajectoryOf(YEARS));
    expect(points.map(({ date, point }) => [date, point.modelId])).toEqual([
      ["2023-01-01", 0],
      ["2024-01-01", 1],
      ["2024-01-01", 2],
      // The candidate with 1 FLOP has no efficiency: its logarithm is 0.
      ["2025-06-01", 4],
    ]);
    points.forEach(({ value }, at) => {
      expect(value).toBeCloseTo([0.05, 0.025, 0.08, 0.05][at]!, 12);
    });
    expect(trend!.points).toHaveLength(4);
    expect(trend!.points[0]!.y).toBe(points[0]!.value);
    expect(trend!.points[1]!.x - trend!.points[0]!.x).toBeCloseTo(YEAR, 9);
  });

  it.each([["accuracy"], ["flops"]])("needs the objective %s", (missing) => {
    const objectives = OBJECTIVES.filter(([metric]) => metric !== missing);
    expect(() => efficiencies(trajectoryOf([], { objectives }))).toThrow(
      expect.objectContaining({ code: "BAD_OBJECTIVES", argument: "objectives" }),
    );
  });
});

describe("a trend of trades", () => {
  it.each(["MAXIMIZE", "MINIMIZE"])("needs an objective to %s", (missing) => {
    const objectives = OBJECTIVES.filter(([, direction]) => direction !== missing);
    for (const ask of [reachableWithin, costToReach]) {
      expect(() => ask(trajectoryOf([], { objectives }), 1)).toThrow(
        expect.objectContaining({ code: "BAD_OBJECTIVES", argument: "objectives" }),
      );
    }
  });
});
