import { expect, it } from "vitest";
import { interTokenP95, ttftOf } from "../../../src/compute/serving/latencies.ts";
import type { PassTime } from "../../../src/compute/serving/passTime.ts";
import type { TokenTime } from "../../../src/compute/serving/tokenTime.ts";

const pass = (total: number): PassTime => ({
  ...{ compute: 0, memory: 0, exchange: 0, launch: 0, host: 0, peakCompute: 0, peakMemory: 0 },
  ...{ total, work: total },
});
const time: TokenTime = {
  ...{ total: 0.025, step: pass(0.02), reading: pass(0.1), prompts: 0.005, peakCompute: 0, peakMemory: 0 },
};

it("an answer that is alone waits for its prompt alone", () => {
  expect(ttftOf(0.1, time, 0)).toEqual({ mean: 0.1, p95: 0.1 });
});

it("others come at random: with a mean of 1 at the same time, 3 at most in 95 of 100 cases", () => {
  // 0.25 prompts in each step of 25 ms are 1 in the 100 ms that a prompt takes.
  expect(ttftOf(0.1, time, 0.25).p95).toBeCloseTo(0.1 * 4 + 0.02, 12);
  expect(ttftOf(0.1, time, 0.1).mean).toBeCloseTo(0.1 + 0.01 + (0.4 * 0.1) / (2 * 0.6), 12);
  expect(ttftOf(0.1, time, 100).mean).toBeLessThan(2);
});

it("one step in twenty that reads a prompt makes the 95th percentile between tokens, and long prompts come in pieces", () => {
  expect(interTokenP95(time, 0.04, 1000, 1)).toBe(0.02);
  expect(interTokenP95(time, 0.06, 1000, 1)).toBeCloseTo(0.12, 12);
  expect(interTokenP95(time, 0.06, 16_384, 1)).toBeCloseTo(0.07, 12);
});
