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
  /** The engine of the measured deployments. */
  engine: "VLLM" | "SGLANG" | "TENSORRT_LLM";
  /** The slug of the accelerator; of all where it is left out. */
  accelerator?: string;
  /** Whether the models are mixtures of experts. */
  models: "dense" | "experts";
  /** The number of measured configurations. Of fewer than 10 the error does not count. */
  rows: number;
  /** The mean of |estimate / measurement − 1|. */
  mean: number;
  /** The median of the same. */
  median: number;
}

/** One replica with a full batch of answers that are alike. */
export interface ServingRequest {
  /** The slug of the model. */
  model: string;
  /** Its published `config.json`. */
  config: Readonly<Record<string, unknown>>;
  /** The slug of the accelerator. */
  accelerator: string;
  /** The engine that serves it. */
  engine: "VLLM" | "SGLANG" | "TENSORRT_LLM";
  /** Null for any. */
  engineVersion: string | null;
  /** The format of the weights. */
  precision: "BF16" | "FP8" | "INT8" | "FP4" | "INT4";
  /** The bits of each number in the KV cache. */
  kvCacheBits: 8 | 16;
  /** How many accelerators share the matrices of each layer. */
  tensorParallel: number;
  /** How many groups of accelerators attend each for its own part of the batch (data-parallel attention). */
  attentionParallel: number;
  /** The number of stages that the layers are cut into. */
  pipelineParallel: number;
  /** How many accelerators share the routed experts; 1 where each expert is cut instead. */
  expertParallel: number;
  /** The answers that run at the same time. */
  batch: number;
  /** The mean tokens of a prompt. */
  promptTokens: number;
  /** The mean tokens of an answer. */
  outputTokens: number;
  /** The mean tokens that a running answer holds, its prompt included. */
  contextTokens: number;
}

/** Times in seconds, of which each answer of the batch sees the same. */
export interface ServingTimes {
  /** The mean to the first token, where none waits for a place. */
  ttft: number;
  /** The same at the 95th percentile. */
  ttftP95: number;
  /** The mean between two tokens. */
  interTokenLatency: number;
  /** The same at the 95th percentile. */
  interTokenP95: number;
  /** The mean watts of all accelerators of the replica; null where it does not know them. */
  power: number | null;
}
