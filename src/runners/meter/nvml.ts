import { spawn } from "node:child_process";
import { extname } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Gpu, GpuReading, GpuSource } from "../../plugins/contract/meter.ts";
import type { NvmlMessage, NvmlOrder } from "./nvmlReader.ts";

/** Seconds until the reader must have listed the GPUs: a driver without persistence mode takes some to load. */
const LIST_WITHIN = 30;

/**
 * NVIDIA's GPUs as NVML, the driver's library, sees them; none where it cannot be loaded: no driver, a system without a
 * prebuilt koffi, or an installation without optional packages.
 */
export async function listNvmlGpus(library: string | undefined): Promise<Gpu[]> {
  let gpus: Gpu[] = [];
  const reader = startReader({ library, gpus: [], interval: 0 }, (message) => {
    if ("list" in message) gpus = message.list;
  });
  const tooLate = setTimeout(reader.kill, 1000 * LIST_WITHIN);
  await reader.ended;
  clearTimeout(tooLate);
  return gpus;
}

/** Reads the GPUs through NVML about once in `interval` seconds, in a process of its own, which is started again if it ends. */
export function followNvml(
  library: string | undefined,
  gpus: Gpu[],
  interval: number,
  onReading: (reading: GpuReading) => void,
): GpuSource {
  const order = { library, gpus: gpus.map(({ uuid }) => uuid), interval };
  let isClosed = false;
  let reader: ReturnType<typeof startReader>;
  const start = () => {
    if (isClosed) return;
    reader = startReader(order, (message) => {
      if (!("at" in message)) return;
      // The system's even clock is the same in both processes.
      const at = message.at - Number(process.hrtime.bigint()) / 1e9 + performance.now() / 1000;
      onReading({ at, gpus: new Map(Object.entries(message.states)) });
    });
    reader.ended.then(() => setTimeout(start, 1000 * interval).unref());
  };
  start();
  return {
    readNow: async () => reader.readNow(),
    close: async () => {
      isClosed = true;
      reader.kill();
      await reader.ended;
    },
  };
}

function startReader(order: NvmlOrder, onMessage: (message: NvmlMessage) => void) {
  const script = fileURLToPath(new URL(`./nvmlReader${extname(import.meta.url)}`, import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(order)], { stdio: ["pipe", "pipe", "ignore"] });
  child.stdin.on("error", () => {});
  createInterface({ input: child.stdout }).on("line", (line) => onMessage(JSON.parse(line) as NvmlMessage));
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve()).once("close", () => resolve());
  });
  return { ended, readNow: () => void child.stdin.write("read\n"), kill: () => void child.kill() };
}
