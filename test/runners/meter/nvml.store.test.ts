import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { gpuMeterOptions, startGpuMeter } from "../../../src/runners/meter/gpuMeter.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-nvml-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const library = join(folder, "libnvidia-ml.so");
const built = spawnSync("cc", ["-shared", "-fPIC", "-o", library, join(import.meta.dirname, "nvml.c")]);
const start = (options: object) => startGpuMeter(gpuMeterOptions.parse({ nvml: library, ...options }));

// A machine without a C compiler cannot build the stand-in.
describe.skipIf(built.status !== 0)("NVML", () => {
  it("gives the energy of its counter, in a process of its own", async () => {
    const meter = (await start({ gpus: ["0"] }))!;
    expect(meter).toMatchObject({ source: "NVML", interval: 0.1 });
    expect(meter.gpus).toEqual([{ uuid: "GPU-0", index: "0", name: "NVIDIA H100 80GB HBM3" }]);
    await delay(150);
    const from = performance.now() / 1000;
    await delay(1000);
    const to = performance.now() / 1000;
    await meter.stop();
    const part = meter.between(from, to)!;
    // The counter is renewed every 20 ms: 2 % of this second at each end, at most.
    expect(part.energy! / (300 * (to - from))).toBeCloseTo(1, 1);
    expect(part).toMatchObject({ energyFrom: "counter", peakMemory: 2 ** 30 });
    expect(part.utilization).toBeCloseTo(0.9, 6);
  });

  it("gives power where a GPU has no counter, and null for what it does not report", async () => {
    const meter = (await start({ interval: 0.05 }))!;
    await delay(300);
    const measurement = (await meter.stop())!;
    expect(measurement).toMatchObject({ energyFrom: "power", peakMemory: 3 * 2 ** 30, utilization: null });
    expect(measurement.energy! / measurement.seconds / 400).toBeCloseTo(1, 1);
  });

  it("is passed over where it cannot be loaded", async () => {
    expect(await start({ nvml: join(folder, "nothing.so") })).toBeNull();
  });
});
