import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { efficiency } from "../../../src/frontier/choice/efficiency.ts";
import { knee } from "../../../src/frontier/choice/knee.ts";
import { marginalGains } from "../../../src/frontier/choice/marginalGain.ts";
import { readingOrder } from "../../../src/frontier/dominance/order.ts";
import type { Direction } from "../../../src/frontier/metrics.ts";
import { metricNamed } from "../../../src/frontier/metrics.ts";
import { type Axis, objectiveOf } from "../../../src/frontier/objective.ts";

const accuracy: Axis = { direction: "MAXIMIZE", scale: "linear" };
const tokens: Axis = { direction: "MINIMIZE", scale: "log" };
const gainAndCost: Direction[] = ["MAXIMIZE", "MINIMIZE"];

describe("objectiveOf", () => {
  it("takes scale and direction from the metric, unless another direction is wanted", () => {
    expect(objectiveOf(metricNamed("flops"))).toEqual({ metric: "flops", direction: "MINIMIZE", scale: "log" });
    expect(objectiveOf(metricNamed("accuracy"), "MINIMIZE")).toMatchObject({ direction: "MINIMIZE", scale: "linear" });
  });
});

describe("knee", () => {
  it("is the point farthest beyond the chord, on the axis's own scale", () => {
    const frontier = [
      [0.1, 10],
      [0.7, 100],
      [0.85, 1000],
      [0.9, 100_000],
    ];
    expect(knee(frontier, [accuracy, tokens])).toBe(1);
    // On a linear axis the first three lie at nearly the same cost, and the third has most of the accuracy.
    expect(knee(frontier, [accuracy, { ...tokens, scale: "linear" }])).toBe(2);
  });

  it("is null for fewer than three different points, a straight and a hollow frontier, and a single objective", () => {
    expect(
      knee(
        [
          [0.1, 10],
          [0.7, 100],
          [0.7, 100],
        ],
        [accuracy, tokens],
      ),
    ).toBeNull();
    expect(
      knee(
        [
          [0.1, 10],
          [0.2, 100],
          [0.3, 1000],
        ],
        [accuracy, tokens],
      ),
    ).toBeNull();
    expect(
      knee(
        [
          [0.1, 10],
          [0.15, 100],
          [0.9, 1000],
        ],
        [accuracy, tokens],
      ),
    ).toBeNull();
    expect(knee([[1], [1], [1]], [tokens])).toBeNull();
    expect(knee([], [accuracy, tokens])).toBeNull();
  });

  it("does not depend on units or on the order of the points", () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 2, max: 9 })), {
      minLength: 3,
      maxLength: 12,
    });
    fc.assert(
      fc.property(steps, (given) => {
        let value = 0;
        let cost = 1;
        const frontier = given.map(([rise, factor]) => {
          value += rise;
          cost *= factor;
          return [value, cost];
        });
        const found = knee(frontier, [accuracy, tokens]);
        const scaled = frontier.map(([gain, price]) => [gain! / 8, price! * 1024]);
        expect(knee(scaled, [accuracy, tokens])).toBe(found);
      }),
    );
  });

  it("generalises to the plane through the extremes of three objectives", () => {
    const latency: Axis = { direction: "MINIMIZE", scale: "linear" };
    const cheap: Axis = { direction: "MINIMIZE", scale: "linear" };
    const frontier = [
      [1, 10, 10],
      [0, 0, 10],
      [0, 10, 0],
      [0.8, 2, 2],
      [0.4, 6, 6],
    ];
    expect(knee(frontier, [accuracy, latency, cheap])).toBe(3);
    // One point is best at two objectives: three extremes no longer span a plane.
    expect(
      knee(
        [
          [1, 0, 10],
          [0.5, 5, 5],
          [0, 10, 0],
        ],
        [accuracy, latency, cheap],
      ),
    ).toBeNull();
  });
});

describe("the knee of few points", () => {
  it("needs three different ones and two objectives", () => {
    const three = [
      [0.1, 10],
      [0.7, 100],
      [0.8, 1000],
    ];
    expect(knee(three, [accuracy, tokens])).toBe(1);
    expect(knee([[1], [3], [9]], [tokens])).toBeNull();
  });

  it("is the first of those that are equally far", () => {
    const latency: Axis = { direction: "MINIMIZE", scale: "linear" };
    const frontier = [
      [0, 0],
      [0.5, 0.25],
      [0.75, 0.5],
      [1, 1],
    ];
    expect(knee(frontier, [accuracy, latency])).toBe(1);
    expect(knee([...frontier].reverse(), [accuracy, latency])).toBe(1);
  });
});

