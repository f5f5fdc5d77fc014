import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { gpuMeterOptions, startGpuMeter } from "../../../src/runners/meter/gpuMeter.ts";
import { startExporter } from "./exporter.ts";

const MIB = 1048576;
const A = "GPU-5b4e07f6-3a86-4340-039d-25f2a83cdc43";
const B = "GPU-6d5c0ac5-74d7-3130-46f1-e93ed57f469a";

const start = (options: object) => startGpuMeter(gpuMeterOptions.parse({ interval: 0.05, ...options }));

/**
 * A page of a DCGM exporter: comments, labels and units as in NVIDIA/dcgm-exporter (`etc/default-counters.csv`; with MIG
 * as in its issue 317, where the energy of the whole GPU stands under each instance).
 */
function page(energyA: number, energyB: number, power: number, memory: number): string {
  const labels = (gpu: number, uuid: string) =>
    `gpu="${gpu}",UUID="${uuid}",pci_bus_id="00000000:37:00.0",device="nvidia${gpu}",modelName="NVIDIA A30",Hostname="yg"`;
  const instance = (id: number) => `${labels(1, B)},GPU_I_PROFILE="1g.6gb",GPU_I_ID="${id}"`;
  return `# HELP DCGM_FI_DEV_POWER_USAGE Power draw (in W).
# TYPE DCGM_FI_DEV_POWER_USAGE gauge
DCGM_FI_DEV_POWER_USAGE{${labels(0, A)}} ${power}
DCGM_FI_DEV_POWER_USAGE{${instance(3)}} 54.581000
DCGM_FI_DEV_POWER_USAGE{${instance(4)}} 54.581000
# HELP DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION Total energy consumption since boot (in mJ).
# TYPE DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION counter
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{${labels(0, A)}} ${energyA}
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{${instance(3)}} ${energyB}
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{${instance(4)}} 126272101025
# HELP DCGM_FI_DEV_FB_USED Framebuffer memory used (in MiB).
# TYPE DCGM_FI_DEV_FB_USED gauge
DCGM_FI_DEV_FB_USED{${labels(0, A)}} ${memory}
DCGM_FI_DEV_FB_USED{${instance(3)}} 1000
DCGM_FI_DEV_FB_USED{${instance(4)}} 2000
DCGM_FI_DEV_GPU_UTIL{${labels(0, A)}} 91
`;
}

describe("a DCGM exporter", () => {
  it("gives energy by its counter, each GPU once, and memory over all instances", async () => {
    // The first page is for the list. 12.5 J and 30 J; 3,000 MiB in two instances beside 70,000 MiB.
    const [before, after] = [page(15152422938, 126272106318, 68.244, 500), page(15152435438, 126272136318, 300, 70000)];
    const { url, close, calls } = await startExporter([before, before, 500, after]);
    const meter = (await start({ dcgmExporter: url }))!;
    while (calls() < 4) await delay(5);
    const measurement = (await meter.stop())!;
    await close();
    expect(meter.gpus.map(({ index, name }) => [index, name])).toEqual([
      ["0", "NVIDIA A30"],
      ["1", "NVIDIA A30"],
    ]);
    expect(measurement.energy).toBeCloseTo(42.5, 6);
    expect(measurement).toMatchObject({ energyFrom: "counter", peakMemory: 73000 * MIB, utilization: null });
    expect(measurement.gpuSeconds).toBeCloseTo(2 * measurement.seconds, 9);
  });

  it("is read once in an interval", async () => {
    const { url, calls, close } = await startExporter([page(0, 0, 100, 1)]);
    const meter = (await start({ dcgmExporter: url, interval: 0.2 }))!;
    const [started, first] = [performance.now(), calls()];
    while (calls() < first + 2) await delay(5);
    expect(performance.now() - started).toBeGreaterThan(100);
    await meter.stop();
    await close();
  });

  it("says why where it can't be read", async () => {
    const { url, close } = await startExporter([503]);
    const refusal = { code: "EXPORTER_UNREACHABLE", message: `The DCGM exporter at ${url} can't be read: status 503.` };
    await expect(start({ dcgmExporter: url })).rejects.toMatchObject(refusal);
    await close();
    await expect(start({ dcgmExporter: url })).rejects.toMatchObject({ code: "EXPORTER_UNREACHABLE" });
  });

  it("gives power and utilization where there is no counter, and the memory of the whole GPU where that is there", async () => {
    const gpu = `gpu="0",UUID="${A}",modelName="NVIDIA A30"`;
    const pageOf = (power: number, memory: string) => `DCGM_FI_DEV_POWER_USAGE{${gpu}} ${power}
DCGM_FI_DEV_FB_USED{${gpu}} ${memory}
DCGM_FI_DEV_FB_USED{${gpu},GPU_I_ID="1"} 10
DCGM_FI_DEV_GPU_UTIL{${gpu}} 91
`;
    const { url, close } = await startExporter([pageOf(200, "30"), pageOf(200, "30"), pageOf(200, "20")]);
    const before = performance.now();
    const meter = (await start({ dcgmExporter: url }))!;
    await delay(60);
    const measurement = (await meter.stop())!;
    expect(measurement.seconds).toBeGreaterThan(0.05);
    expect(measurement.seconds).toBeLessThan((performance.now() - before) / 1000);
    await close();
    expect(measurement).toMatchObject({ energyFrom: "power", peakMemory: 30 * MIB });
    expect(measurement.energy).toBeCloseTo(200 * measurement.seconds, 6);
    expect(measurement.utilization).toBeCloseTo(0.91, 9);
  });

  it("gives no measurement before the second page that has values", async () => {
    const first = page(0, 0, 100, 1);
    const { url, close } = await startExporter([first, first, ""]);
    const meter = (await start({ dcgmExporter: url, interval: 0.02 }))!;
    await delay(100);
    expect(meter.soFar()).toBeNull();
    await close();
  });
});
