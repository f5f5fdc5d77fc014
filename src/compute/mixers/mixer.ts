import { type Attention, attentionKind } from "./attention.ts";
import { type CompressedAttention, compressedAttentionKind } from "./compressedAttention.ts";
import { type LatentAttention, latentAttentionKind } from "./latentAttention.ts";
import { type LinearAttention, linearAttentionKind } from "./linearAttention.ts";
import type { MixerKind } from "./mixerKind.ts";
import { type SelectiveScan, selectiveScanKind } from "./selectiveScan.ts";
import { type ShortConvolution, shortConvolutionKind } from "./shortConvolution.ts";
import { type StateSpace, stateSpaceKind } from "./stateSpace.ts";

/**
 * The part of a layer that mixes tokens. In each kind `vectorWeights` are the weights that are added or scaled
 * elementwise (biases, norms, sinks): they count as parameters and cost next to nothing.
 */
export type Mixer =
  | Attention
  | LatentAttention
  | CompressedAttention
  | StateSpace
  | SelectiveScan
  | ShortConvolution
  | LinearAttention;

/** A table with an entry for each kind of a union of mixers. */
export type MixerTable<Union extends { kind: string }> = {
  [Kind in Union["kind"]]: MixerKind<Extract<Union, { kind: Kind }>>;
};

/** Every kind of mixer. The compiler refuses a kind without an entry, and an entry without one of its properties. */
export const MIXERS: MixerTable<Mixer> = {
  attention: attentionKind,
  "latent-attention": latentAttentionKind,
  "compressed-attention": compressedAttentionKind,
  "state-space": stateSpaceKind,
  "selective-scan": selectiveScanKind,
  "short-convolution": shortConvolutionKind,
  "linear-attention": linearAttentionKind,
};

/** Everything that is known of the kind of a mixer. */
export function kindOf(mixer: Mixer): MixerKind<Mixer> {
  // The table gives each mixer the entry of its own kind, which the compiler cannot follow through a look-up.
  return MIXERS[mixer.kind] as MixerKind<Mixer>;
}
