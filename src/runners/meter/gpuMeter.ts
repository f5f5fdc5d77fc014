import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { followDcgm, listDcgmGpus } from "./gpuMeterDcgm.ts";
import { followNvidiaSmi, listGpus } from "./gpuMeterNvidiaSmi.ts";
import { GpuMeterError, type GpuSource } from "./gpuMeterSource.ts";
import { type Gpu, type GpuMeasurement, type GpuReading, tallyReadings } from "./gpuMeterTally.ts";

/** Seconds that a reading may take besides the interval: a sleeping driver takes some to wake. */
const PATIENCE = 10;

/** Which GPUs to measure, and by what. */
export const gpuMeterOptions = z.strictObject({
  gpus: z.array(z.string().min(1)).optional().describe("By index or UUID; none with an empty list. Left out: all."),
  dcgmExporter: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("A DCGM exporter's page, e.g. http://gpu-host:9400/metrics; else this machine's nvidia-smi is read."),
  nvidiaSmi: z.string().min(1).default("nvidia-smi").describe("The nvidia-smi to run."),
  interval: z.number().min(0.02).default(1).describe("Seconds between readings."),
});

export type GpuMeterOptions = z.output<typeof gpuMeterOptions>;

/** A meter that runs. */
export interface GpuMeter {
  gpus: Gpu[];
  /** What was measured so far; null before the second reading. */
  soFar(): GpuMeasurement | null;
  /** Takes a last reading and ends; null where none came, since what the GPUs did until now is then not known. */
  stop(): Promise<GpuMeasurement | null>;
}

/**
 * Starts to measure GPUs; resolves after the first reading, with which the measurement begins. Null where there is no
 * GPU to read. Throws a `GpuMeterError` where a GPU that was named is not there or the exporter can't be read.
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
