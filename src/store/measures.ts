import type { TokenPrice } from "./prices.ts";

/** The value of a metric that a run or a pooled result has, in the metric's unit. */
export interface StoredMeasure {
  value: number;
  /** The ends of the 95 % confidence interval, where samples or a stated standard error allow one. */
  low?: number;
  high?: number;
  /** The number of samples that the value is a mean of. */
  count?: number;
  /** True where the value was not measured but computed, or counted by another tokenizer. */
  estimated?: boolean;
  /** How an estimate was made and which assumptions it rests on. */
  note?: string;
  /**
   * The ends of the range that holds the true value in 95 % of cases, divided by the value, by the error of the estimator
   * alone. Only measures that are estimated when they are read have it; `low` and `high` include it.
   */
  estimatorFactors?: readonly [low: number, high: number];
  /** The metric of a plugin by which it was computed from the other measures, with its version: it may be computed anew. */
  computedBy?: string;
  /** The price that a cost was computed from when it was read. No stored measure has it, since prices change. */
  price?: TokenPrice;
}

/** The measures of a run or of a pooled result, by the name of the metric. */
export type Measures = Record<string, StoredMeasure>;
