import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { gpuMeterOptions, startGpuMeter } from "../../../src/runners/meter/gpuMeter.ts";
import { startExporter } from "./exporter.ts";

const PAGE = 'DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-a",modelName="NVIDIA A30"} 100\n';
const start = (dcgmExporter: string, interval: number) =>
  startGpuMeter(gpuMeterOptions.parse({ dcgmExporter, interval }));

describe("a GPU meter", () => {
  it("takes a last reading at once when it stops, however long its interval is", async () => {
    const { url, close } = await startExporter([PAGE]);
    const meter = (await start(url, 60))!;
    expect(meter.soFar()).toBeNull();
    expect(await meter.stop()).toMatchObject({ readings: 2 });
    await close();
  });

  it("gives nothing where the first or the last reading does not come within its time", async () => {
    const [noFirst, noLast] = [await startExporter([PAGE, 500]), await startExporter([PAGE, PAGE, PAGE, 500])];
    const withoutFirst = start(noFirst.url, 0.05);
    const meter = (await start(noLast.url, 0.05))!;
    while (!meter.soFar()) await delay(5);
    // Both wait for 10 seconds, at the same time.
    expect(await Promise.all([withoutFirst, meter.stop()])).toEqual([null, null]);
    // A reading can be under way when the meter gives up.
    await delay(100);
    const calls = noFirst.calls() + noLast.calls();
    await delay(150);
    expect(noFirst.calls() + noLast.calls()).toBe(calls);
    await Promise.all([noFirst.close(), noLast.close()]);
  });

  it("reads ten times a second unless it is told otherwise", () => {
    expect(gpuMeterOptions.parse({})).toEqual({});
    expect(gpuMeterOptions.safeParse({ interval: 0.02 }).success).toBe(true);
    for (const wrong of [{ interval: 0.01 }, { dcgmExporter: "ftp://gpu" }, { gpus: [""] }, { typo: 1 }]) {
      expect(gpuMeterOptions.safeParse(wrong).success).toBe(false);
    }
  });
});
