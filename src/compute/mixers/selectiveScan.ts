import type { MixerKind } from "./mixerKind.ts";
import { FLOPS_PER_STATE_ELEMENT, recurrentStateBytes } from "./recurrentState.ts";

/**
 * The first Mamba (arXiv 2312.00752): each channel has a state of `stateSize` elements with a decay of its own, and step
 * size, input and output of the state are projected from the channels.
 */
export interface SelectiveScan {
  kind: "selective-scan";
  channels: number;
  stateSize: number;
  /** Rank of the projection to the step sizes. */
  stepRank: number;
  /** Length of the causal convolution before the scan. */
  convolution: number;
  vectorWeights: number;
}

export const selectiveScanKind: MixerKind<SelectiveScan> = {
  recurrent: true,
  matrixWeights: ({ channels, stateSize, stepRank, convolution }, hidden) => {
    // Channels and their output gate come in, and the channels go out.
    const outer = 3 * hidden * channels;
    const steps = stepRank * channels;
    return outer + channels * convolution + channels * (stepRank + 2 * stateSize) + steps;
  },
  indexerWeights: () => 0,
  attentionFlops: () => 0,
  indexerFlops: () => 0,
  recurrenceFlops: ({ channels, stateSize }) => FLOPS_PER_STATE_ELEMENT * channels * stateSize,
  cacheBytes: () => 0,
  stateBytes: ({ channels, stateSize, convolution }) =>
    recurrentStateBytes({ elements: channels * stateSize, convolved: channels, convolution }),
  cacheBytesRead: () => 0,
  cacheCopies: () => 1,
};
