import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Queue, waitingProbability, waitingQuantile } from "../../../src/compute/fleets/queue.ts";
import { seededRandom } from "../../../src/frontier/statistics/seededRandom.ts";
import { runs } from "../../support/runs.ts";

const queue = (slots: number, arrivals: number, service = 1, variationSquared = 1): Queue => ({
  ...{ slots, arrivals, service, variationSquared },
});

describe("the queue in front of a batch", () => {
  it("lets wait as many as Erlang's table says", () => {
    // Worked out by the sum of the formula: n = 1, a = 0.5; n = 2, a = 1 (1/3); n = 3, a = 2 (4/9); n = 5, a = 4 (0.5541).
    expect(waitingProbability(queue(1, 0.5))).toBeCloseTo(0.5, 12);
    expect(waitingProbability(queue(2, 1))).toBeCloseTo(1 / 3, 12);
    expect(waitingProbability(queue(3, 2))).toBeCloseTo(4 / 9, 12);
    expect(waitingProbability(queue(5, 4))).toBeCloseTo(0.5541, 4);
  });

  it("is the recursion of Erlang's B also for many places, and quick for millions", () => {
    for (const [slots, offered] of [
      [300, 290],
      [300, 200],
      [5000, 4950],
    ] as const) {
      let blocked = 1;
      for (let n = 1; n <= slots; n++) blocked = (offered * blocked) / (n + offered * blocked);
      const erlang = blocked / (1 - (offered / slots) * (1 - blocked));
      expect(waitingProbability(queue(slots, offered))).toBeCloseTo(erlang, 10);
    }
    const begun = performance.now();
    for (const load of [0.01, 0.5, 0.9, 0.99, 0.999, 0.99999]) waitingProbability(queue(4e6, load * 4e6));
    expect(performance.now() - begun).toBeLessThan(100);
  });

  it("gives the waits of M/M/1 and of one whose services are all alike", () => {
    // P(W > t) = ρ e^−(1 − ρ)t: ln(0.8 / 0.05) / 0.2.
    expect(waitingQuantile(queue(1, 0.8), 0.95)).toBeCloseTo(Math.log(16) / 0.2, 9);
    expect(waitingQuantile(queue(1, 0.8, 1, 0), 0.95)).toBeCloseTo(Math.log(16) / 0.4, 9);
    expect(waitingQuantile(queue(64, 1), 0.95)).toBe(0);
    expect(waitingQuantile(queue(2, 2), 0.95)).toBe(Number.POSITIVE_INFINITY);
  });

  it("is near a simulation, for several places and several spreads", () => {
    for (const [slots, load, variationSquared] of [
      [4, 0.8, 1],
      [8, 0.9, 1],
      [4, 0.85, 0.25],
    ] as const) {
      const one = queue(slots, slots * load, 1, variationSquared);
      expect(waitingQuantile(one, 0.95) / simulatedP95(one)).toBeGreaterThan(0.8);
      expect(waitingQuantile(one, 0.95) / simulatedP95(one)).toBeLessThan(1.25);
    }
  });

  it("never makes shorter waits of more arrivals, nor longer ones of more places", () => {
    const drawn = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.01, max: 0.98, noNaN: true }));
    fc.assert(
      fc.property(drawn, ([slots, load]) => {
        const wait = waitingQuantile(queue(slots, slots * load), 0.95);
        expect(waitingQuantile(queue(slots, slots * load * 1.01), 0.95)).toBeGreaterThanOrEqual(wait);
        expect(waitingQuantile(queue(slots + 1, slots * load), 0.95)).toBeLessThanOrEqual(wait);
      }),
      runs(200, 5000),
    );
  });
});

/** The 95th percentile of the waits of 40,000 customers, with gamma services of a shape that is a whole number. */
function simulatedP95({ slots, arrivals, service, variationSquared }: Queue): number {
  const random = seededRandom(7);
  const exponential = () => -Math.log(1 - random());
  const shape = Math.round(1 / variationSquared);
  const free = new Float64Array(slots);
  const waits: number[] = [];
  let now = 0;
  for (let i = 0; i < 40_000; i++) {
    now += exponential() / arrivals;
    const first = free.indexOf(Math.min(...free));
    const start = Math.max(now, free[first]!);
    waits.push(start - now);
    let length = 0;
    for (let part = 0; part < shape; part++) length += (exponential() * service) / shape;
    free[first] = start + length;
  }
  waits.sort((a, b) => a - b);
  return waits[Math.floor(0.95 * waits.length)]!;
}
