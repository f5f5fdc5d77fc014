import { describe, expect, it } from "vitest";
import { frontierSegments } from "../../src/analysis/frontierSegments.ts";
import type { Direction } from "../../src/frontier/metrics.ts";

const axes = (...directions: Direction[]) =>
  directions.map((direction, at) => ({ metric: `m${at}`, direction, scale: "linear" as const }));

describe("the segments of a joint frontier", () => {
  it("join neighbours of one group in order of the first minimised objective, and leave out dominated points", () => {
    // Accuracy and cost; the second point is dominated by the first, the last one by the fifth.
    const points = [
      [0.2, 1],
      [0.1, 2],
      [0.9, 50],
      [0.4, 5],
      [0.5, 10],
      [0.95, 70],
      [0.3, 60],
    ];
    const groupOf = Uint16Array.of(0, 1, 0, 0, 1, 0, 1);
    expect(frontierSegments(points, axes("MAXIMIZE", "MINIMIZE"), ["dense", "moe"], groupOf)).toEqual([
      { key: "dense", fromCost: 1, toCost: 5, points: 2 },
      { key: "moe", fromCost: 10, toCost: 10, points: 1 },
      { key: "dense", fromCost: 50, toCost: 70, points: 2 },
    ]);
  });

  it("are none without a minimised objective", () => {
    expect(frontierSegments([[1, 2]], axes("MAXIMIZE", "MAXIMIZE"), ["one"], Uint16Array.of(0))).toEqual([]);
  });
});
