import { BYTES_PER_VALUE } from "./keyValueCache.ts";

/** States of recurrent layers are kept in 32 bits, as the recipes of Nemotron-H and Qwen3-Next ask for. */
const BYTES_PER_STATE_ELEMENT = 4;

/**
 * FLOP of one token for each element of the state: 1 to fade it, 2 to add the outer product of input and key, 2 to read
 * it. This holds for Mamba-2 (arXiv 2405.21060) and for lightning attention (arXiv 2401.04658).
 */
export const FLOPS_PER_STATE_ELEMENT = 5;

interface RecurrentState {
  elements: number;
  /** Channels that go through the causal convolution. */
  convolved: number;
  /** Length of the causal convolution; 0 without one. */
  convolution: number;
}

/** Bytes of a state in 32 bits, and of the earlier inputs, in 16 bits, that the convolution looks back to. */
export function recurrentStateBytes({ elements, convolved, convolution }: RecurrentState): number {
  return BYTES_PER_STATE_ELEMENT * elements + BYTES_PER_VALUE * convolved * Math.max(0, convolution - 1);
}
