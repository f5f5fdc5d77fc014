/** Whether more or less of a metric is better. */
export type Direction = "MAXIMIZE" | "MINIMIZE";

/** A quantity that a run measures and that may be an objective of a frontier. */
export interface Metric {
  /** The name in queries, e.g. `output_tokens`. */
  name: string;
  title: string;
  /** The unit of a value; `1` is a share between 0 and 1. */
  unit: string;
  direction: Direction;
  /** The axis on which values of this metric spread evenly. */
  scale: "linear" | "log";
  description: string;
}

/** The metrics that every store knows, each with a column of its own. Plugins may add others. */
export const BUILT_IN_METRICS = [
  {
    name: "accuracy",
    title: "Accuracy",
    unit: "1",
    direction: "MAXIMIZE",
    scale: "linear",
    description: "Share of the problems answered correctly, between 0 and 1; the mean over repeats (pass@1).",
  },
  {
    name: "flops",
    title: "Compute",
    unit: "FLOP/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "Floating-point operations spent on a problem: prefill of the prompt and decode with a KV cache.",
  },
  {
    name: "output_tokens",
    title: "Output tokens",
    unit: "tokens/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "Tokens generated for a problem, reasoning included.",
  },
  {
    name: "prompt_tokens",
    title: "Prompt tokens",
    unit: "tokens/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "Tokens of the prompt of a problem.",
  },
  {
    name: "latency",
    title: "Latency",
    unit: "s/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "Seconds from sending a problem to the end of its answer.",
  },
  {
    name: "ttft",
    title: "Time to first token",
    unit: "s",
    direction: "MINIMIZE",
    scale: "log",
    description: "Seconds from sending a problem to the first token of its answer (TTFT).",
  },
  {
    name: "throughput",
    title: "Throughput",
    unit: "tokens/s",
    direction: "MAXIMIZE",
    scale: "log",
    description: "Output tokens a second of the whole deployment.",
  },
  {
    name: "gpu_time",
    title: "GPU time",
    unit: "GPU-s/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "GPU-seconds spent on a problem.",
  },
  {
    name: "gpu_memory",
    title: "GPU memory",
    unit: "bytes",
    direction: "MINIMIZE",
    scale: "log",
    description: "Peak memory in use on the GPUs of the deployment.",
  },
  {
    name: "energy",
    title: "Energy",
    unit: "J/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "Energy that the GPUs drew for a problem.",
  },
  {
    name: "cost",
    title: "Cost",
    unit: "USD/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "US dollars paid for a problem at the prices of the run's source.",
  },
] as const satisfies readonly Metric[];

/** Metrics that published results bring. They have no column of their own, as a plugin's have none. */
const FURTHER_METRICS: Metric[] = [
  {
    name: "reasoning_tokens",
    title: "Reasoning tokens",
    unit: "tokens/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "Tokens generated for a problem before its answer proper; part of the output tokens.",
  },
  {
    name: "energy_per_token",
    title: "Energy per token",
    unit: "J/token",
    direction: "MINIMIZE",
    scale: "log",
    description: "Energy that the GPUs drew for an output token.",
  },
  {
    name: "power",
    title: "Power",
    unit: "W",
    direction: "MINIMIZE",
    scale: "log",
    description: "Mean power that the GPUs of the deployment drew.",
  },
  {
    name: "inter_token_latency",
    title: "Inter-token latency",
    unit: "s",
    direction: "MINIMIZE",
    scale: "log",
    description: "Median of the seconds between two tokens of one answer.",
  },
  {
    name: "inter_token_latency_p99",
    title: "Inter-token latency, 99th percentile",
    unit: "s",
    direction: "MINIMIZE",
    scale: "log",
    description: "99th percentile of the seconds between two tokens of one answer.",
  },
  {
    name: "batch",
    title: "Batch",
    unit: "requests",
    direction: "MAXIMIZE",
    scale: "log",
    description: "Mean number of requests that were served at once.",
  },
];

export type BuiltInMetricName = (typeof BUILT_IN_METRICS)[number]["name"];

const catalogue = new Map<string, Metric>(
  [...BUILT_IN_METRICS, ...FURTHER_METRICS].map((metric) => [metric.name, metric]),
);

/** Adds a plugin's metric to the catalogue; the same one again is no error. Throws if another has its name. */
export function registerMetric(metric: Metric): void {
  const known = catalogue.get(metric.name);
  if (known && JSON.stringify(known) !== JSON.stringify(metric))
    throw new Error(`The metric "${metric.name}" is registered already.`);
  catalogue.set(metric.name, metric);
}

/** Every known metric, built-in ones first. */
export function listMetrics(): Metric[] {
  return [...catalogue.values()];
}

/** The metric of this name, if there is one. */
export function findMetric(name: string): Metric | undefined {
  return catalogue.get(name);
}

export function isBuiltIn(name: string): name is BuiltInMetricName {
  return BUILT_IN_METRICS.some((metric) => metric.name === name);
}
