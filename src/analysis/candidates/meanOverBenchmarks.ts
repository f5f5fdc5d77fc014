import type { Measures, StoredMeasure } from "../../store/measures.ts";

/**
 * The measures of a candidate over several benchmarks: the mean of each metric that it has on all of them. Each benchmark
 * counts alike. Benchmarks share no problems, so their errors are independent, and the distances from the values to the
 * ends of the intervals add by squares (Zou and Donner, "Construction of confidence limits about effect measures: a
 * general approach", Statistics in Medicine 2008).
 *
 * @param perBenchmark the measures on each benchmark.
 * @returns no measures without a benchmark.
 */
export function meanOverBenchmarks(perBenchmark: Measures[]): Measures {
  const [first, ...others] = perBenchmark;
  if (!first || others.length === 0) return first ?? {};
  const shared = Object.keys(first).filter((metric) => others.every((measures) => metric in measures));
  return Object.fromEntries(shared.map((metric) => [metric, mean(perBenchmark.map((measures) => measures[metric]!))]));
}

function mean(measures: StoredMeasure[]): StoredMeasure {
  const n = measures.length;
  const value = measures.reduce((sum, measure) => sum + measure.value, 0) / n;
  const result: StoredMeasure = { value };
  if (measures.every(({ low, high }) => low !== undefined && high !== undefined)) {
    result.low = value - Math.hypot(...measures.map((measure) => measure.value - measure.low!)) / n;
    result.high = value + Math.hypot(...measures.map((measure) => measure.high! - measure.value)) / n;
  }
  if (measures.every(({ count }) => count !== undefined)) {
    result.count = measures.reduce((sum, { count }) => sum + count!, 0);
  }
  if (measures.some(({ estimated }) => estimated)) result.estimated = true;
  const notes = new Set(measures.flatMap(({ note }) => note ?? []));
  if (notes.size > 0) result.note = [...notes].join(" | ");
  return result;
}
