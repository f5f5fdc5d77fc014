import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fleet, fleetOf, type Load, MOST_UTILISATION, smallestFleet } from "../../../src/compute/fleets/fleet.ts";
import { meanPower, meanRunning, type ServingCurve } from "../../../src/compute/fleets/servingCurve.ts";
import { runs } from "../../support/runs.ts";

/** A replica whose steps take 10 ms and 1 ms for each answer, with answers of 100 tokens. */
const curve: ServingCurve = [1, 2, 4, 8, 16, 32, 64].map((batch) => ({
  batch,
  latency: 0.1 + 99 * (0.01 + 0.001 * batch),
  ttftP95: 0.1 + 0.001 * batch,
  interTokenP95: 0.012 + 0.001 * batch,
  power: 200 + 2 * batch,
}));

const load = (requestsPerSecond: number, rest: Partial<Load> = {}): Load => ({
  ...{ requestsPerSecond, promptTokens: 500, ttftP95: null, itlP95: null, ...rest },
});

const planned = (asked: Load, perMachine = 1, spread = 0.5): Fleet => {
  const fleet = smallestFleet(curve, asked, perMachine, spread);
  if (typeof fleet === "string") throw new Error(fleet);
  return fleet;
};

describe("the smallest fleet", () => {
  it("is that which follows by hand", () => {
    // 64 answers take 0.1 + 99 · 0.074 = 7.426 s: 8.6184 a second. 30 a second need 30 / (0.95 · 8.6184) = 3.66 replicas.
    const four = planned(load(30));
    expect(four.machines).toBe(4);
    expect(four.point.batch).toBe(64);
    expect(four.utilisation).toBeCloseTo((30 / 4) * (7.426 / 64), 9);
    // With at most 30 ms between tokens the batch is 16 at most: 2.674 s, 5.9836 a second, 5.28 replicas.
    const six = planned(load(30, { itlP95: 0.03 }));
    expect([six.machines, six.point.batch]).toEqual([6, 16]);
    // Machines of four replicas each.
    expect(planned(load(30, { itlP95: 0.03 }), 4).machines).toBe(2);
  });

  it("says what stands in the way", () => {
    expect(smallestFleet(curve, load(1, { itlP95: 0.012 }), 1, 0.5)).toBe("ITL");
    expect(smallestFleet(curve, load(1, { ttftP95: 0.1 }), 1, 0.5)).toBe("TTFT");
    expect(smallestFleet(curve, load(1e7), 1, 0.5)).toBe("TOO_MANY");
  });

  it("is what brute force finds: no fewer machines are enough with any batch", () => {
    const drawn = fc.record({
      requestsPerSecond: fc.double({ min: 0.01, max: 200, noNaN: true }),
      ttftP95: fc.option(fc.double({ min: 0.12, max: 20, noNaN: true })),
      itlP95: fc.option(fc.double({ min: 0.014, max: 0.1, noNaN: true })),
      spread: fc.double({ min: 0, max: 3, noNaN: true }),
      perMachine: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(drawn, ({ requestsPerSecond, ttftP95, itlP95, spread, perMachine }) => {
        const asked = load(requestsPerSecond, { ttftP95, itlP95 });
        const found = planned(asked, perMachine, spread);
        const isEnough = (machines: number) =>
          curve.some((point) => {
            const fleet = fleetOf(point, asked, machines, perMachine, spread);
            const isQuick = point.interTokenP95 <= (itlP95 ?? Infinity) && fleet.ttftP95 <= (ttftP95 ?? Infinity);
            return isQuick && fleet.utilisation <= MOST_UTILISATION;
          });
        let brute = 1;
        while (!isEnough(brute)) brute++;
        expect(found.machines).toBe(brute);
        expect(found.utilisation).toBeLessThanOrEqual(MOST_UTILISATION);
        // Little's law: what runs is what comes times how long it stays.
        const arrivals = requestsPerSecond / (found.machines * perMachine);
        const running = meanRunning(curve, arrivals);
        expect(running).toBeLessThanOrEqual(found.point.batch);
        expect(running / arrivals).toBeGreaterThanOrEqual(curve[0]!.latency - 1e-6);
        expect(running / arrivals).toBeLessThanOrEqual(found.point.latency + 1e-6);
      }),
      runs(300, 10_000),
    );
  });

  it("never has fewer machines for more load, nor a larger batch for a tighter limit between tokens", () => {
    const drawn = fc.record({
      requestsPerSecond: fc.double({ min: 0.01, max: 500, noNaN: true }),
      more: fc.double({ min: 1, max: 3, noNaN: true }),
      itlP95: fc.double({ min: 0.014, max: 0.1, noNaN: true }),
      tighter: fc.double({ min: 0.2, max: 1, noNaN: true }),
      ttftP95: fc.option(fc.double({ min: 0.2, max: 20, noNaN: true })),
    });
    fc.assert(
      fc.property(drawn, ({ requestsPerSecond, more, itlP95, tighter, ttftP95 }) => {
        const asked = load(requestsPerSecond, { itlP95, ttftP95 });
        const found = planned(asked);
        expect(planned({ ...asked, requestsPerSecond: more * requestsPerSecond }).machines).toBeGreaterThanOrEqual(
          found.machines,
        );
        const limit = Math.max(0.0131, itlP95 * tighter);
        expect(planned({ ...asked, itlP95: limit }).point.batch).toBeLessThanOrEqual(found.point.batch);
      }),
      runs(300, 10_000),
    );
  });
});

describe("what runs on a replica", () => {
  it("solves Little's law between the batches", () => {
    // Below one answer nothing slows another: n = λ S(1). With 3 running, S = 0.1 + 99 · 0.013 = 1.387 s.
    expect(meanRunning(curve, 0.1)).toBeCloseTo(0.1 * 1.189, 9);
    expect(meanRunning(curve, 3 / 1.387)).toBeCloseTo(3, 6);
  });

  it("draws the power of idling for the rest of the time", () => {
    expect(meanPower(curve, 0.25, 80)).toBeCloseTo(0.25 * 202 + 0.75 * 80, 9);
    expect(meanPower(curve, 3, 80)).toBeCloseTo(206, 9);
    expect(meanPower([{ ...curve[0]!, power: null }], 3, 80)).toBeNull();
  });
});
