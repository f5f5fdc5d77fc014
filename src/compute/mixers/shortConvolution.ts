import type { MixerKind } from "./mixerKind.ts";
import { recurrentStateBytes } from "./recurrentState.ts";

/** A causal convolution of a few tokens between two gates (LFM2, arXiv 2511.23404): its state is the inputs that it looks back to. */
export interface ShortConvolution {
  kind: "short-convolution";
  channels: number;
  /** Length of the convolution. */
  convolution: number;
  vectorWeights: number;
}

/** FLOP of a channel at the gate before the convolution and the one after it. */
const FLOPS_OF_GATES = 2;

export const shortConvolutionKind: MixerKind<ShortConvolution> = {
  recurrent: true,
  // The channels and their two gates come in, and the channels go out.
  matrixWeights: ({ channels, convolution }, hidden) => 4 * hidden * channels + channels * convolution,
  indexerWeights: () => 0,
  attentionFlops: () => 0,
  indexerFlops: () => 0,
  recurrenceFlops: ({ channels }) => FLOPS_OF_GATES * channels,
  cacheBytes: () => 0,
  stateBytes: ({ channels, convolution }) => recurrentStateBytes({ elements: 0, convolved: channels, convolution }),
  cacheBytesRead: () => 0,
  cacheCopies: () => 1,
};
