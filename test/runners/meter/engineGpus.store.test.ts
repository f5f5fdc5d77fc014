import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EngineTraces } from "../../../src/runners/meter/engineGpus.ts";
import { gpuMeterOptions, startGpuMeter } from "../../../src/runners/meter/gpuMeter.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-machine-"));
const uuid = (index: number) => `GPU-0000000${index}-3a86-4340-039d-25f2a83cdc43`;

/** An engine of three processes, of which the last listens and each computes on the GPU whose number is given. */
let engine: ChildProcess;
let port = 0;
let worker = 0;
/** A machine of eight GPUs: the engine's processes compute on 2 and 5, at 400 W each, and another program on 7. */
let nvidiaSmi = "";

beforeAll(async () => {
  const listener = `require("node:net").createServer().listen(0, "127.0.0.1", function () {
    const worker = require("node:child_process").spawn("sleep", ["600"]);
    console.log(this.address().port, process.pid, worker.pid);
    process.on("exit", () => worker.kill());
    process.stdin.resume().on("end", () => process.exit());
  })`;
  const env = { ...process.env, CUDA_VISIBLE_DEVICES: "5,2" };
  engine = spawn(process.execPath, ["-e", listener], { stdio: ["pipe", "pipe", "inherit"], env });
  const line = await new Promise<string>((resolve) => engine.stdout!.once("data", (data) => resolve(String(data))));
  let listening = 0;
  [port, listening, worker] = line.trim().split(" ").map(Number) as [number, number, number];
  nvidiaSmi = machine(
    `${uuid(2)}, ${listening}, python3\n${uuid(5)}, ${worker}, VLLM::Worker_TP1\n${uuid(7)}, 1, other`,
  );
});
afterAll(async () => {
  engine.stdin!.end();
  await new Promise((resolve) => engine.once("exit", resolve));
  rmSync(folder, { recursive: true, force: true });
});

function machine(processes: string): string {
  const file = join(folder, `nvidia-smi-${Math.random()}`);
  const list = Array.from({ length: 8 }, (_, i) => `${uuid(i)}, ${i}, NVIDIA H100 80GB HBM3`).join("\n");
  writeFileSync(
    file,
    `#!/bin/bash
case "$*" in
  *compute-apps*) printf '%s\\n' '${processes}'; exit 0;;
  *loop-ms*) ;;
  *) printf '%s\\n' '${list}'; exit 0;;
esac
ids=$(printf '%s' "$*" | sed 's/.*--id=\\([^ ]*\\).*/\\1/' | tr , ' ')
while :; do
  now=$(TZ=UTC date +%Y/%m/%d\\ %H:%M:%S.%3N)
  for id in $ids; do
    case "$id" in ${uuid(2)}|${uuid(5)}) watts=400;; *) watts=70;; esac
    echo "$now, $id, 70000, $watts.00, 90, $watts.00"
  done
  sleep 0.02
done
`,
  );
  chmodSync(file, 0o755);
  return file;
}

async function metered(options: object, traces?: EngineTraces) {
  const meter = (await startGpuMeter(gpuMeterOptions.parse({ nvidiaSmi, interval: 0.05, ...options }), traces))!;
  const measurement = (await meter.stop())!;
  return { ...measurement, chosenBy: meter.chosenBy, meter };
}

describe("a machine of eight GPUs of which two serve", () => {
  it("is metered by the GPUs on which the processes of the engine compute, as its port tells", async () => {
    const { meter, energy, seconds, gpuSeconds } = await metered({}, { port });
    expect([meter.gpus.map(({ index }) => index), meter.chosenBy]).toEqual([["2", "5"], "its processes compute there"]);
    expect(energy! / seconds).toBeCloseTo(800, 6);
    expect(gpuSeconds).toBeCloseTo(2 * seconds, 9);
  });

  it("is metered by the processes that descend from a launched one", async () => {
    expect((await metered({}, { process: worker })).meter.gpus.map(({ index }) => index)).toEqual(["5"]);
    expect((await metered({}, { process: engine.pid! })).meter.gpus.map(({ index }) => index)).toEqual(["2", "5"]);
  });

  it("is metered by what is named, before all else, and by the launch", async () => {
    expect((await metered({ gpus: ["0", uuid(1), "0"] }, { port })).meter.gpus.map(({ index }) => index)).toEqual([
      "0",
      "1",
    ]);
    const launched = await metered({}, { launchedOn: ["3", "4"], process: engine.pid!, visible: "0" });
    expect([launched.meter.gpus.map(({ index }) => index), launched.chosenBy]).toEqual([
      ["3", "4"],
      "named at the launch",
    ]);
  });

  it("is metered by CUDA_VISIBLE_DEVICES where no process is seen, also by that of the engine itself", async () => {
    const unseen = { nvidiaSmi: machine("[Insufficient Permissions]") };
    const indices = async (traces: EngineTraces) =>
      (await metered(unseen, traces)).meter.gpus.map(({ index }) => index);
    expect(await indices({ visible: "6,GPU-00000001" })).toEqual(["6", "1"]);
    // CUDA reads up to the first entry that names no GPU.
    expect(await indices({ visible: "4,-1,5" })).toEqual(["4"]);
    expect(await indices({ port })).toEqual(["5", "2"]);
  });

  it("is metered whole where all its GPUs serve the model, or where there is no engine to ask about", async () => {
    expect((await metered({}, { count: 8 })).meter.gpus).toHaveLength(8);
    expect((await metered({})).meter.gpus).toHaveLength(8);
  });

  it.each([{}, { count: 2 }, { port: 1 }, { process: 2 ** 30 }])(
    "is not metered where nothing tells: %j",
    async (traces) => {
      await expect(metered({}, traces)).rejects.toMatchObject({ code: "ENGINE_GPUS_UNKNOWN" });
    },
  );
});
