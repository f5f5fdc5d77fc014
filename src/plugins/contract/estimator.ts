import type { Plugin } from "./plugin.ts";

/**
 * A way to estimate how fast a model is served. Plans of serving ask the one with the smallest measured error in the cell of
 * the deployment, unless a caller names one.
 */
export interface EstimatorPlugin<Options = unknown> extends Plugin<Options> {
  kind: "estimator";
  /** How far off its times per output token were where they were measured; empty where nobody measured it. */
  errors: readonly EstimatorError[];
  /**
   * Estimates full batches, all of one model on one accelerator. It is called in a process of its own, which has 60 s for all
   * of them.
   *
   * @param options the options that the project's config states for the estimator, with their defaults.
   * @returns the times in the order of the requests; null for what it does not know, of which others are asked.
   */
  estimate(
    requests: readonly ServingRequest[],
    options: Options,
  ): readonly (ServingTimes | null)[] | Promise<readonly (ServingTimes | null)[]>;
}

/** An error in a cell of deployments. */
export interface EstimatorError {
  engine: "VLLM" | "SGLANG" | "TENSORRT_LLM";
  /** The slug of the accelerator; of all where it is left out. */
  accelerator?: string;
  /** Whether the models are mixtures of experts. */
  models: "dense" | "experts";
  /** The number of measured configurations. Of fewer than 10 the error does not count. */
  rows: number;
  /** Mean and median of |estimate / measurement − 1|. */
  mean: number;
  median: number;
}

/** One replica with a full batch of answers that are alike. */
export interface ServingRequest {
  /** The slug of the model, and its published `config.json`. */
  model: string;
  config: Readonly<Record<string, unknown>>;
  /** The slug of the accelerator. */
  accelerator: string;
  engine: "VLLM" | "SGLANG" | "TENSORRT_LLM";
  /** Null for any. */
  engineVersion: string | null;
  precision: "BF16" | "FP8" | "INT8" | "FP4" | "INT4";
  kvCacheBits: 8 | 16;
  tensorParallel: number;
  attentionParallel: number;
  pipelineParallel: number;
  expertParallel: number;
  /** The answers that run at the same time. */
  batch: number;
  /** Mean tokens of a prompt and of an answer, and those that a running answer holds, its prompt included. */
  promptTokens: number;
  outputTokens: number;
  contextTokens: number;
}

/** Times in seconds, of which each answer of the batch sees the same. */
export interface ServingTimes {
  /** To the first token where none waits for a place, as a mean and at the 95th percentile. */
  ttft: number;
  ttftP95: number;
  /** Between two tokens, as a mean and at the 95th percentile. */
  interTokenLatency: number;
  interTokenP95: number;
  /** The mean watts of all accelerators of the replica; null where it does not know them. */
  power: number | null;
}
