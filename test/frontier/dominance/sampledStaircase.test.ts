import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paretoFrontier } from "../../../src/frontier/dominance/dominance.ts";
import { dropBehindSample } from "../../../src/frontier/dominance/sampledStaircase.ts";
import type { Direction } from "../../../src/frontier/metrics.ts";
import { seededRandom } from "../../../src/frontier/statistics/seededRandom.ts";
import { runs } from "../../support/runs.ts";

const BOTH: Direction[] = ["MINIMIZE", "MAXIMIZE"];

/** The frontier of two objectives by a sort of all rows, written apart from the package. */
function sortedFrontier(points: Float64Array, directions: readonly Direction[]): number[] {
  const cost = (row: number, k: number) => points[2 * row + k]! * (directions[k] === "MAXIMIZE" ? -1 : 1);
  const rows = Array.from({ length: points.length / 2 }, (_, row) => row).filter(
    (row) => !Number.isNaN(points[2 * row]) && !Number.isNaN(points[2 * row + 1]),
  );
  rows.sort((a, b) => (cost(a, 0) < cost(b, 0) ? -1 : cost(a, 0) > cost(b, 0) ? 1 : cost(a, 1) < cost(b, 1) ? -1 : 1));
  let lowest: number | null = null;
  let corner = -1;
  return rows
    .filter((row) => {
      const isOn =
        lowest === null || cost(row, 1) < lowest || (cost(row, 1) === lowest && cost(row, 0) === cost(corner, 0));
      if (isOn) [lowest, corner] = [cost(row, 1), row];
      return isOn;
    })
    .sort((a, b) => a - b);
}

const crowd = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 30 }),
  count: fc.integer({ min: 4096, max: 9000 }),
  levels: fc.constantFrom(8, 300, 1e9),
  shape: fc.constantFrom("even", "skewed", "flat", "odd values"),
  agreement: fc.constantFrom(-1, 0, 1),
});

function pointsOf({ seed, count, levels, shape, agreement }: typeof crowd extends fc.Arbitrary<infer T> ? T : never) {
  const random = seededRandom(seed);
  const odd = [Number.NaN, Infinity, -Infinity, 0, -0];
  const value = (common: number) => {
    if (shape === "flat") return 7;
    if (shape === "odd values" && random() < 0.02) return odd[Math.floor(5 * random())]!;
    const level = Math.floor(levels * (agreement === 0 ? random() : 0.9 * common + 0.1 * random())) / levels;
    return shape === "skewed" ? 2 ** (40 * level) : level;
  };
  return Float64Array.from(
    Array.from({ length: count }, () => {
      const common = random();
      // BOTH wants less of the first and more of the second.
      return [value(common), value(agreement < 0 ? common : 1 - common)];
    }).flat(),
  );
}

describe("dropBehindSample", () => {
  it("drops no row of the frontier and leaves none without a value, and the frontier is that of a sort", () => {
    fc.assert(
      fc.property(crowd, (given) => {
        const points = pointsOf(given);
        const frontier = sortedFrontier(points, BOTH);
        const kept = dropBehindSample(points, BOTH);
        if (kept) {
          const left = new Set(kept);
          expect(frontier.filter((row) => !left.has(row))).toEqual([]);
          expect([...kept]).toEqual([...kept].sort((a, b) => a - b));
          expect([...kept].some((row) => Number.isNaN(points[2 * row]) || Number.isNaN(points[2 * row + 1]))).toBe(
            false,
          );
        }
        expect(paretoFrontier(points, BOTH)).toEqual(frontier);
      }),
      runs(25, 1000),
    );
  });

  it("leaves about the frontier of a sample in each of its steps, in both directions", () => {
    const random = seededRandom(3);
    const points = Float64Array.from({ length: 400_000 }, random);
    for (const directions of [BOTH, ["MAXIMIZE", "MINIMIZE"] satisfies Direction[]]) {
      const kept = dropBehindSample(points, directions)!;
      expect(kept.length).toBeLessThan(4000);
      expect(paretoFrontier(points, directions)).toEqual(sortedFrontier(points, directions));
    }
  });

  it("leaves what it can't shorten to other passes: one objective for all, or a few values far above the others", () => {
    const random = seededRandom(5);
    expect(dropBehindSample(new Float64Array(20_000).fill(7), BOTH)).toBeNull();
    const skewed = Float64Array.from({ length: 20_000 }, (_, at) => (at % 2 ? random() : 2 ** (60 * random())));
    expect(dropBehindSample(skewed, BOTH)).toBeNull();
    expect(paretoFrontier(skewed, BOTH)).toEqual(sortedFrontier(skewed, BOTH));
  });

  it("keeps rows that are equal on one objective to a row of the sample", () => {
    // Every row is on the frontier: the second objective is the same for all, and the first for half of them.
    const points = Float64Array.from({ length: 20_000 }, (_, at) => (at % 2 ? 1 : 0));
    expect(paretoFrontier(points, BOTH)).toHaveLength(10_000);
    const tied = Float64Array.from({ length: 200_000 }, (_, at) => (at % 2 ? 5 : at / 2));
    tied[1] = 5;
    expect(paretoFrontier(tied, BOTH)).toEqual([0]);
  });
});
