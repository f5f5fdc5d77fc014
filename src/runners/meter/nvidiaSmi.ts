import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { type Gpu, type GpuReading, type GpuSource, type GpuState, MIB, scaled } from "./reading.ts";

/** Milliseconds. */
const LIST_TIMEOUT = 30_000;

/**
 * The fields to query (`nvidia-smi --help-query-gpu`, drivers 590 to 610). On Ampere and newer, `power.draw` is the mean
 * over the last second, which misses nothing between readings a second apart; on older GPUs it is the power of the
 * moment. `memory.used` is in MiB. There is no field for an energy counter.
 */
const FIELDS = ["timestamp", "uuid", "memory.used", "power.draw", "utilization.gpu"];

/** The GPUs that nvidia-smi lists; none where there is no nvidia-smi or no driver. */
export async function listGpus(nvidiaSmi: string): Promise<Gpu[]> {
  try {
    const { stdout } = await promisify(execFile)(nvidiaSmi, query(["uuid", "index", "name"]), {
      timeout: LIST_TIMEOUT,
    });
    return stdout.split("\n").flatMap((line) => {
      const [uuid, index, ...name] = line.split(", ");
      return uuid?.startsWith("GPU-") && index ? [{ uuid, index, name: name.join(", ").trim() }] : [];
    });
  } catch {
    return [];
  }
}

/**
 * Reads the GPUs once in `interval` seconds through one nvidia-smi, which is started again where it ends. It does not
 * outlive this process, since it then fails to write its output.
 */
export function followNvidiaSmi(
  nvidiaSmi: string,
  gpus: Gpu[],
  interval: number,
  onReading: (reading: GpuReading) => void,
): GpuSource {
  const lineToReading = readingsOf(gpus, onReading);
  const ids = gpus.map(({ uuid }) => uuid).join(",");
  const flags = [...query(FIELDS), `--id=${ids}`, `--loop-ms=${Math.round(interval * 1000)}`];
  let isClosed = false;
  let end = async () => {};
  const start = () => {
    if (isClosed) return;
    const child = spawn(nvidiaSmi, flags, {
      stdio: ["ignore", "pipe", "ignore"],
      // The timestamps are in local time, and UTC has no hour that comes twice.
      env: { ...process.env, TZ: "UTC" },
    });
    createInterface({ input: child.stdout }).on("line", lineToReading);
    const ended = new Promise<void>((resolve) => {
      child.once("error", () => resolve()).once("exit", () => resolve());
    });
    ended.then(() => setTimeout(start, interval * 1000).unref());
    end = async () => {
      child.kill();
      await ended;
    };
  };
  start();
  return {
    readNow: async () => {},
    close: async () => {
      isClosed = true;
      await end();
    },
  };
}

/** A function that takes nvidia-smi's lines, of which each holds one GPU, and gives a reading when all GPUs have come. */
function readingsOf(gpus: Gpu[], onReading: (reading: GpuReading) => void): (line: string) => void {
  let reading: GpuReading | undefined;
  const complete = () => {
    if (reading) onReading(reading);
    reading = undefined;
  };
  return (line) => {
    const parsed = parseLine(line);
    if (!parsed || !gpus.some(({ uuid }) => uuid === parsed.uuid)) return;
    // A GPU that comes again begins the next reading; this one then lacks a GPU that was lost.
    if (reading?.gpus.has(parsed.uuid)) complete();
    reading ??= { at: parsed.at, gpus: new Map() };
    reading.gpus.set(parsed.uuid, parsed.state);
    if (reading.gpus.size === gpus.length) complete();
  };
}

const query = (fields: string[]) => [`--query-gpu=${fields.join(",")}`, "--format=csv,noheader,nounits"];

/** Reads e.g. `2026/07/14 08:12:53.353, GPU-…, 19818, 631.95, 100`. */
function parseLine(line: string): { at: number; uuid: string; state: GpuState } | undefined {
  const [timestamp, uuid, memory, power, utilization] = line.split(",").map((field) => field.trim());
  const at = Date.parse(`${timestamp?.replaceAll("/", "-").replace(" ", "T")}Z`) / 1000;
  if (!uuid || Number.isNaN(at)) return undefined;
  const state = {
    memory: scaled(numberIn(memory), MIB),
    power: numberIn(power),
    energy: null,
    utilization: scaled(numberIn(utilization), 0.01),
  };
  return { at, uuid, state };
}

/** The number in a field; null for `[N/A]`, `[Not Supported]`, `[Unknown Error]` and the like. */
function numberIn(field: string | undefined): number | null {
  return field && /^\d/.test(field) ? Number.parseFloat(field) : null;
}
