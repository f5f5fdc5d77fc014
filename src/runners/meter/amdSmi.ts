import { execFile } from "node:child_process";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { z } from "zod";
import { defineMeter } from "../../plugins/contract/definePlugin.ts";
import type { Gpu, GpuProcess, GpuState } from "../../plugins/contract/meter.ts";
import { PLUGIN_API_VERSION } from "../../plugins/contract/plugin.ts";
import { MIB, scaled } from "./reading.ts";

/** Milliseconds. amd-smi is a Python program, which takes about half a second to start. */
const TIMEOUT = 30_000;
/** Bytes. */
const LONGEST_OUTPUT = 16 * MIB;

const options = z.strictObject({
  amdSmi: z.string().min(1).default("amd-smi").describe("The amd-smi program to run."),
});

/** A value with its unit, as amd-smi writes it; `"N/A"` where the GPU does not report it. */
type Quantity = { value?: unknown; unit?: unknown } | string | number | null | undefined;
type Entry = Record<string, Record<string, Quantity> | string | number | undefined>;

/**
 * AMD's GPUs by `amd-smi` of ROCm 6 and 7. Its output was read in AMD's documentation and in programs that read it: this
 * meter was never tried on a GPU.
 */
export default defineMeter<z.output<typeof options>>({
  name: "amd-smi",
  version: "0.1.0",
  apiVersion: PLUGIN_API_VERSION,
  description: "AMD's GPUs by amd-smi. It follows AMD's documentation and was never tried on a GPU.",
  options,
  async list({ amdSmi }) {
    const [listed, described] = await Promise.all([ask(amdSmi, ["list"]), ask(amdSmi, ["static", "--asic"])]);
    const names = new Map(described.map((entry) => [String(entry.gpu), textIn(entry.asic, "market_name")]));
    return listed.flatMap(({ gpu, uuid }): Gpu[] =>
      gpu === undefined
        ? []
        : [{ uuid: String(uuid ?? gpu), index: String(gpu), name: names.get(String(gpu)) ?? "AMD GPU" }],
    );
  },
  async processes({ amdSmi }) {
    const [listed, used] = await Promise.all([ask(amdSmi, ["list"]), ask(amdSmi, ["process"])]);
    const uuids = new Map(listed.map(({ gpu, uuid }) => [String(gpu), String(uuid ?? gpu)]));
    return used.flatMap(({ gpu, process_list: list }) => {
      const processes = (Array.isArray(list) ? list : []) as { process_info?: { pid?: unknown } }[];
      return processes.flatMap(({ process_info: info }): GpuProcess[] =>
        typeof info?.pid === "number" ? [{ uuid: uuids.get(String(gpu)) ?? "", pid: info.pid }] : [],
      );
    });
  },
  follow({ amdSmi }, gpus, interval, onReading) {
    const flags = [
      "metric",
      "--power",
      "--energy",
      "--mem-usage",
      "--usage",
      "--gpu",
      ...gpus.map(({ index }) => index),
    ];
    let isClosed = false;
    let reading: Promise<void> | null = null;
    const read = async () => {
      const began = performance.now();
      const entries = await ask(amdSmi, flags);
      const states = entries.flatMap((entry) => {
        const gpu = gpus.find(({ index }) => index === String(entry.gpu));
        return gpu ? [[gpu.uuid, stateIn(entry)] as const] : [];
      });
      // The program reads near its end: before, it starts.
      if (states.length > 0 && !isClosed)
        onReading({ at: (began + 3 * performance.now()) / 4000, gpus: new Map(states) });
    };
    const readNow = () => {
      reading ??= read().finally(() => {
        reading = null;
      });
      return reading;
    };
    const timer = setInterval(readNow, 1000 * interval);
    void readNow();
    return {
      readNow: async () => {
        await reading;
        await readNow();
      },
      close: async () => {
        isClosed = true;
        clearInterval(timer);
        await reading;
      },
    };
  },
});

/** The entries of amd-smi's answer, one for each GPU: a list, or from ROCm 7 a list under `gpu_data`. None where it fails. */
async function ask(amdSmi: string, words: string[]): Promise<Entry[]> {
  try {
    const limits = { timeout: TIMEOUT, maxBuffer: LONGEST_OUTPUT, killSignal: "SIGKILL" } as const;
    const { stdout } = await promisify(execFile)(amdSmi, [...words, "--json"], limits);
    const answer = JSON.parse(stdout) as Entry[] | { gpu_data?: Entry[] };
    return (Array.isArray(answer) ? answer : (answer.gpu_data ?? [])).filter((entry) => entry instanceof Object);
  } catch {
    return [];
  }
}

/** `mem_usage` is in MB, which amd-smi computes as MiB; a counter that never moves is that of a GPU without one. */
export function stateIn({ power, energy, mem_usage: memory, usage }: Entry): GpuState {
  return {
    power:
      numberIn(power, "socket_power") ??
      numberIn(power, "current_socket_power") ??
      numberIn(power, "average_socket_power"),
    energy: numberIn(energy, "total_energy_consumption"),
    memory: scaled(numberIn(memory, "used_vram"), MIB),
    utilization: scaled(numberIn(usage, "gfx_activity"), 0.01),
  };
}

function quantityIn(part: Entry[string], name: string): Quantity {
  return part instanceof Object ? part[name] : undefined;
}

function numberIn(part: Entry[string], name: string): number | null {
  const quantity = quantityIn(part, name);
  const value = quantity instanceof Object ? quantity.value : quantity;
  if (value === "" || value === null || value === undefined) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function textIn(part: Entry[string], name: string): string | undefined {
  const text = quantityIn(part, name);
  return typeof text === "string" && text !== "N/A" ? text : undefined;
}
