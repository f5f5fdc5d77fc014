import type { SampleMetricName } from "../../frontier/metrics.ts";
import type { RunSums } from "../../store/reading/sampleSums.ts";

/**
 * The reason why a candidate cannot be resampled, or null if it can: each of its runs has samples with a value of each
 * metric, and each benchmark has a run.
 *
 * @param runs the runs of the candidate, with sums in the order of the metrics.
 */
export function missingSamples(
  runs: readonly RunSums[],
  metrics: readonly SampleMetricName[],
  benchmarkIds: readonly number[],
): string | null {
  if (runs.every(({ problems }) => problems.length === 0)) return "no samples are stored of it";
  for (const [i, metric] of metrics.entries()) {
    const without = runs.filter(({ problems }) => !problems.some(({ counts }) => counts[i]! > 0)).length;
    if (without > 0) return `${without} of its ${runs.length} runs have no samples with ${metric}`;
  }
  return benchmarkIds.every((id) => runs.some(({ benchmarkId }) => benchmarkId === id))
    ? null
    : "a benchmark is missing";
}
