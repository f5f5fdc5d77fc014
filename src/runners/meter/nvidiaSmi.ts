import { execFile, spawn } from "node:child_process";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { Gpu, GpuProcess, GpuReading, GpuSource, GpuState } from "../../plugins/contract/meter.ts";
import { MIB, scaled } from "./reading.ts";

/** Milliseconds. */
const LIST_TIMEOUT = 30_000;

/**
 * The fields to query (`nvidia-smi --help-query-gpu`, drivers 590 to 610). On Ampere (except GA100) and newer,
 * `power.draw` is the mean over the last second and `power.draw.instant` the power of the moment; on other GPUs
 * `power.draw` is the power of the moment. `memory.used` is in MiB. There is no field for an energy counter.
 */
const FIELDS = ["timestamp", "uuid", "memory.used", "power.draw", "utilization.gpu"];
const INSTANT_POWER = "power.draw.instant";

/** The GPUs that nvidia-smi lists; none where there is no nvidia-smi or no driver. */
export async function listGpus(nvidiaSmi: string): Promise<Gpu[]> {
  return (await linesOf(nvidiaSmi, query(["uuid", "index", "name"]))).flatMap((line) => {
    const [uuid, index, ...name] = line.split(", ");
    return uuid?.startsWith("GPU-") && index ? [{ uuid, index, name: name.join(", ").trim() }] : [];
  });
}

/** The processes that compute on GPUs, by the ids that this machine or container sees. */
export async function listGpuProcesses(nvidiaSmi: string): Promise<GpuProcess[]> {
  const flags = ["--query-compute-apps=gpu_uuid,pid,process_name", "--format=csv,noheader,nounits"];
  return (await linesOf(nvidiaSmi, flags)).flatMap((line) => {
    const [uuid, pid] = line.split(",").map((field) => field.trim());
    return uuid?.startsWith("GPU-") && /^\d+$/.test(pid ?? "") ? [{ uuid, pid: Number(pid) }] : [];
  });
}

async function linesOf(nvidiaSmi: string, flags: string[]): Promise<string[]> {
  try {
    const { stdout } = await promisify(execFile)(nvidiaSmi, flags, { timeout: LIST_TIMEOUT, killSignal: "SIGKILL" });
    return stdout.split("\n");
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
  const ids = gpus.map(({ uuid }) => uuid).join(",");
  let fields = [...FIELDS, INSTANT_POWER];
  const lineToReading = readingsOf(gpus, onReading);
  let isClosed = false;
  let end = async () => {};
  const start = () => {
    if (isClosed) return;
    const child = spawn(nvidiaSmi, [...query(fields), `--id=${ids}`, `--loop-ms=${Math.round(interval * 1000)}`], {
      stdio: ["ignore", "pipe", "ignore"],
      // The timestamps are in local time, and UTC has no hour that comes twice.
      env: { ...process.env, TZ: "UTC" },
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      // Older drivers refuse the whole query for a field that they do not know.
      if (line.includes("is not a valid field")) fields = FIELDS;
      else lineToReading(line);
    });
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
  const toOurClock = clockOfStamps();
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
    reading ??= { at: toOurClock(parsed.at), gpus: new Map() };
    reading.gpus.set(parsed.uuid, parsed.state);
    if (reading.gpus.size === gpus.length) complete();
  };
}

/** Stamps further from this machine's clock than this many seconds are those of another clock. */
const OTHER_CLOCK = 60;

/**
 * Turns nvidia-smi's stamps into seconds of `performance.now()`. The stamp counts, not the moment when the line arrives,
 * since a busy process reads late. Stamps of a clock that is set otherwise count from the arrival of the first one.
 */
function clockOfStamps(): (stamp: number) => number {
  let fixed: number | null = null;
  return (stamp) => {
    const now = performance.now() / 1000;
    if (fixed === null && Math.abs(Date.now() / 1000 - stamp) < OTHER_CLOCK) return stamp - Date.now() / 1000 + now;
    fixed ??= now - stamp;
    return stamp + fixed;
  };
}

const query = (fields: string[]) => [`--query-gpu=${fields.join(",")}`, "--format=csv,noheader,nounits"];

/** Reads e.g. `2026/07/14 08:12:53.353, GPU-…, 19818, 631.95, 100, 633.10`. */
function parseLine(line: string): { at: number; uuid: string; state: GpuState } | undefined {
  const [timestamp, uuid, memory, power, utilization, instant] = line.split(",").map((field) => field.trim());
  const at = Date.parse(`${timestamp?.replaceAll("/", "-").replace(" ", "T")}Z`) / 1000;
  if (!uuid || Number.isNaN(at)) return undefined;
  const state = {
    memory: scaled(numberIn(memory), MIB),
    power: numberIn(instant) ?? numberIn(power),
    energy: null,
    utilization: scaled(numberIn(utilization), 0.01),
  };
  return { at, uuid, state };
}

/** The number in a field; null for `[N/A]`, `[Not Supported]`, `[Unknown Error]` and the like. */
function numberIn(field: string | undefined): number | null {
  return field && /^\d/.test(field) ? Number.parseFloat(field) : null;
}
