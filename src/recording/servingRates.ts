import type { Measures, StoredMeasure } from "../store/measures.ts";

/** The rates of serving by what they are shared among: the accelerators, and the users that are served at once. */
export function addServingRates(measures: Measures, accelerators: number | undefined): void {
  const { throughput, inter_token_latency: between } = measures;
  if (throughput && accelerators) {
    measures.throughput_per_accelerator ??= { ...throughput, ...scaled(throughput, 1 / accelerators) };
  }
  if (between && between.value > 0) {
    const { low, high, ...rest } = between;
    measures.throughput_per_user ??= {
      ...rest,
      value: 1 / between.value,
      ...(low !== undefined && high !== undefined && low > 0 && { low: 1 / high, high: 1 / low }),
    };
  }
}

function scaled({ value, low, high }: StoredMeasure, factor: number) {
  return { value: value * factor, ...(low !== undefined && { low: low * factor, high: high! * factor }) };
}
