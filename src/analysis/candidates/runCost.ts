import type { Catalogue } from "../../store/catalogue.ts";
import type { Measures, StoredMeasure } from "../../store/measures.ts";
import { originOf, priceInForce } from "../../store/prices.ts";
import { priceJoin } from "./tokenPrices.ts";

/** The model, the benchmark and the accelerators of a run. */
interface PricedRun {
  modelId: number;
  benchmarkId: number;
  hardwareId: number | null;
}

/**
 * The US dollars of a problem of a run: as its source states them, else its tokens at the price in force, as candidates have
 * them, else its GPU time at the price in force of an hour of its accelerator. Null where none of these is known.
 */
export function runCost(
  catalogue: Pick<Catalogue, "prices" | "benchmarks" | "hardware">,
  { modelId, benchmarkId, hardwareId }: PricedRun,
  measures: Measures,
): StoredMeasure | null {
  const { cost, gpu_time: gpuTime } = priceJoin(catalogue)(modelId, benchmarkId, measures);
  if (cost) return cost;
  const accelerator = hardwareId === null ? undefined : catalogue.hardware.byId.get(hardwareId)?.slug;
  const price = accelerator === undefined ? undefined : priceInForce(catalogue.prices.byAccelerator.get(accelerator));
  if (!price || !gpuTime) return null;
  const dollars = (seconds: number) => (seconds * price.dollarsPerHour) / 3600;
  return {
    ...{ value: dollars(gpuTime.value), estimated: true },
    ...(gpuTime.low !== undefined && { low: dollars(gpuTime.low) }),
    ...(gpuTime.high !== undefined && { high: dollars(gpuTime.high) }),
    ...(gpuTime.count !== undefined && { count: gpuTime.count }),
    note: [
      `GPU time at ${price.dollarsPerHour} US dollars an hour of ${accelerator} (${originOf(price)})`,
      gpuTime.note,
    ]
      .filter((part) => part !== undefined)
      .join("; "),
  };
}
