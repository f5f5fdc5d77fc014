import { timeAnswer } from "../../src/compute/serving/answerTime.ts";
import type { Efficiencies } from "../../src/compute/serving/efficiencies.ts";
import { timePass } from "../../src/compute/serving/roofline.ts";
import { patternSearch } from "./patternSearch.ts";
import type { ServedConfiguration } from "./servedConfigurations.ts";

export type Figures = ServedConfiguration["measured"];

/** The estimate of the roofline model for a measured configuration. */
export function estimateServing(configuration: ServedConfiguration, efficiencies: Efficiencies): Figures {
  const { work, target, outputTokens } = configuration;
  const { latency, power } = timeAnswer(work, target, efficiencies);
  const throughput = (target.batch * outputTokens) / latency;
  const step = timePass(work.step, target, efficiencies).total;
  // Prompts arrive at random, so more than half of the steps read one if more than ln 2 arrive per step.
  const isReading = (target.batch - 1) / outputTokens > Math.LN2;
  const reading = isReading ? timePass(work.otherPrompts, target, efficiencies).total : 0;
  return { interTokenLatency: step + reading, throughput, energyPerToken: power! / throughput };
}

export const FIGURES = ["interTokenLatency", "throughput", "energyPerToken"] as const;

/** The mean and the median of |estimate / measurement − 1| for each figure, in percent. */
export function servingErrors(
  configurations: ServedConfiguration[],
  efficiencies: Efficiencies,
): Record<keyof Figures, { mean: number; median: number }> {
  const estimates = configurations.map((configuration) => estimateServing(configuration, efficiencies));
  const entries = FIGURES.map((figure) => {
    const errors = configurations.map(
      ({ measured }, i) => 100 * Math.abs(estimates[i]![figure] / measured[figure] - 1),
    );
    return [figure, { mean: meanOf(errors), median: medianOf(errors) }] as const;
  });
  return Object.fromEntries(entries) as Record<keyof Figures, { mean: number; median: number }>;
}

const OF_TIME = [
  "bandwidth",
  "expertBandwidth",
  "secondsPerLayer",
  "secondsPerStep",
  "secondsPerAnswer",
  "secondsPerExchange",
] as const;
const OF_POWER = ["idlePower", "memoryPower", "computePower"] as const;

/**
 * The efficiencies with the lowest mean of |ln(estimate / measurement)|. Those of time are fitted to inter-token latency and
 * throughput, and then those of power to the energy per token. Shares of the bandwidth are at most 0.95.
 */
export function fitEfficiencies(configurations: ServedConfiguration[], start: Efficiencies): Efficiencies {
  const time = fitted(configurations, start, OF_TIME, ["interTokenLatency", "throughput"]);
  return fitted(configurations, time, OF_POWER, ["energyPerToken"]);
}

function fitted(
  configurations: ServedConfiguration[],
  start: Efficiencies,
  names: readonly (keyof Efficiencies)[],
  figures: readonly (keyof Figures)[],
): Efficiencies {
  const withValues = (values: number[]) =>
    ({ ...start, ...Object.fromEntries(names.map((name, i) => [name, values[i]])) }) as Efficiencies;
  const loss = (values: number[]) => {
    const efficiencies = withValues(values);
    if (efficiencies.bandwidth > 0.95 || efficiencies.expertBandwidth > 0.95) return Number.POSITIVE_INFINITY;
    return meanLogError(configurations, efficiencies, figures);
  };
  return withValues(
    patternSearch(
      names.map((name) => start[name]),
      loss,
    ),
  );
}

/** The mean of |ln(estimate / measurement)| over figures and configurations. */
export function meanLogError(
  configurations: ServedConfiguration[],
  efficiencies: Efficiencies,
  figures: readonly (keyof Figures)[] = FIGURES,
): number {
  return meanOf(
    configurations.flatMap((configuration) => {
      const estimate = estimateServing(configuration, efficiencies);
      return figures.map((figure) => Math.abs(Math.log(estimate[figure] / configuration.measured[figure])));
    }),
  );
}

/**
 * The configurations that the hardware does not explain: the same model in the same workload at nearly the same batch was
 * faster on an accelerator with less bandwidth and no more of them.
 */
export function unexplained(configurations: ServedConfiguration[]): Set<ServedConfiguration> {
  return new Set(
    configurations.filter((one) =>
      configurations.some(
        (other) =>
          one.model === other.model &&
          one.benchmark === other.benchmark &&
          other.target.accelerator.bandwidth < one.target.accelerator.bandwidth &&
          other.target.count <= one.target.count &&
          Math.abs(other.target.batch / one.target.batch - 1) < 0.15 &&
          other.measured.throughput > one.measured.throughput,
      ),
    ),
  );
}

const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function medianOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
