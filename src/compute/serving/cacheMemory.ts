import type { Architecture, Mixer, Span } from "../architecture/architecture.ts";
import { isRecurrent } from "../architecture/architectureKind.ts";

const BYTES_PER_VALUE = 2;
/** States of recurrent layers are kept in 32 bits, as the recipes of Nemotron-H and Qwen3-Next ask for. */
const BYTES_PER_STATE_VALUE = 4;

/**
 * Bytes that one answer of `tokens` tokens, its prompt included, keeps between steps: keys and values in 16 bits, states
 * in 32. Attention with a window or chunks keeps no more than that many tokens, latent attention its latent and the
 * shared rotary key (DeepSeek-V2, arXiv 2405.04434, table 1), sparse attention everything and the keys of its indexer,
 * recurrent layers a state of fixed size and what their convolution looks back to.
 */
export function cacheBytes(architecture: Architecture, tokens: number): number {
  return sumOverMixers(architecture, (mixer) => mixerCacheBytes(mixer, tokens));
}

export function mixerCacheBytes(mixer: Mixer, tokens: number): number {
  switch (mixer.kind) {
    case "attention": {
      const width = mixer.kvHeads * (mixer.headDim + (mixer.keysAreValues ? 0 : mixer.valueDim));
      return BYTES_PER_VALUE * (width * keptTokens(mixer.span, tokens) + (mixer.indexer?.headDim ?? 0) * tokens);
    }
    case "latent-attention": {
      const width = mixer.kvRank + mixer.ropeDim;
      return BYTES_PER_VALUE * (width * keptTokens(mixer.span, tokens) + (mixer.indexer?.headDim ?? 0) * tokens);
    }
    case "compressed-attention": {
      const { compression } = mixer;
      const entries = compression ? tokens / compression.ratio : 0;
      const near = mixer.headDim * Math.min(tokens, mixer.window);
      const far = (mixer.headDim + (compression?.indexer?.headDim ?? 0)) * entries;
      return BYTES_PER_VALUE * (near + far);
    }
    default:
      return stateBytes(mixer);
  }
}

/** Bytes of a recurrent mixer's state, which every step reads and writes; 0 for attention. */
export function stateBytes(mixer: Mixer): number {
  if (mixer.kind === "state-space") {
    const convolved = mixer.heads * mixer.headDim + 2 * mixer.groups * mixer.stateSize;
    const state = mixer.heads * mixer.headDim * mixer.stateSize;
    return BYTES_PER_STATE_VALUE * state + BYTES_PER_VALUE * convolved * (mixer.convolution - 1);
  }
  if (mixer.kind === "linear-attention") {
    const convolved = 2 * mixer.keyHeads * mixer.keyDim + mixer.valueHeads * mixer.valueDim;
    const state = mixer.valueHeads * mixer.keyDim * mixer.valueDim;
    return BYTES_PER_STATE_VALUE * state + BYTES_PER_VALUE * convolved * Math.max(0, mixer.convolution - 1);
  }
  return 0;
}

/**
 * On how many of `count` accelerators each part of a mixer's cache is kept: heads are cut among them, and where there are
 * fewer than accelerators, or one latent that all heads share, it is there several times.
 */
export function cacheCopies(mixer: Mixer, count: number): number {
  if (isRecurrent(mixer)) return 1;
  return mixer.kind === "attention" ? Math.max(1, count / mixer.kvHeads) : count;
}

/** Adds something up over all mixers of all layers. */
export function sumOverMixers(architecture: Architecture, of: (mixer: Mixer) => number): number {
  return architecture.layers.reduce(
    (sum, { count, mixers }) => sum + count * mixers.reduce((inner, mixer) => inner + of(mixer), 0),
    0,
  );
}

function keptTokens(span: Span, tokens: number): number {
  return span.kind === "window" || span.kind === "chunk" ? Math.min(tokens, span.tokens) : tokens;
}
