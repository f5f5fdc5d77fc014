/** Whether more or less of a metric is better. */
export type Direction = "MAXIMIZE" | "MINIMIZE";

/** A quantity that a run measures and that may be an objective of a frontier. */
export interface Metric {
  /** The name in queries, e.g. `output_tokens`. */
  name: string;
  /** The name for people, e.g. `Output tokens`. */
  title: string;
  /** The unit of a value; `1` is a share between 0 and 1. */
  unit: string;
  /** Whether more or less of it is better. */
  direction: Direction;
  /** The axis on which values of this metric spread evenly. */
  scale: "linear" | "log";
  /** What a value says and how it is measured, in a sentence. */
  description: string;
}

/** Further facts about the built-in metrics. A metric of a plugin has none of them. */
interface BuiltInMetric extends Metric {
  /** Whether runs and pooled results have an indexed column for it, so that lists can be ordered by it. */
  column: boolean;
  /** The field of a sample that holds the value of a single answer; null where only a whole run has a value. */
  sampleField: SampleField | null;
  /**
   * How the value follows from where a model is served: it grows with the tokens of the answer, or it is the same for
   * every answer. Null where it does not depend on the deployment.
   */
  deployment: "GROWS_WITH_TOKENS" | "SAME_FOR_ALL" | null;
  /** The field of the model that holds the value, where it follows from the model alone and no run measures it. */
  ofModel?: "totalParameters" | "activeParameters";
  /** The metrics whose quotient it is. It is never stored, but follows from their values wherever both are known. */
  quotient?: { of: string; by: string };
}

type SampleField =
  | "score"
  | "flops"
  | "outputTokens"
  | "promptTokens"
  | "reasoningTokens"
  | "latency"
  | "ttft"
  | "cost";

