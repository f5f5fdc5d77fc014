import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import amdSmi, { stateIn } from "../../../src/runners/meter/amdSmi.ts";
import { gpuMeterOptions, startGpuMeter } from "../../../src/runners/meter/gpuMeter.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-amd-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Stands in for amd-smi by the fields of its documentation (`--json`, ROCm 6.4 and 7.0). */
function program(wrap: (list: string) => string): string {
  const file = join(folder, `amd-smi-${Math.random()}`);
  const entry = (gpu: number, watts: string) =>
    `{"gpu": ${gpu}, "usage": {"gfx_activity": {"value": 80, "unit": "%"}}, "power": {"socket_power": ${watts}},` +
    `"energy": {"total_energy_consumption": "N/A"}, "mem_usage": {"used_vram": {"value": 1000, "unit": "MB"}}}`;
  const answers = {
    list: '[{"gpu": 0, "uuid": "a-0"}, {"gpu": 1, "uuid": "a-1"}]',
    static: '[{"gpu": 0, "asic": {"market_name": "MI300X"}}, {"gpu": 1, "asic": {"market_name": "N/A"}}]',
    process:
      '[{"gpu": 1, "process_list": [{"process_info": {"name": "python3", "pid": 4711}}]}, {"gpu": 0, "process_list": [{"process_info": "No running processes detected"}]}]',
    metric: `[${entry(0, '{"value": 500, "unit": "W"}')}, ${entry(1, '"140"')}]`,
  };
  const cases = Object.entries(answers).map(([word, list]) => `${word}) echo '${wrap(list)}';;`);
  writeFileSync(file, `#!/bin/sh\ncase "$1" in ${cases.join("\n")} esac\n`);
  chmodSync(file, 0o755);
  return file;
}

describe.each([
  ["a list", (list: string) => list],
  ["a list under gpu_data", (list: string) => `{"gpu_data": ${list}}`],
])("amd-smi that answers with %s", (_, wrap) => {
  it("gives GPUs, their processes and power", async () => {
    const options = { amdSmi: program(wrap) };
    expect(await amdSmi.list(options)).toEqual([
      { uuid: "a-0", index: "0", name: "MI300X" },
      { uuid: "a-1", index: "1", name: "AMD GPU" },
    ]);
    expect(await amdSmi.processes!(options)).toEqual([{ uuid: "a-1", pid: 4711 }]);
    const asked = gpuMeterOptions.parse({ plugin: { name: "amd-smi", options } });
    const meter = (await startGpuMeter(asked, undefined, amdSmi))!;
    await delay(200);
    const measurement = (await meter.stop())!;
    expect(measurement).toMatchObject({ energyFrom: "power", peakMemory: 2000 * 2 ** 20 });
    expect(measurement.energy! / measurement.seconds).toBeCloseTo(640, 6);
  });
});

describe("the state in an entry of amd-smi", () => {
  it("has no value for what is not reported", () => {
    const nothing = { power: null, energy: null, memory: null, utilization: null };
    for (const entry of [{}, { power: "N/A" }, { power: { socket_power: "N/A" } }, { energy: {} }]) {
      expect(stateIn(entry)).toEqual(nothing);
    }
  });

  it("has the names of older cards, and the counter in joules", () => {
    const energy = { total_energy_consumption: { value: 2898983.203, unit: "J" } };
    expect(stateIn({ power: { average_socket_power: { value: 43, unit: "W" } }, energy })).toMatchObject({
      ...{ power: 43, energy: 2898983.203 },
    });
  });
});

it("is absent where there is no amd-smi", async () => {
  expect(await amdSmi.list({ amdSmi: join(folder, "nothing") })).toEqual([]);
});
