import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Gpu, GpuProcess, GpuReading, GpuSource, MeterPlugin } from "../../plugins/contract/meter.ts";
import { followDcgm, listDcgmGpus } from "./dcgm.ts";
import { type EngineTraces, gpusOfEngine } from "./engineGpus.ts";
import { followNvidiaSmi, listGpuProcesses, listGpus } from "./nvidiaSmi.ts";
import { followNvml, listNvmlGpus } from "./nvml.ts";
import { type GpuMeasurement, tallyReadings } from "./tally.ts";

/** Seconds that a reading may take besides the interval: a sleeping driver needs some to wake. */
const PATIENCE = 10;
/** The seconds to wait until a counter is renewed once more, at least and at most. */
const LEAST_PATIENCE = 0.5;
const MOST_PATIENCE = 75;
/** Seconds between two looks at whether the readings have come far enough. */
const LOOK = 0.02;

/** The GPUs to measure and the program that reads them. */
export const gpuMeterOptions = z.strictObject({
  gpus: z
    .array(z.string().min(1))
    .optional()
    .describe(
      "The GPUs to measure, by index or UUID. An empty list means no GPU; left out, those that the engine uses.",
    ),
  dcgmExporter: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("The page of a DCGM exporter to read, e.g. http://gpu-host:9400/metrics."),
  nvidiaSmi: z
    .string()
    .min(1)
    .optional()
    .describe("The nvidia-smi program to run. Left out, NVML is read where it can be loaded, else nvidia-smi."),
  nvml: z
    .string()
    .min(1)
    .optional()
    .describe("The file of NVML, the driver's library, where the system does not find it."),
  plugin: z
    .strictObject({ name: z.string().min(1), options: z.record(z.string(), z.unknown()).default({}) })
    .optional()
    .describe('A meter of another maker by its plugin, e.g. {"name": "amd-smi"}.'),
  interval: z
    .number()
    .min(0.02)
    .max(60)
    .optional()
    .describe("Seconds between readings: 0.1 unless given, and 1 for a DCGM exporter."),
});

export type GpuMeterOptions = z.output<typeof gpuMeterOptions>;

/** A running meter. */
export interface GpuMeter extends GpuMeterFacts {
  /** The measurement so far; null before the second reading. */
  soFar(): GpuMeasurement | null;
  /**
   * Waits until the readings have come past this moment, and ends. The measurement is that of all readings; null where no
   * last reading came, since the work of the GPUs until now is unknown then. Throws what the meter of a plugin throws.
   */
  stop(): Promise<GpuMeasurement | null>;
  /** The measurement between two moments, in seconds of `performance.now()`; null where the readings do not reach both. */
  between(from: number, to: number): GpuMeasurement | null;
}

/** How the GPUs are read. */
export interface GpuMeterFacts {
  gpus: Gpu[];
  /** How it is known that these are the engine's GPUs. */
  chosenBy: string;
  /** The program that is read. */
  source: string;
  /** Seconds between readings. */
  interval: number;
}

/** A way to read GPUs with its options filled in. */
interface Reader {
  source: string;
  present: Gpu[];
  interval: number;
  processes(): Promise<GpuProcess[]>;
  follow(gpus: Gpu[], interval: number, onReading: (reading: GpuReading) => void): GpuSource;
}

/**
 * Starts to measure the GPUs of an engine, or all where none is given; resolves after the first reading, with which the measurement begins. Null where
 * there is no GPU to read. Throws `UNKNOWN_GPU` where a GPU that was named is not there, `ENGINE_GPUS_UNKNOWN` where nothing
 * tells which GPUs the engine uses, and `EXPORTER_UNREACHABLE` where the exporter cannot be read.
 */
export async function startGpuMeter(
  options: GpuMeterOptions,
  engine?: EngineTraces,
  plugin?: MeterPlugin,
): Promise<GpuMeter | null> {
  const reader = await openReader(options, plugin);
  const { gpus, chosenBy } = await gpusOfEngine(reader.present, options.gpus, engine, reader.processes);
  if (gpus.length === 0) return null;

  const interval = options.interval ?? reader.interval;
  const tally = tallyReadings(gpus);
  let onFirst = () => {};
  const first = new Promise<true>((resolve) => {
    onFirst = () => resolve(true);
  });
  const source = reader.follow(gpus, interval, (reading) => {
    if (tally.add(reading)) onFirst();
  });
  if (!(await Promise.race([first, delay(1000 * (2 * interval + PATIENCE), false, { ref: false })]))) {
    // A meter that failed says so, where it is asked for a reading.
    await source.readNow().finally(() => source.close());
    return null;
  }
  return {
    ...{ gpus, chosenBy, source: reader.source, interval, between: tally.between },
    soFar: tally.result,
    stop: async () => {
      const until = performance.now() / 1000;
      const seldom = Math.min(MOST_PATIENCE, 2.5 * (tally.result()?.longestGap ?? 0));
      try {
        await source.readNow();
      } catch (error) {
        await source.close();
        throw error;
      }
      while (!tally.isRenewedAfter(until)) {
        const patience = tally.isReadAfter(until) ? Math.max(LEAST_PATIENCE, seldom) : 2 * interval + PATIENCE;
        if (performance.now() / 1000 > until + patience) break;
        await delay(1000 * LOOK);
      }
      await source.close();
      return tally.lastReading() >= until ? tally.result() : null;
    },
  };
}

async function openReader(options: GpuMeterOptions, plugin: MeterPlugin | undefined): Promise<Reader> {
  const { dcgmExporter, nvidiaSmi = "nvidia-smi", nvml } = options;
  if (plugin) {
    const given = plugin.options.parse(options.plugin?.options ?? {});
    return {
      source: `${plugin.name} ${plugin.version}`,
      present: await plugin.list(given),
      interval: 0.1,
      processes: async () => (await plugin.processes?.(given)) ?? [],
      follow: (gpus, interval, onReading) => plugin.follow(given, gpus, interval, onReading),
    };
  }
  if (dcgmExporter) {
    return {
      source: "DCGM exporter",
      present: await listDcgmGpus(dcgmExporter),
      interval: 1,
      processes: async () => [],
      follow: (gpus, interval, onReading) => followDcgm(dcgmExporter, gpus, interval, onReading),
    };
  }
  const common = { interval: 0.1, processes: () => listGpuProcesses(nvidiaSmi) };
  const byNvml = options.nvidiaSmi === undefined ? await listNvmlGpus(nvml) : [];
  if (byNvml.length > 0) {
    const follow: Reader["follow"] = (gpus, interval, onReading) => followNvml(nvml, gpus, interval, onReading);
    return { ...common, source: "NVML", present: byNvml, follow };
  }
  return {
    ...common,
    source: "nvidia-smi",
    present: await listGpus(nvidiaSmi),
    follow: (gpus, interval, onReading) => followNvidiaSmi(nvidiaSmi, gpus, interval, onReading),
  };
}
