/**
 * Accuracy and mean completion tokens of the tiny models by thinking budget, on vLLM 0.32.0 in bfloat16, greedy, over the
 * 300 problems of arith-test.jsonl. Another client measured them before this software existed (README.md beside the
 * models).
 */
export const MEASURED: Record<string, Record<string, [accuracy: number, tokens: number]>> = {
  "arith-s": {
    off: [0.06, 9.8],
    "budget-0": [0.07, 25.7],
    "budget-4": [0.053, 27.7],
    "budget-8": [0.167, 25.7],
    "budget-16": [0.333, 30.5],
    "budget-24": [0.54, 34.0],
    "budget-32": [0.687, 37.1],
    "budget-48": [0.997, 38.8],
    on: [0.997, 38.8],
  },
  "arith-moe": {
    off: [0.07, 9.8],
    "budget-0": [0.06, 28.6],
    "budget-4": [0.033, 30.2],
    "budget-8": [0.077, 33.8],
    "budget-16": [0.26, 33.9],
    "budget-24": [0.473, 36.6],
    "budget-32": [0.637, 37.3],
    "budget-48": [0.95, 38.9],
    on: [0.95, 38.9],
  },
};

/** SGLang's own processor cuts thinking in other places, so that budgets which cut most of it are not comparable. */
export const COMPARABLE_ON_SGLANG = ["off", "budget-24", "budget-48", "on"];

export const ACCURACY_TOLERANCE = 0.03;
export const TOKENS_TOLERANCE = 0.02;
