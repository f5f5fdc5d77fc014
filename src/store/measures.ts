/** A value of a metric as a run or a pooled result keeps it, in the metric's unit. */
export interface StoredMeasure {
  value: number;
  /** The 95 % confidence interval, where samples or a stated standard error allow one. */
  low?: number;
  high?: number;
  /** How many samples the value is a mean of. */
  count?: number;
  /** True where the value was not measured but computed or counted by another tokenizer. */
  estimated?: boolean;
  /** How an estimate was made and what it assumed. */
  note?: string;
}

/** By metric name. */
export type Measures = Record<string, StoredMeasure>;