describe("the plane of a knee", () => {
  const gain: Axis = { direction: "MAXIMIZE", scale: "linear" };
  const gains = [gain, gain, gain];

  it("is null where the extremes span a plane that rises with an objective or is parallel to it", () => {
    const rising = [
      [1, 0, 0],
      [0, 1, 0],
      [0.8, 0.8, 1],
      [0.9, 0.9, 0.5],
    ];
    expect(knee(rising, gains)).toBeNull();
    const parallel = [
      [1, 0, 0],
      [0, 1, 0],
      [0.5, 0.5, 1],
      [0.9, 0.9, 0.1],
    ];
    expect(knee(parallel, gains)).toBeNull();
  });

  it("goes through the better of two points that are best on one objective", () => {
    const better = [1, 0, 0.2];
    const worse = [1, 0.1, 0];
    const others = [
      [0, 1, 0],
      [0, 0, 1],
      [0.4, 0.6, 0.52],
      [0.9, 0.6, 0.1],
    ];
    // Worked by hand: the plane through the better one has the normal (0.8, 1, 1), through the other (0.9, 0.9, 1).
    expect(knee([better, worse, ...others], gains)).toBe(4);
    expect(knee([worse, better, ...others], gains)).toBe(4);
  });
});

describe("efficiency", () => {
  it("is accuracy over log10 of the FLOPs, and has no value up to 1 FLOP", () => {
    expect(efficiency(0.6, 1e12)).toBeCloseTo(0.05, 12);
    expect(efficiency(0.5, 10)).toBeCloseTo(0.5, 12);
    expect(efficiency(0.5, 1.5)).toBeCloseTo(0.5 / Math.log10(1.5), 12);
    expect(efficiency(0.5, 1)).toBeNaN();
    expect(efficiency(0.5, 0)).toBeNaN();
  });
});

describe("readingOrder", () => {
  it("goes from low to high cost, the better first at one cost, the missing last", () => {
    const points = [
      [0.9, 100],
      [0.1, Number.NaN],
      [0.2, 10],
      [0.3, 10],
      [0.2, 10],
    ];
    expect(readingOrder(points, gainAndCost)).toEqual([3, 2, 4, 0, 1]);
    expect(readingOrder([[1], [3], [2]], ["MAXIMIZE"])).toEqual([1, 2, 0]);
  });
});

describe("marginalGains", () => {
  it("is accuracy per tenfold of cost since the point before, the same for equal points", () => {
    const gains = marginalGains(
      [
        [0.7, 1000],
        [0.5, 10],
        [0.8, 10_000],
        [0.7, 1000],
      ],
      gainAndCost,
    );
    expect(gains.map((gain) => gain && Number(gain.toFixed(12)))).toEqual([0.1, null, 0.1, 0.1]);
  });

  it("reads the first minimised and the first maximised objective, at costs below 1 too", () => {
    const rounded = (points: number[][], directions: Direction[]) =>
      marginalGains(points, directions).map((gain) => gain && Number(gain.toFixed(12)));
    const points = [
      [0.1, 5, 0.01, 7],
      [0.3, 1, 0.1, 1],
    ];
    expect(rounded(points, ["MAXIMIZE", "MAXIMIZE", "MINIMIZE", "MINIMIZE"])).toEqual([null, 0.2]);
    expect(
      marginalGains(
        [
          [0.1, 1],
          [Number.POSITIVE_INFINITY, 10],
        ],
        gainAndCost,
      ),
    ).toEqual([null, null]);
    expect(marginalGains([[1], [2]], ["MINIMIZE"])).toEqual([null, null]);
  });

  it("is null where there is no ratio of costs or nothing to trade", () => {
    expect(
      marginalGains(
        [
          [0.5, 0],
          [0.6, 10],
        ],
        gainAndCost,
      ),
    ).toEqual([null, null]);
    expect(marginalGains([[0.5], [0.6]], ["MAXIMIZE"])).toEqual([null, null]);
  });
});
