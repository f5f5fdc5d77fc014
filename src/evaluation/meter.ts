import { cpus } from "node:os";
import type { MeasureSubmission } from "../recording/submission.ts";
import { type GpuMeter, gpuMeterOptions, startGpuMeter } from "../runners/meter/gpuMeter.ts";
import type { Opening } from "./permission/chosenPlugin.ts";
import type { Recipe } from "./recipe.ts";
import { hardware } from "./runParameters.ts";

/** The hardware that computed a run's answers, absent where it is not known, and the measures that were metered. */
export interface Metered {
  hardware?: { name: string; count: number };
  measures: Record<string, MeasureSubmission>;
}

export interface Meter {
  /** Ends the metering. The measures are the means over this number of answers. */
  stop(answers: number): Promise<Metered>;
}

/**
 * Meters the GPUs that compute the answers: those that the recipe or the declared engine names, or this machine's own for an engine that is
 * launched here. An engine that only has an address may run anywhere, so that its hardware is not known.
 */
export async function startMeter(recipe: Recipe, { options: engineOptions, declared }: Opening): Promise<Meter> {
  const launch = (engineOptions as { launch?: { gpus?: string[] } } | null)?.launch;
  const stated = declared?.hardware === undefined ? recipe.hardware : hardware.parse(declared.hardware);
  const options = recipe.meter ?? declared?.meter ?? (launch ? { gpus: launch.gpus } : undefined);
  const meter = options === undefined ? null : await startGpuMeter(gpuMeterOptions.parse(options));
  return {
    async stop(answers) {
      if (meter) return meteredBy(meter, answers, stated);
      const processor = cpus()[0]?.model.trim();
      const seen = launch && processor ? { name: processor, count: 1 } : undefined;
      return { hardware: stated ?? seen, measures: {} };
    },
  };
}

async function meteredBy(meter: GpuMeter, answers: number, stated: Metered["hardware"]): Promise<Metered> {
  const hardware = stated ?? { name: meter.gpus[0]!.name, count: meter.gpus.length };
  const total = await meter.stop();
  if (!total || answers === 0) return { hardware, measures: {} };
  const measures: Metered["measures"] = { gpu_time: { value: total.gpuSeconds / answers, count: answers } };
  if (total.peakMemory !== null) measures.gpu_memory = { value: total.peakMemory };
  if (total.energy !== null) {
    measures.energy = { value: total.energy / answers, count: answers };
    measures.power = { value: total.energy / total.seconds };
  }
  return { hardware, measures };
}
