import { describe, expect, it } from "vitest";
import { tallyReadings } from "../../../src/runners/meter/tally.ts";

const IDLE = 120;
const GPU = { uuid: "a", index: "0", name: "GPU" };

/** The power of a GPU that works from 0 to `end`: a rise in 0.3 s, a wave of steps, and a fall in 0.5 s after the end. */
function powerAt(t: number, end: number): number {
  const full = 600 + 40 * Math.sin(9 * t);
  if (t < 0) return IDLE;
  if (t < 0.3) return IDLE + (full - IDLE) * (t / 0.3);
  if (t < end) return full;
  return Math.max(IDLE, full - (full - IDLE) * ((t - end) / 0.5));
}

function truth(from: number, to: number, end: number): number {
  const steps = 1000;
  const width = (to - from) / steps;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += powerAt(from + (i + 0.5) * width, end) * width;
  return sum;
}

/** The error of the energy of a run as a share, with readings at this interval from a second before it, with this phase. */
function errorOf(end: number, interval: number, phase: number, by: "power" | "counter"): number {
  const tally = tallyReadings([GPU]);
  let joules = 0;
  for (let at = -1 - phase * interval; at < end + 2 * interval; at += interval) {
    const state = { memory: null, utilization: null, power: powerAt(at, end), energy: null as number | null };
    // The counter of the driver is renewed every 50 ms.
    if (by === "counter") state.energy = 1e6 + joules + truth(at - interval, Math.floor(at / 0.05) * 0.05, end);
    if (by === "counter") joules += truth(at - interval, at, end);
    tally.add({ at, gpus: new Map([["a", state]]) });
  }
  return tally.between(0, end)!.energy! / truth(0, end, end) - 1;
}

describe("the energy of a run", () => {
  it.each([2.5, 15])("of %d s is close to that of a simulated power, whenever the readings fall", (end) => {
    for (const phase of [0, 0.25, 0.5, 0.75]) expect(Math.abs(errorOf(end, 0.1, phase, "power"))).toBeLessThan(0.01);
  });

  it("is within 2 % by a counter that is renewed every 50 ms, also of so short a run", () => {
    for (const phase of [0, 0.4]) expect(Math.abs(errorOf(2.5, 0.1, phase, "counter"))).toBeLessThan(0.02);
  });
});
