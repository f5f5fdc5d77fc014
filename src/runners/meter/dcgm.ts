import { performance } from "node:perf_hooks";
import { fetchBytes } from "../../network/fetchBytes.ts";
import type { Gpu, GpuReading, GpuSource } from "../../plugins/contract/meter.ts";
import { type Metrics, readMetrics } from "../client/prometheus.ts";
import { GpuMeterError } from "./gpuMeterError.ts";
import { MIB, scaled } from "./reading.ts";

/** Milliseconds. */
const TIMEOUT = 10_000;
/** Bytes. */
const LONGEST_PAGE = 32 * 1024 * 1024;

// The exporter's names (`etc/default-counters.csv` of NVIDIA/dcgm-exporter). Their units are W, mJ, MiB and %.
const POWER = "DCGM_FI_DEV_POWER_USAGE";
const ENERGY = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION";
const MEMORY = "DCGM_FI_DEV_FB_USED";
const UTILIZATION = "DCGM_FI_DEV_GPU_UTIL";
const NAMES = [POWER, ENERGY, MEMORY, UTILIZATION];

/** The GPUs on the exporter's page. Throws `EXPORTER_UNREACHABLE` where the page cannot be read. */
export async function listDcgmGpus(url: string): Promise<Gpu[]> {
  const metrics = await scrape(url);
  const gpus = NAMES.flatMap((name) => metrics.get(name) ?? []).map(({ labels }) => ({
    uuid: labels.UUID ?? "",
    index: labels.gpu ?? "",
    name: labels.modelName ?? "",
  }));
  return [...new Map(gpus.filter(({ uuid }) => uuid).map((gpu) => [gpu.uuid, gpu])).values()];
}

/** Reads the GPUs from the exporter, once in `interval` seconds. A page that cannot be read gives no reading. */
export function followDcgm(
  url: string,
  gpus: Gpu[],
  interval: number,
  onReading: (reading: GpuReading) => void,
): GpuSource {
  const readNow = async () => {
    try {
      const metrics = await scrape(url);
      const at = performance.now() / 1000;
      const states = gpus.flatMap(({ uuid }) => {
        const state = {
          memory: scaled(memoryOf(metrics, uuid), MIB),
          power: largestOf(metrics, POWER, uuid),
          energy: scaled(largestOf(metrics, ENERGY, uuid), 0.001),
          utilization: scaled(largestOf(metrics, UTILIZATION, uuid), 0.01),
        };
        return Object.values(state).every((value) => value === null) ? [] : [[uuid, state] as const];
      });
      if (states.length > 0) onReading({ at, gpus: new Map(states) });
    } catch {}
  };
  void readNow();
  const timer = setInterval(readNow, interval * 1000);
  return { readNow, close: async () => clearInterval(timer) };
}

async function scrape(url: string): Promise<Metrics> {
  try {
    const { status, bytes } = await fetchBytes(url, {
      limit: LONGEST_PAGE,
      redirects: "same host",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (status === 200) return readMetrics(bytes.toString(), NAMES);
    throw new Error(`status ${status}`);
  } catch (error) {
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    throw new GpuMeterError("EXPORTER_UNREACHABLE", `The DCGM exporter at ${url} can't be read: ${reason}.`);
  }
}

/** The value of the whole GPU, which is repeated for each GPU instance (MIG) and for each pod that shares the GPU. */
function largestOf(metrics: Metrics, name: string, uuid: string): number | null {
  const values = valuesOf(metrics, name, uuid).map(({ value }) => value);
  return values.length ? Math.max(...values) : null;
}

/** The memory in use: of the whole GPU where the page has that, otherwise the sum over the GPU's instances. */
function memoryOf(metrics: Metrics, uuid: string): number | null {
  const byInstance = new Map<string, number>();
  for (const { labels, value } of valuesOf(metrics, MEMORY, uuid)) byInstance.set(labels.GPU_I_ID ?? "", value);
  const whole = byInstance.get("");
  if (whole !== undefined || byInstance.size === 0) return whole ?? null;
  return [...byInstance.values()].reduce((sum, value) => sum + value, 0);
}

function valuesOf(metrics: Metrics, name: string, uuid: string) {
  return (metrics.get(name) ?? []).filter(({ labels, value }) => labels.UUID === uuid && Number.isFinite(value));
}
