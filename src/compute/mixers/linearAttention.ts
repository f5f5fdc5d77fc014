import type { MixerKind } from "./mixerKind.ts";
import { type Projection, projectionWeights } from "./projection.ts";
import { FLOPS_PER_STATE_ELEMENT, recurrentStateBytes } from "./recurrentState.ts";

/** Attention without softmax: a state of `keyDim` x `valueDim` for each value head that every token updates and reads. */
export interface LinearAttention {
  kind: "linear-attention";
  /**
   * The change of the state by a token: `decay` fades it and adds to it (lightning attention, arXiv 2401.04658), `delta`
   * also removes the value that the key recalls (gated delta net, arXiv 2412.06464; Kimi delta attention, arXiv 2510.26692).
   */
  rule: "decay" | "delta";
  keyHeads: number;
  valueHeads: number;
  keyDim: number;
  valueDim: number;
  /** Length of the causal convolution over queries, keys and values; 0 without one. */
  convolution: number;
  /** Projections of the hidden state other than queries, keys and values: output gate, decay, write strength. */
  gates: Projection[];
  vectorWeights: number;
}

/** FLOP for each element of the state with which the delta rule recalls the value that the key holds. */
const FLOPS_TO_RECALL = 2;

export const linearAttentionKind: MixerKind<LinearAttention> = {
  recurrent: true,
  matrixWeights: (mixer, hidden) => {
    const convolved = convolvedOf(mixer);
    const gates = mixer.gates.reduce((sum, gate) => sum + projectionWeights(gate, hidden), 0);
    return hidden * (convolved + valuesOf(mixer)) + convolved * mixer.convolution + gates;
  },
  indexerWeights: () => 0,
  attentionFlops: () => 0,
  indexerFlops: () => 0,
  recurrenceFlops: (mixer) =>
    (FLOPS_PER_STATE_ELEMENT + (mixer.rule === "delta" ? FLOPS_TO_RECALL : 0)) * elementsOf(mixer),
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

function valuesOf({ valueHeads, valueDim }: LinearAttention): number {
  return valueHeads * valueDim;
}

function elementsOf(mixer: LinearAttention): number {
  return valuesOf(mixer) * mixer.keyDim;
}

/** Queries, keys and values. */
function convolvedOf(mixer: LinearAttention): number {
  return 2 * mixer.keyHeads * mixer.keyDim + valuesOf(mixer);
}