/** Every metric that the package knows. A plugin may add others (`metricCatalogue.ts`). */
export const METRICS = [
  {
    name: "accuracy",
    title: "Accuracy",
    unit: "1",
    direction: "MAXIMIZE",
    scale: "linear",
    description: "Share of the problems answered correctly, between 0 and 1; the mean over repeats (pass@1).",
    column: true,
    sampleField: "score",
    deployment: null,
  },
  {
    name: "flops",
    title: "Compute",
    unit: "FLOP/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "Floating-point operations spent on a problem: prefill of the prompt and decode with a KV cache.",
    column: true,
    sampleField: "flops",
    deployment: null,
  },
  {
    name: "output_tokens",
    title: "Output tokens",
    unit: "tokens/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "Tokens generated for a problem, reasoning included.",
    column: true,
    sampleField: "outputTokens",
    deployment: null,
  },
  {
    name: "prompt_tokens",
    title: "Prompt tokens",
    unit: "tokens/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "Tokens of the prompt of a problem.",
    column: true,
    sampleField: "promptTokens",
    deployment: null,
  },
  {
    name: "latency",
    title: "Latency",
    unit: "s/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "Seconds from sending a problem to the end of its answer.",
    column: true,
    sampleField: "latency",
    deployment: "GROWS_WITH_TOKENS",
  },
  {
    name: "ttft",
    title: "Time to first token",
    unit: "s",
    direction: "MINIMIZE",
    scale: "log",
    description: "Seconds from sending a problem to the first token of its answer (TTFT).",
    column: true,
    sampleField: "ttft",
    deployment: "SAME_FOR_ALL",
  },
  {
    name: "throughput",
    title: "Throughput",
    unit: "tokens/s",
    direction: "MAXIMIZE",
    scale: "log",
    description: "Output tokens a second of the whole deployment.",
    column: true,
    sampleField: null,
    deployment: "SAME_FOR_ALL",
  },
  {
    name: "gpu_time",
    title: "GPU time",
    unit: "GPU-s/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "GPU-seconds spent on a problem.",
    column: true,
    sampleField: null,
    deployment: "GROWS_WITH_TOKENS",
  },
  {
    name: "gpu_memory",
    title: "GPU memory",
    unit: "bytes",
    direction: "MINIMIZE",
    scale: "log",
    description: "Peak memory in use on the GPUs of the deployment.",
    column: true,
    sampleField: null,
    deployment: "SAME_FOR_ALL",
  },
  {
    name: "energy",
    title: "Energy",
    unit: "J/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "Energy that the GPUs drew for a problem.",
    column: true,
    sampleField: null,
    deployment: "GROWS_WITH_TOKENS",
  },
  {
    name: "cost",
    title: "Cost",
    unit: "USD/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "US dollars paid for a problem at the prices of the run's source.",
    column: true,
    sampleField: "cost",
    deployment: "GROWS_WITH_TOKENS",
  },
  {
    name: "coverage",
    title: "Coverage",
    unit: "1",
    direction: "MAXIMIZE",
    scale: "linear",
    description: "Share of the benchmark's problems that were answered, between 0 and 1. Pooled runs have the largest.",
    column: true,
    sampleField: null,
    deployment: null,
  },
  {
    name: "reasoning_tokens",
    title: "Reasoning tokens",
    unit: "tokens/problem",
    direction: "MINIMIZE",
    scale: "log",
    description: "Tokens generated for a problem before its answer proper; part of the output tokens.",
    column: false,
    sampleField: "reasoningTokens",
    deployment: null,
  },
  {
    name: "energy_per_token",
    title: "Energy per token",
    unit: "J/token",
    direction: "MINIMIZE",
    scale: "log",
    description: "Energy that the GPUs drew for an output token.",
    column: false,
    sampleField: null,
    deployment: "SAME_FOR_ALL",
  },
  {
    name: "power",
    title: "Power",
    unit: "W",
    direction: "MINIMIZE",
    scale: "log",
    description: "Mean power that the GPUs of the deployment drew.",
    column: false,
    sampleField: null,
    deployment: "SAME_FOR_ALL",
  },
  {
    name: "inter_token_latency",
    title: "Inter-token latency",
    unit: "s",
    direction: "MINIMIZE",
    scale: "log",
    description: "Median of the seconds between two tokens of one answer.",
    column: false,
    sampleField: null,
    deployment: "SAME_FOR_ALL",
  },
  {
    name: "inter_token_latency_p99",
    title: "Inter-token latency, 99th percentile",
    unit: "s",
    direction: "MINIMIZE",
    scale: "log",
    description: "99th percentile of the seconds between two tokens of one answer.",
    column: false,
    sampleField: null,
    deployment: "SAME_FOR_ALL",
  },
  {
    name: "batch",
    title: "Batch",
    unit: "requests",
    direction: "MAXIMIZE",
    scale: "log",
    description: "Mean number of requests that were served at once.",
    column: false,
    sampleField: null,
    deployment: "SAME_FOR_ALL",
  },
  {
    name: "error_share",
    title: "Errors",
    unit: "1",
    direction: "MINIMIZE",
    scale: "linear",
    description: "Share of the answers whose request or grading failed. They are no part of the accuracy.",
    column: false,
    sampleField: null,
    deployment: null,
  },
  {
    name: "truncated_share",
    title: "Truncated answers",
    unit: "1",
    direction: "MINIMIZE",
    scale: "linear",
    description: "Share of the answers that were cut by a limit of tokens or time. They count as wrong.",
    column: false,
    sampleField: null,
    deployment: null,
  },
  {
    name: "undecided_share",
    title: "Undecided answers",
    unit: "1",
    direction: "MINIMIZE",
    scale: "linear",
    description: "Share of the answers of which nobody could say whether they are right. They count as wrong.",
    column: false,
    sampleField: null,
    deployment: null,
  },
  {
    name: "judged_share",
    title: "Judged answers",
    unit: "1",
    direction: "MINIMIZE",
    scale: "linear",
    description: "Share of the answers that a judge model decided, because the benchmark's rules could not.",
    column: false,
    sampleField: null,
    deployment: null,
  },
  {
    name: "parsed_share",
    title: "Parsed answers",
    unit: "1",
    direction: "MAXIMIZE",
    scale: "linear",
    description: "Share of the answers that the benchmark's rules decided, those that were cut included.",
    column: false,
    sampleField: null,
    deployment: null,
  },
  {
    name: "least_right_share",
    title: "Right at least",
    unit: "1",
    direction: "MAXIMIZE",
    scale: "linear",
    description: "The accuracy if every answer that failed, was cut or is undecided were wrong.",
    column: false,
    sampleField: null,
    deployment: null,
  },
  {
    name: "most_right_share",
    title: "Right at most",
    unit: "1",
    direction: "MAXIMIZE",
    scale: "linear",
    description: "The accuracy if every answer that failed, was cut or is undecided were right.",
    column: false,
    sampleField: null,
    deployment: null,
  },
  {
    name: "throughput_per_accelerator",
    title: "Throughput per accelerator",
    unit: "tokens/s/accelerator",
    direction: "MAXIMIZE",
    scale: "log",
    description: "Output tokens a second for each accelerator of the deployment.",
    column: false,
    sampleField: null,
    deployment: "SAME_FOR_ALL",
  },
  {
    name: "throughput_per_user",
    title: "Throughput per user",
    unit: "tokens/s/user",
    direction: "MAXIMIZE",
    scale: "log",
    description: "Output tokens a second that one user sees: one by the seconds between two tokens of an answer.",
    column: false,
    sampleField: null,
    deployment: "SAME_FOR_ALL",
  },
  {
    name: "total_parameters",
    title: "Total parameters",
    unit: "parameters",
    direction: "MINIMIZE",
    scale: "log",
    description: "All weights of the model. They follow from the model, whatever a run measured.",
    column: false,
    sampleField: null,
    deployment: null,
    ofModel: "totalParameters",
  },
  {
    name: "active_parameters",
    title: "Active parameters",
    unit: "parameters",
    direction: "MINIMIZE",
    scale: "log",
    description: "Weights that the model uses for a token. They follow from the model, whatever a run measured.",
    column: false,
    sampleField: null,
    deployment: null,
    ofModel: "activeParameters",
  },
  {
    name: "cost_per_correct",
    title: "Cost per correct answer",
    unit: "USD/correct answer",
    direction: "MINIMIZE",
    scale: "log",
    description:
      "US dollars paid for each right answer: the cost of a problem divided by the accuracy. Unknown at an accuracy of 0.",
    column: false,
    sampleField: null,
    deployment: "GROWS_WITH_TOKENS",
    quotient: { of: "cost", by: "accuracy" },
  },
  {
    name: "flops_per_correct",
    title: "Compute per correct answer",
    unit: "FLOP/correct answer",
    direction: "MINIMIZE",
    scale: "log",
    description:
      "Floating-point operations for each right answer: those of a problem divided by the accuracy. Unknown at an accuracy of 0.",
    column: false,
    sampleField: null,
    deployment: null,
    quotient: { of: "flops", by: "accuracy" },
  },
  {
    name: "joules_per_correct",
    title: "Energy per correct answer",
    unit: "J/correct answer",
    direction: "MINIMIZE",
    scale: "log",
    description:
      "Energy for each right answer: that of a problem divided by the accuracy. Unknown at an accuracy of 0.",
    column: false,
    sampleField: null,
    deployment: "GROWS_WITH_TOKENS",
    quotient: { of: "energy", by: "accuracy" },
  },
] as const satisfies readonly BuiltInMetric[];

