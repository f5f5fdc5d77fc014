import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { followDcgm, listDcgmGpus } from "./dcgm.ts";
import { GpuMeterError } from "./gpuMeterError.ts";
import { followNvidiaSmi, listGpus } from "./nvidiaSmi.ts";
import type { Gpu, GpuReading, GpuSource } from "./reading.ts";
import { type GpuMeasurement, tallyReadings } from "./tally.ts";

/** Seconds that a reading may take besides the interval: a sleeping driver needs some to wake. */
const PATIENCE = 10;

/** The GPUs to measure and the program that reads them. */
export const gpuMeterOptions = z.strictObject({
  gpus: z
    .array(z.string().min(1))
    .optional()
    .describe("The GPUs to measure, by index or UUID. An empty list means no GPU; all are measured when left out."),
  dcgmExporter: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("The page of a DCGM exporter to read instead of nvidia-smi, e.g. http://gpu-host:9400/metrics."),
  nvidiaSmi: z.string().min(1).default("nvidia-smi").describe("The nvidia-smi program to run."),
  interval: z.number().min(0.02).default(1).describe("Seconds between readings."),
});

export type GpuMeterOptions = z.output<typeof gpuMeterOptions>;

/** A running meter. */
export interface GpuMeter {
  gpus: Gpu[];
  /** The measurement so far; null before the second reading. */
  soFar(): GpuMeasurement | null;
  /** Takes a last reading and ends. Null where no last reading came, since the work of the GPUs until now is unknown then. */
  stop(): Promise<GpuMeasurement | null>;
}

/**
 * Starts to measure GPUs; resolves after the first reading, with which the measurement begins. Null where there is no
 * GPU to read. Throws `UNKNOWN_GPU` where a GPU that was named is not there, and `EXPORTER_UNREACHABLE` where the
 * exporter cannot be read.
 */
export async function startGpuMeter(options: GpuMeterOptions): Promise<GpuMeter | null> {
  const { dcgmExporter, interval } = options;
  const present = await (dcgmExporter ? listDcgmGpus(dcgmExporter) : listGpus(options.nvidiaSmi));
  const gpus = select(present, options.gpus);
  if (gpus.length === 0) return null;

  const tally = tallyReadings(gpus);
  let onNext = () => {};
  const onReading = (reading: GpuReading) => {
    if (tally.add(reading)) onNext();
  };
  const nextReading = () =>
    Promise.race([
      new Promise<true>((resolve) => {
        onNext = () => resolve(true);
      }),
      delay(2000 * interval + 1000 * PATIENCE, false, { ref: false }),
    ]);

  const first = nextReading();
  const source: GpuSource = dcgmExporter
    ? followDcgm(dcgmExporter, gpus, interval, onReading)
    : followNvidiaSmi(options.nvidiaSmi, gpus, interval, onReading);
  if (!(await first)) {
    await source.close();
    return null;
  }
  return {
    gpus,
    soFar: tally.result,
    stop: async () => {
      const last = nextReading();
      await source.readNow();
      const hasCome = await last;
      await source.close();
      return hasCome ? tally.result() : null;
    },
  };
}

function select(present: Gpu[], wanted: string[] | undefined): Gpu[] {
  if (present.length === 0 || !wanted) return present;
  return wanted.map((name) => {
    const found = present.find(({ index, uuid }) => index === name || uuid === name);
    if (found) return found;
    const known = present.map(({ index, uuid }) => `${index} (${uuid})`).join(", ");
    throw new GpuMeterError("UNKNOWN_GPU", `There is no GPU "${name}". There are: ${known}.`);
  });
}
