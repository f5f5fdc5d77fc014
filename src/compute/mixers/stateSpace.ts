import type { MixerKind } from "./mixerKind.ts";
import { FLOPS_PER_STATE_ELEMENT, recurrentStateBytes } from "./recurrentState.ts";

/** Mamba-2 (arXiv 2405.21060): a state of `stateSize` elements for each of `heads` x `headDim` channels. */
export interface StateSpace {
  kind: "state-space";
  heads: number;
  headDim: number;
  stateSize: number;
  /** Groups of heads that share input and output matrices (B, C). */
  groups: number;
  /** Length of the causal convolution before the scan. */
  convolution: number;
  vectorWeights: number;
}

export const stateSpaceKind: MixerKind<StateSpace> = {
  recurrent: true,
  matrixWeights: (mixer, hidden) => {
    const channels = channelsOf(mixer);
    const convolved = convolvedOf(mixer);
    // The output gate, the convolved channels and a step size for each head come in; the channels go out.
    return hidden * (channels + convolved + mixer.heads) + convolved * mixer.convolution + channels * hidden;
  },
  indexerWeights: () => 0,
  attentionFlops: () => 0,
  indexerFlops: () => 0,
  recurrenceFlops: (mixer) => FLOPS_PER_STATE_ELEMENT * elementsOf(mixer),
  cacheBytes: () => 0,
  stateBytes: (mixer) =>
    recurrentStateBytes({
      elements: elementsOf(mixer),
      convolved: convolvedOf(mixer),
      convolution: mixer.convolution,
    }),
  cacheBytesRead: () => 0,
  cacheCopies: () => 1,
};

function channelsOf({ heads, headDim }: StateSpace): number {
  return heads * headDim;
}

function elementsOf(mixer: StateSpace): number {
  return channelsOf(mixer) * mixer.stateSize;
}

/** The channels, and the input and output matrices of each group. */
function convolvedOf(mixer: StateSpace): number {
  return channelsOf(mixer) + 2 * mixer.groups * mixer.stateSize;
}