type Declared = (typeof METRICS)[number];

export type BuiltInMetricName = Declared["name"];
/** The names of the metrics that have a column. */
export type ColumnMetricName = Extract<Declared, { column: true }>["name"];
/** The names of the metrics of which a single answer has a value. */
export type SampleMetricName = Exclude<Declared, { sampleField: null }>["name"];

const BY_NAME = new Map<string, BuiltInMetric>(METRICS.map((metric) => [metric.name, metric]));

/** Returns the metric of a name. */
export function metricNamed(name: BuiltInMetricName): Metric {
  return BY_NAME.get(name)!;
}

export const COLUMN_METRICS = METRICS.filter((metric) => metric.column) as Extract<Declared, { column: true }>[];
export const SAMPLE_METRICS = METRICS.filter((metric) => metric.sampleField !== null) as Exclude<
  Declared,
  { sampleField: null }
>[];

export function hasColumn(name: string): name is ColumnMetricName {
  return BY_NAME.get(name)?.column ?? false;
}

export function isSampleMetric(name: string): name is SampleMetricName {
  return (BY_NAME.get(name)?.sampleField ?? null) !== null;
}

/** Says how a metric follows from a deployment. It is null if it does not, and for the metrics of plugins. */
export function deploymentEffect(name: string): BuiltInMetric["deployment"] {
  return BY_NAME.get(name)?.deployment ?? null;
}

/** The field of the model that holds the value of a metric. It is null if runs measure it, and for the metrics of plugins. */
export function modelField(name: string): NonNullable<BuiltInMetric["ofModel"]> | null {
  return BY_NAME.get(name)?.ofModel ?? null;
}

/** The metrics whose quotient a metric is, or undefined where it is measured itself. */
export function quotientOf(name: string): BuiltInMetric["quotient"] {
  return BY_NAME.get(name)?.quotient;
}

/** The metrics that must be known for the values of the given ones: those that are measured themselves, each once. */
export function measuredOf(names: readonly string[]): string[] {
  const measured = names.flatMap((name) => {
    const quotient = quotientOf(name);
    return quotient ? [quotient.of, quotient.by] : [name];
  });
  return [...new Set(measured)];
}
