import { expect, it, vi } from "vitest";
import { watchLoad } from "../../src/evaluation/loadWatch.ts";
import type { Engine, EngineLoad } from "../../src/plugins/contract/runner.ts";
import { useFakeTime } from "../support/fakeTime.ts";

useFakeTime();

const NOTHING = { running: null, waiting: null, cacheUsage: null, promptTokens: null, outputTokens: null };

/** An engine whose readings are these, one after the other; null is an engine without metrics. */
function engineOf(loads: (Partial<EngineLoad> | null | Error)[]) {
  let reading = 0;
  const sampleLoad = async () => {
    const load = loads[reading++] ?? null;
    if (load instanceof Error) throw load;
    return load && { ...NOTHING, ...load };
  };
  return { engine: { sampleLoad } as unknown as Engine, readings: () => reading };
}

it("keeps the highest of each value, whatever readings fail", async () => {
  const { engine } = engineOf([
    { running: 2, waiting: 9 },
    new Error("no page"),
    null,
    { running: 5, waiting: 1 },
    { running: 4 },
  ]);
  const watch = watchLoad(engine);
  await vi.advanceTimersByTimeAsync(8000);
  expect(watch.stop()).toEqual({ peakRunning: 5, peakWaiting: 9 });
});

it("reads at once, then every two seconds, and not after it is stopped", async () => {
  const { engine, readings } = engineOf([]);
  const watch = watchLoad(engine);
  expect(readings()).toBe(1);
  await vi.advanceTimersByTimeAsync(1999);
  expect(readings()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(readings()).toBe(2);
  watch.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(readings()).toBe(2);
});
