// Written by data/scripts/profileErrors.ts: not by hand.
import type { CellError, ErrorFactors } from "./estimateErrors.ts";
import type { PowerShares } from "./power.ts";

export const ERRORS: Record<string, CellError> = {
  "SGLANG B200 experts": {
    rows: 297,
    mean: 0.148,
    median: 0.129,
    factors: [0.702, 1.42],
  },
  "SGLANG B300 experts": {
    rows: 123,
    mean: 0.266,
    median: 0.255,
    factors: [0.545, 1.83],
  },
  "SGLANG H200 experts": {
    rows: 61,
    mean: 0.186,
    median: 0.203,
    factors: [0.662, 1.51],
  },
  "SGLANG dense": {
    rows: 130,
    mean: 0.235,
    median: 0.21,
    factors: [0.646, 1.55],
  },
  "SGLANG experts": {
    rows: 481,
    mean: 0.183,
    median: 0.155,
    factors: [0.657, 1.52],
  },
  "TENSORRT_LLM B200 experts": {
    rows: 187,
    mean: 0.323,
    median: 0.268,
    factors: [0.564, 1.77],
  },
  "TENSORRT_LLM H100-SXM dense": {
    rows: 395,
    mean: 0.122,
    median: 0.103,
    factors: [0.754, 1.33],
  },
  "TENSORRT_LLM H200 experts": {
    rows: 139,
    mean: 0.114,
    median: 0.105,
    factors: [0.731, 1.37],
  },
  "TENSORRT_LLM dense": {
    rows: 442,
    mean: 0.123,
    median: 0.102,
    factors: [0.744, 1.34],
  },
  "TENSORRT_LLM experts": {
    rows: 335,
    mean: 0.233,
    median: 0.158,
    factors: [0.584, 1.71],
  },
  "VLLM B200 dense": {
    rows: 58,
    mean: 0.12,
    median: 0.0851,
    factors: [0.672, 1.49],
  },
  "VLLM B200 experts": {
    rows: 395,
    mean: 0.226,
    median: 0.176,
    factors: [0.631, 1.58],
  },
  "VLLM H100-SXM dense": {
    rows: 148,
    mean: 0.169,
    median: 0.151,
    factors: [0.728, 1.37],
  },
  "VLLM H100-SXM experts": {
    rows: 156,
    mean: 0.156,
    median: 0.148,
    factors: [0.722, 1.38],
  },
  "VLLM H200 experts": {
    rows: 111,
    mean: 0.133,
    median: 0.114,
    factors: [0.691, 1.45],
  },
  "VLLM dense": {
    rows: 206,
    mean: 0.155,
    median: 0.137,
    factors: [0.717, 1.39],
  },
  "VLLM experts": {
    rows: 772,
    mean: 0.196,
    median: 0.155,
    factors: [0.641, 1.56],
  },
};

export const ENERGY_FACTORS: ErrorFactors = [0.596, 1.68];

export const POWER_SHARES: PowerShares = { idle: 0.508, memory: 0.165, compute: 3.14 };
