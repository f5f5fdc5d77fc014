import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { gpuMeterOptions, startGpuMeter } from "../../../src/runners/meter/gpuMeter.ts";
import { type GpuState, tallyReadings } from "../../../src/runners/meter/gpuMeterTally.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-gpus-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MIB = 1048576;
const A = "GPU-5b4e07f6-3a86-4340-039d-25f2a83cdc43";
const B = "GPU-6d5c0ac5-74d7-3130-46f1-e93ed57f469a";

describe("adding readings up", () => {
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

  it("prefers the counter, and goes on where it starts anew", () => {
    // 40 J, then a driver loaded again: the 25 J that it shows are new, then 5 more. Power alone would say 300 J.
    const both = [1000, 1040, 25, 30].map((energy, at): [number, Partial<GpuState>] => [at, { energy, power: 100 }]);
    expect(measure(...both)).toMatchObject({ energy: 70, energyFrom: "counter" });
  });

  it("does not take a late value of the counter for a new start", () => {
    expect(measure([0, { energy: 126272106 }], [1, { energy: 126272101 }], [2, { energy: 126272111 }])?.energy).toBe(
      10,
    );
  });

  it("has no value where a reading lacks it", () => {
    const lacking = measure([0, { power: 100, memory: 5 }], [1, { memory: 6 }], [2, { power: 100 }]);
    expect(lacking).toMatchObject({ energy: null, energyFrom: null, peakMemory: null, utilization: null });
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

  it("shows in the longest gap that a GPU was lost, and has no energy of one that never came", () => {
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

/**
 * Stands in for nvidia-smi: answers the query for the list, and replays lines as in loop mode, then repeats the last.
 * The format is that of driver 590.48.01 on an H100, from the captures of utkuozdemir/nvidia_gpu_exporter (timestamp
 * `2026/07/14 08:12:53.353`, name `NVIDIA H100 80GB HBM3`, memory 19818 MiB, 631.95 W, `[N/A]` for what it can't tell).
 */
function nvidiaSmi(list: string[], loop: string[], { endsAfter = 0 } = {}): string {
  const file = join(folder, `nvidia-smi-${Math.random()}`);
  const lines = (text: string[]) => text.map((line) => `echo '${line}'`).join("\n");
  writeFileSync(
    file,
    `#!/bin/sh
echo "$TZ $*" >> ${file}.calls
case "$*" in *loop-ms*) ;; *)
${lines(list)}
exit 0;; esac
[ -e ${file}.ran ] && count=1 || count=0
touch ${file}.ran
${loop.map((line) => `echo '${line}'; sleep 0.01`).join("\n")}
${endsAfter ? "[ $count = 0 ] && exit 5" : ""}
second=10
while true; do sleep 0.05; second=$((second + 1)); echo "2026/07/14 08:13:$second.000, ${A}, 20000, 500.00, 50"; done
`,
  );
  chmodSync(file, 0o755);
  return file;
}

const LIST = [`${A}, 0, NVIDIA H100 80GB HBM3`, `${B}, 1, NVIDIA H100 80GB HBM3`];
const start = (options: object) => startGpuMeter(gpuMeterOptions.parse({ interval: 0.05, ...options }));

describe("nvidia-smi", () => {
  it("is asked once, in a loop, for the GPUs selected by index or UUID", async () => {
    const file = nvidiaSmi(LIST, [`2026/07/14 08:13:00.000, ${A}, 479, 69.85, 0`]);
    const meter = (await start({ nvidiaSmi: file, gpus: ["0"] }))!;
    await meter.stop();
    expect(meter.gpus).toEqual([{ uuid: A, index: "0", name: "NVIDIA H100 80GB HBM3" }]);
    expect(
      readFileSync(`${file}.calls`, "utf8")
        .trim()
        .split("\n")
        .map((call) => call.slice(call.indexOf("--"))),
    ).toEqual([
      "--query-gpu=uuid,index,name --format=csv,noheader,nounits",
      `--query-gpu=timestamp,uuid,memory.used,power.draw,utilization.gpu --format=csv,noheader,nounits --id=${A} --loop-ms=50`,
    ]);
    expect(readFileSync(`${file}.calls`, "utf8")).toContain("\nUTC --query");
  });

  it("is read with its own timestamps, and a last reading is awaited", async () => {
    const file = nvidiaSmi(LIST, [
      `2026/07/14 08:12:59.500, ${A}, 479, 69.85, 0`,
      `2026/07/14 08:13:00.500, ${A}, 19818, 631.95, 100`,
      `2026/07/14 08:13:02.500, ${A}, 21000, 500.00, 100`,
    ]);
    const meter = (await start({ nvidiaSmi: file, gpus: [A] }))!;
    while ((meter.soFar()?.readings ?? 0) < 3) await delay(5);
    const measurement = (await meter.stop())!;
    // (69.85 + 631.95) / 2 W for 1 s, (631.95 + 500) / 2 W for 2 s, 500 W from then on.
    const seconds = measurement.seconds;
    expect(seconds).toBeGreaterThanOrEqual(11.5);
    expect(measurement.energy).toBeCloseTo(350.9 + 1131.95 + 500 * (seconds - 3), 6);
    expect(measurement).toMatchObject({ energyFrom: "power", peakMemory: 21000 * MIB, gpuSeconds: seconds });
    // It was busy for half a second's worth in the first second, then 2 s, then from 1 to 0.5, then half of the time.
    expect(measurement.utilization! * seconds).toBeCloseTo(0.5 + 2 + 0.75 * 8.5 + 0.5 * (seconds - 11.5), 6);
  });

  it("gives a reading when all GPUs have come, and none of what a GPU does not tell", async () => {
    const file = nvidiaSmi(LIST, [
      `2026/07/14 08:13:00.000, ${A}, 59, 71.15, [N/A]`,
      `2026/07/14 08:13:00.004, ${B}, [N/A], 70.00, [N/A]`,
      `2026/07/14 08:13:01.000, ${A}, 11125, 433.78, [N/A]`,
      `2026/07/14 08:13:01.004, ${B}, [N/A], 70.00, [Unknown Error]`,
    ]);
    const meter = (await start({ nvidiaSmi: file }))!;
    while (!meter.soFar()) await delay(5);
    const measurement = meter.soFar()!;
    await meter.stop();
    expect(measurement.gpus).toHaveLength(2);
    expect(measurement).toMatchObject({ readings: 2, seconds: 1, gpuSeconds: 2, peakMemory: null, utilization: null });
    expect(measurement.energy).toBeCloseTo((71.15 + 433.78) / 2 + 70, 6);
  });

  it("is started again where it ends", async () => {
    const file = nvidiaSmi(LIST.slice(0, 1), [`2026/07/14 08:13:00.000, ${A}, 479, 100.00, 0`], { endsAfter: 1 });
    const meter = (await start({ nvidiaSmi: file }))!;
    expect((await meter.stop())!).toMatchObject({ seconds: 11, longestGap: 11 });
  });

  it("is absent, without an error, where there is none, no driver or no GPU", async () => {
    expect(await start({ nvidiaSmi: join(folder, "nothing-here") })).toBeNull();
    expect(await start({ nvidiaSmi: nvidiaSmi(["No devices were found"], []) })).toBeNull();
    const failing = join(folder, "failing");
    writeFileSync(
      failing,
      "#!/bin/sh\necho 'NVIDIA-SMI has failed because it could not communicate with the driver.'\nexit 9\n",
    );
    chmodSync(failing, 0o755);
    expect(await start({ nvidiaSmi: failing })).toBeNull();
    expect(await start({ nvidiaSmi: nvidiaSmi(LIST, []), gpus: [] })).toBeNull();
  });

  it("does not measure another GPU in place of one that is not there", async () => {
    await expect(start({ nvidiaSmi: nvidiaSmi(LIST, []), gpus: ["2"] })).rejects.toMatchObject({
      code: "UNKNOWN_GPU",
      message: `There is no GPU "2". There are: 0 (${A}), 1 (${B}).`,
    });
  });
});

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
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{${instance(4)}} ${energyB - 5293}
# HELP DCGM_FI_DEV_FB_USED Framebuffer memory used (in MiB).
# TYPE DCGM_FI_DEV_FB_USED gauge
DCGM_FI_DEV_FB_USED{${labels(0, A)}} ${memory}
DCGM_FI_DEV_FB_USED{${instance(3)}} 1000
DCGM_FI_DEV_FB_USED{${instance(4)}} 2000
DCGM_FI_DEV_GPU_UTIL{${labels(0, A)}} 91
`;
}

describe("a DCGM exporter", () => {
  async function exporter(pages: (string | number)[]) {
    let calls = 0;
    const server = createServer((_, response) => {
      const next = pages[Math.min(calls++, pages.length - 1)]!;
      typeof next === "string" ? response.end(next) : response.writeHead(next).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
    return { url, calls: () => calls, close: () => new Promise((resolve) => server.close(resolve)) };
  }

  it("gives energy by its counter, each GPU once, and memory over all instances", async () => {
    // The first page is for the list. 12.5 J and 30 J; 3,000 MiB in two instances beside 70,000 MiB.
    const [before, after] = [page(15152422938, 126272106318, 68.244, 500), page(15152435438, 126272136318, 300, 70000)];
    const { url, close, calls } = await exporter([before, before, 500, after]);
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

  it("says why where it can't be read", async () => {
    const { url, close } = await exporter([503]);
    const refusal = { code: "EXPORTER_UNREACHABLE", message: `The DCGM exporter at ${url} can't be read: status 503.` };
    await expect(start({ dcgmExporter: url })).rejects.toMatchObject(refusal);
    await close();
    await expect(start({ dcgmExporter: url })).rejects.toMatchObject({ code: "EXPORTER_UNREACHABLE" });
  });
});
