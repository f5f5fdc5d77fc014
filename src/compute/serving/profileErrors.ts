// Written by data/scripts/profileErrors.ts: not by hand.
import type { CellError, ErrorFactors } from "./estimateErrors.ts";
import type { PowerShares } from "./power.ts";

export const ERRORS: Record<string, CellError> = {
  "SGLANG B200 experts": {
    rows: 297,
    mean: 0.122,
    median: 0.0922,
    factors: [0.714, 1.4],
  },
  "SGLANG B300 experts": {
    rows: 123,
    mean: 0.262,
    median: 0.243,
    factors: [0.566, 1.77],
  },
  "SGLANG H200 experts": {
    rows: 61,
    mean: 0.172,
    median: 0.165,
    factors: [0.675, 1.48],
  },
  "SGLANG dense": {
    rows: 130,
    mean: 0.0773,
    median: 0.0529,
    factors: [0.815, 1.23],
  },
  "SGLANG experts": {
    rows: 481,
    mean: 0.164,
    median: 0.121,
    factors: [0.654, 1.53],
  },
  "TENSORRT_LLM B200 experts": {
    rows: 187,
    mean: 0.287,
    median: 0.235,
    factors: [0.6, 1.67],
  },
  "TENSORRT_LLM H100-SXM dense": {
    rows: 395,
    mean: 0.12,
    median: 0.0734,
    factors: [0.71, 1.41],
  },
  "TENSORRT_LLM H200 experts": {
    rows: 139,
    mean: 0.0951,
    median: 0.0842,
    factors: [0.742, 1.35],
  },
  "TENSORRT_LLM dense": {
    rows: 442,
    mean: 0.121,
    median: 0.0748,
    factors: [0.71, 1.41],
  },
  "TENSORRT_LLM experts": {
    rows: 335,
    mean: 0.205,
    median: 0.135,
    factors: [0.607, 1.65],
  },
  "VLLM B200 dense": {
    rows: 58,
    mean: 0.114,
    median: 0.0706,
    factors: [0.671, 1.49],
  },
  "VLLM B200 experts": {
    rows: 395,
    mean: 0.191,
    median: 0.146,
    factors: [0.661, 1.51],
  },
  "VLLM H100-SXM dense": {
    rows: 148,
    mean: 0.0601,
    median: 0.0518,
    factors: [0.858, 1.17],
  },
  "VLLM H100-SXM experts": {
    rows: 156,
    mean: 0.118,
    median: 0.103,
    factors: [0.772, 1.3],
  },
  "VLLM H200 experts": {
    rows: 111,
    mean: 0.0879,
    median: 0.0696,
    factors: [0.777, 1.29],
  },
  "VLLM dense": {
    rows: 206,
    mean: 0.0752,
    median: 0.0581,
    factors: [0.819, 1.22],
  },
  "VLLM experts": {
    rows: 772,
    mean: 0.164,
    median: 0.123,
    factors: [0.673, 1.49],
  },
};

export const ENERGY_FACTORS: ErrorFactors = [0.655, 1.53];

export const POWER_SHARES: PowerShares = { idle: 0.509, memory: 0.181, compute: 3.06 };
