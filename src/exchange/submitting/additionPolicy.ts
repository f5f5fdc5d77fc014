/**
 * What becomes of models and benchmarks that the store lacks and a lab brings with its runs: they are refused, wait for an
 * operator, or are stored at once. Those of operators are always stored at once.
 */
export const ADDITION_POLICIES = ["refused", "held", "at-once"] as const;
export type AdditionPolicy = (typeof ADDITION_POLICIES)[number];

export const DEFAULT_ADDITIONS: AdditionPolicy = "held";
