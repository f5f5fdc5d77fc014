import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { gpuMeterOptions, startGpuMeter } from "../../../src/runners/meter/gpuMeter.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-gpus-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MIB = 1048576;
const A = "GPU-5b4e07f6-3a86-4340-039d-25f2a83cdc43";
const B = "GPU-6d5c0ac5-74d7-3130-46f1-e93ed57f469a";

/**
 * Stands in for nvidia-smi: answers the query for the list, replays lines as in loop mode, and then repeats a last one.
 * The format is that of driver 590.48.01 on an H100, from the captures of utkuozdemir/nvidia_gpu_exporter (timestamp
 * `2026/07/14 08:12:53.353`, name `NVIDIA H100 80GB HBM3`, memory 19818 MiB, 631.95 W, `[N/A]` for a value that it does not report).
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
  it("is run once, in a loop, for the GPUs selected by index or UUID", async () => {
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
      `--query-gpu=timestamp,uuid,memory.used,power.draw,utilization.gpu,power.draw.instant --format=csv,noheader,nounits --id=${A} --loop-ms=50`,
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
    expect(seconds).toBeGreaterThanOrEqual(2.999);
    expect(measurement.energy).toBeCloseTo(350.9 + 1131.95 + 500 * (seconds - 3), 6);
    expect(measurement).toMatchObject({ energyFrom: "power", peakMemory: 21000 * MIB, gpuSeconds: seconds });
    // It was busy for half a second's worth in the first second, then 2 s.
    if (seconds < 4) expect(measurement.utilization! * seconds).toBeCloseTo(0.5 + 2, 6);
  });

  it("gives a reading when all GPUs have come, and no value that a GPU does not report", async () => {
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
    expect(measurement.seconds).toBeCloseTo(1, 6);
    expect(measurement).toMatchObject({ readings: 2, peakMemory: null, utilization: null });
    expect(measurement.energy).toBeCloseTo((71.15 + 433.78) / 2 + 70, 6);
  });

  it("is started again where it ends", async () => {
    const file = nvidiaSmi(LIST.slice(0, 1), [`2026/07/14 08:13:00.000, ${A}, 479, 100.00, 0`], { endsAfter: 1 });
    const meter = (await start({ nvidiaSmi: file }))!;
    expect((await meter.stop())!).toSatisfy(
      ({ seconds, longestGap }) => Math.abs(seconds - 11) < 1e-6 && Math.abs(longestGap - 11) < 1e-6,
    );
  });

  it("is started again once in an interval where it always ends, and not after the meter has stopped", async () => {
    const file = join(folder, "short-lived");
    writeFileSync(
      file,
      `#!/bin/sh
case "$*" in *loop-ms*) ;; *) echo '${LIST[0]}'; exit 0;; esac
echo x >> ${file}.runs
echo "2026/07/14 08:13:$(($(wc -l < ${file}.runs) + 10)).000, ${A}, 479, 100.00, 0"
`,
    );
    chmodSync(file, 0o755);
    const runs = () => readFileSync(`${file}.runs`, "utf8").length / 2;
    const meter = (await start({ nvidiaSmi: file, interval: 0.2 }))!;
    const [started, first] = [performance.now(), runs()];
    while (runs() < first + 2) await delay(5);
    expect(performance.now() - started).toBeGreaterThan(100);
    await meter.stop();
    const before = runs();
    await delay(300);
    expect(runs()).toBe(before);
  });

  it("is absent, without an error, where there is none, no driver or no GPU", async () => {
    expect(await start({ nvidiaSmi: join(folder, "nothing-here") })).toBeNull();
    expect(await start({ nvidiaSmi: join(folder, "nothing-here"), gpus: ["0"] })).toBeNull();
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

  it("lists GPUs whose names have commas, and passes over other lines", async () => {
    const file = nvidiaSmi(
      ["Warning: infoROM is corrupted", `${A}, 0, NVIDIA GH200, 480GB `, "GPU-broken"],
      [`2026/07/14 08:13:00.000, ${A}, 479, 100.00, 0`],
    );
    const meter = (await start({ nvidiaSmi: file }))!;
    await meter.stop();
    expect(meter.gpus).toEqual([{ uuid: A, index: "0", name: "NVIDIA GH200, 480GB" }]);
  });

  it("gives a reading without a GPU that was lost, and passes over other lines", async () => {
    const file = nvidiaSmi(LIST, [
      `2026/07/14 08:13:00.000, ${A}, 1, 100.00, 0`,
      `2026/07/14 08:13:00.000, ${B}, 1, 100.00, 0`,
      "Unable to determine the device handle for GPU1: GPU is lost.",
      "2026/07/14 08:13:01.000, GPU-another, 1, 100.00, 0",
      `not a time, ${A}, 1, 100.00, 0`,
      `2026/07/14 08:13:02.000, ${A}, 1, 100.00, 0`,
      `2026/07/14 08:13:04.000, ${A}, 1, 100.00, 0`,
    ]);
    const meter = (await start({ nvidiaSmi: file }))!;
    while ((meter.soFar()?.readings ?? 0) < 2) await delay(1);
    const { readings, seconds, longestGap } = meter.soFar()!;
    await meter.stop();
    // A busy machine may have read more lines by now.
    expect(seconds).toBeCloseTo([2, 4, 11, 12, 13, 14, 15, 16][readings - 2]!, 6);
    expect(longestGap).toBeCloseTo(seconds, 6);
  });
});
