import { describe, expect, it } from "vitest";
import type { GpuState } from "../../../src/plugins/contract/meter.ts";
import { tallyReadings } from "../../../src/runners/meter/tally.ts";

describe("the tally of readings", () => {
  const gpu = (uuid: string) => ({ uuid, index: "0", name: "GPU" });
  const state = (more: Partial<GpuState>): GpuState => ({
    memory: null,
    power: null,
    energy: null,
    utilization: null,
    ...more,
  });
  const measure = (...readings: [number, Partial<GpuState>][]) => {
    const tally = tallyReadings([gpu("a")]);
    for (const [at, more] of readings) tally.add({ at, gpus: new Map([["a", state(more)]]) });
    return tally.result();
  };

  it("integrates power by trapezoids of any width", () => {
    // 2 s at 150 W on average, 0.5 s at 250 W, 4 s at 150 W: 300 + 125 + 600 J.
    const power = measure([10, { power: 100 }], [12, { power: 200 }], [12.5, { power: 300 }], [16.5, { power: 0 }]);
    expect(power).toMatchObject({ energy: 1025, energyFrom: "power", seconds: 6.5, gpuSeconds: 6.5, longestGap: 4 });
  });

  it("prefers the energy counter, and continues where that starts anew", () => {
    // 40 J, then a driver loaded again: the 25 J that it shows are new, then 5 more. Power alone would say 300 J.
    const both = [1000, 1040, 25, 30].map((energy, at): [number, Partial<GpuState>] => [at, { energy, power: 100 }]);
    expect(measure(...both)).toMatchObject({ energy: 70, energyFrom: "counter" });
  });

  it("does not take a late value of the counter for a new start", () => {
    expect(measure([0, { energy: 126272106 }], [1, { energy: 126272101 }], [2, { energy: 126272111 }])?.energy).toBe(5);
  });

  it("takes a counter for a new start only where it fell by more than half", () => {
    expect(measure([0, { energy: 100 }], [1, { energy: 50 }])?.energy).toBe(0);
    expect(measure([0, { energy: 100 }], [1, { energy: 49 }])?.energy).toBe(49);
    expect(measure([0, { energy: 100 }], [1, { energy: 100 }])).toMatchObject({ energy: 0, energyFrom: "counter" });
  });

  it("adds energy by the counter and by power where only some GPUs have a counter", () => {
    const tally = tallyReadings([gpu("a"), gpu("b")]);
    for (const at of [0, 2]) {
      const states = { a: state({ energy: 1000 + 10 * at, power: 500 }), b: state({ power: 100 }) };
      tally.add({ at, gpus: new Map(Object.entries(states)) });
    }
    expect(tally.result()).toMatchObject({ energy: 20 + 200, energyFrom: "power" });
  });

  it("has the work of a GPU as the mean of its share over time", () => {
    const work = measure([0, { utilization: 0 }], [1, { utilization: 1 }], [4, { utilization: 1 }]);
    expect(work?.utilization).toBe((0.5 + 3) / 4);
  });

  it("measures between two moments, and not beyond the readings", () => {
    const tally = tallyReadings([gpu("a")]);
    for (let at = 0; at <= 10; at++) tally.add({ at, gpus: new Map([["a", state({ power: 100 * at })]]) });
    // The integral of a power that rises by 100 W a second: 50 t², by straight lines within a second.
    expect(tally.between(2, 4)).toMatchObject({ energy: 600, seconds: 2, gpuSeconds: 2 });
    expect(tally.between(2.5, 4)!.energy).toBeCloseTo(800 - (200 + 125), 9);
    expect([tally.between(-1, 4), tally.between(2, 11), tally.between(4, 4)]).toEqual([null, null, null]);
  });

  it("takes a counter that is renewed seldom to grow evenly between its changes", () => {
    const tally = tallyReadings([gpu("a")]);
    // 100 W, renewed every 3 seconds and read once a second.
    for (let at = 0; at <= 30; at++)
      tally.add({ at, gpus: new Map([["a", state({ energy: 300 * Math.floor(at / 3) })]]) });
    expect(tally.between(10, 20)!.energy).toBeCloseTo(1000, 9);
    expect(tally.result()!.longestGap).toBe(3);
    expect([29.5, 30.5].map(tally.isRenewedAfter)).toEqual([true, false]);
  });

  it("integrates power where the counter stands still", () => {
    const still = measure([0, { energy: 7, power: 100 }], [1, { energy: 7, power: 100 }]);
    expect(still).toMatchObject({ energy: 100, energyFrom: "power" });
  });

  it("keeps few points of a long run, and its sums", () => {
    const tally = tallyReadings([gpu("a")]);
    for (let i = 0; i <= 300_000; i++) tally.add({ at: i / 10, gpus: new Map([["a", state({ power: 250 })]]) });
    expect(tally.between(1.23, 29_000.5)!.energy).toBeCloseTo(250 * (29_000.5 - 1.23), 3);
  });

  it("says whether it takes a reading", () => {
    const tally = tallyReadings([gpu("a")]);
    const add = (at: number) => tally.add({ at, gpus: new Map([["a", state({})]]) });
    expect([5, 5, 4, 6].map(add)).toEqual([true, false, false, true]);
    expect(tally.result()).toMatchObject({ readings: 2, seconds: 1, longestGap: 1 });
  });

  it("bridges a reading that lacks a value, and has none where no reading has it", () => {
    const lacking = measure([0, { power: 100, memory: 5 }], [1, { memory: 6 }], [4, { power: 200 }]);
    expect(lacking).toMatchObject({
      energy: 600,
      energyFrom: "power",
      peakMemory: 6,
      utilization: null,
      longestGap: 4,
    });
    const counted = measure([0, { energy: 100, power: 1 }], [1, { power: 1 }], [2, {}], [3, { energy: 160, power: 1 }]);
    expect(counted).toMatchObject({ energy: 60, energyFrom: "counter", longestGap: 3 });
    expect(measure([0, { power: 1 }])).toBeNull();
  });

  it("takes memory at the moment when all GPUs together had most, and passes over a clock set back", () => {
    const tally = tallyReadings([gpu("a"), gpu("b")]);
    const add = (at: number, a: number, b: number) => {
      const states = { a: state({ memory: a, utilization: 1 }), b: state({ memory: b, utilization: 0.5 }) };
      tally.add({ at, gpus: new Map(Object.entries(states)) });
    };
    add(0, 10, 1);
    add(1, 5, 5);
    add(0.5, 50, 50);
    add(2, 1, 11);
    expect(tally.result()).toMatchObject({ peakMemory: 12, gpuSeconds: 4, utilization: 0.75, readings: 3 });
  });

  it("has the time without a lost GPU as its longest gap, and no energy of a GPU that never came", () => {
    const tally = tallyReadings([gpu("a"), gpu("b")]);
    const both = new Map([
      ["a", state({ power: 1 })],
      ["b", state({ power: 1 })],
    ]);
    for (const at of [0, 1]) tally.add({ at, gpus: both });
    for (const at of [2, 9]) tally.add({ at, gpus: new Map([["a", state({ power: 1 })]]) });
    expect(tally.result()?.longestGap).toBe(8);
    const never = tallyReadings([gpu("a"), gpu("b")]);
    for (const at of [0, 1]) never.add({ at, gpus: new Map([["a", state({ power: 1, memory: 1 })]]) });
    expect(never.result()).toMatchObject({ energy: null, peakMemory: null });
  });
});
