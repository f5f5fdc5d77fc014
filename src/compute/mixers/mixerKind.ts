import type { Pass } from "./pass.ts";

/**
 * Everything that is known of one kind of attention or state-space layer. Weights and FLOPs are those of one layer,
 * bytes those of one answer in one layer; one multiply-add is 2 FLOP. `hidden` is the width of the residual stream.
 *
 * No property is optional: a kind says by itself that it has no indexer, no cache or no state.
 */
export interface MixerKind<Mixer> {
  /** Whether it keeps a state of fixed size instead of a cache that grows with the context. */
  recurrent: boolean;
  /** The weights of its matrices and convolutions, each of which takes part in one multiply-add for every token. */
  matrixWeights: (mixer: Mixer, hidden: number) => number;
  /** The weights of the matrices with which it picks the tokens to attend to. */
  indexerWeights: (mixer: Mixer, hidden: number) => number;
  /** FLOP of the scores of queries with keys, and of the values weighted by them. */
  attentionFlops: (mixer: Mixer, pass: Pass) => number;
  /** FLOP of the scores by which it picks the tokens to attend to. */
  indexerFlops: (mixer: Mixer, pass: Pass) => number;
  /** FLOP with which one token updates and reads the state. */
  recurrenceFlops: (mixer: Mixer) => number;
  /** Bytes of keys, values and latents that are kept after `tokens` tokens, in one copy. */
  cacheBytes: (mixer: Mixer, tokens: number) => number;
  /** Bytes of the state, which every step reads and writes. */
  stateBytes: (mixer: Mixer) => number;
  /** Bytes of one copy of the cache that a step reads at a context of `tokens` tokens. */
  cacheBytesRead: (mixer: Mixer, tokens: number) => number;
  /** The number of copies of the cache that `accelerators` accelerators keep together when they share the layer. */
  cacheCopies: (mixer: Mixer, accelerators: number) => number;
}
