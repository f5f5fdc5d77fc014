import type {
  Compression,
  Experts,
  FeedForward,
  Indexer,
  LinearAttention,
  Mixer,
  Projection,
} from "../architecture/architecture.ts";

/**
 * The weights of a mixer's matrices, convolutions included: each takes part in one multiply-add for every token.
 * `hidden` is the width of the residual stream.
 */
export function mixerMatrices(mixer: Mixer, hidden: number): number {
  switch (mixer.kind) {
    case "attention": {
      const queries = mixer.heads * mixer.headDim;
      const keys = mixer.kvHeads * mixer.headDim;
      const values = mixer.keysAreValues ? 0 : mixer.kvHeads * mixer.valueDim;
      return hidden * (queries + keys + values + mixer.gateWidth + mixer.heads * mixer.valueDim);
    }
    case "latent-attention": {
      const queries = mixer.heads * (mixer.nopeDim + mixer.ropeDim);
      const keysAndValues = mixer.kvRank * mixer.heads * (mixer.nopeDim + mixer.valueDim);
      return (
        projection({ width: queries, rank: mixer.queryRank }, hidden) +
        hidden * (mixer.kvRank + mixer.ropeDim + mixer.gateWidth) +
        keysAndValues +
        mixer.heads * mixer.valueDim * hidden
      );
    }
    case "compressed-attention": {
      const heads = mixer.heads * mixer.headDim;
      const output = heads * mixer.outputRank + mixer.outputGroups * mixer.outputRank * hidden;
      const compressor = mixer.compression ? compressorMatrices(mixer.compression, mixer.headDim, hidden) : 0;
      return projection({ width: heads, rank: mixer.queryRank }, hidden) + hidden * mixer.headDim + output + compressor;
    }
    case "state-space": {
      const inner = mixer.heads * mixer.headDim;
      const convolved = inner + 2 * mixer.groups * mixer.stateSize;
      return hidden * (inner + convolved + mixer.heads) + convolved * mixer.convolution + inner * hidden;
    }
    case "linear-attention": {
      const values = mixer.valueHeads * mixer.valueDim;
      const convolved = 2 * mixer.keyHeads * mixer.keyDim + values;
      return hidden * (convolved + values) + convolved * mixer.convolution + gateMatrices(mixer, hidden);
    }
  }
}

/** The weights of the matrices with which sparse attention picks what it attends to; 0 without an indexer. */
export function indexerMatrices(mixer: Mixer, hidden: number): number {
  if (mixer.kind === "compressed-attention") {
    const indexer = mixer.compression?.indexer;
    if (!mixer.compression || !indexer) return 0;
    const scorer = mixer.queryRank * indexer.heads * indexer.headDim + hidden * indexer.heads;
    return scorer + compressorMatrices(mixer.compression, indexer.headDim, hidden);
  }
  if (mixer.kind === "attention" || mixer.kind === "latent-attention") {
    return mixer.indexer ? lightningMatrices(mixer.indexer, hidden) : 0;
  }
  return 0;
}

/** The weights of a feed-forward layer's matrices by what becomes of them. */
export interface FeedForwardMatrices {
  dense: number;
  router: number;
  /** One routed expert. */
  expert: number;
  /** What leads routed tokens into the experts' own width and back. */
  latent: number;
  shared: number;
}

export function feedForwardMatrices(feedForward: FeedForward, hidden: number): FeedForwardMatrices {
  if (feedForward.kind === "dense") {
    const dense = gatedMatrices(feedForward.gated, hidden, feedForward.width);
    return { dense, router: 0, expert: 0, latent: 0, shared: 0 };
  }
  return {
    dense: 0,
    router: hidden * feedForward.count,
    expert: gatedMatrices(feedForward.gated, feedForward.latentSize ?? hidden, feedForward.width),
    latent: 2 * hidden * (feedForward.latentSize ?? 0),
    shared: sharedMatrices(feedForward, hidden),
  };
}

/**
 * The weights that mix parallel residual streams before and after one mixer or feed-forward: n inputs and n² + 2n
 * coefficients from all n streams (manifold-constrained hyper-connections, DeepSeek-V4). 0 for the plain residual.
 */
export function streamMatrices(streams: number, hidden: number): number {
  return streams === 1 ? 0 : (streams * streams + 2 * streams) * streams * hidden;
}

function sharedMatrices(experts: Experts, hidden: number): number {
  return gatedMatrices(experts.gated, hidden, experts.sharedWidth) + (experts.sharedGate ? hidden : 0);
}

function gatedMatrices(gated: boolean, input: number, width: number): number {
  return (gated ? 3 : 2) * input * width;
}

function projection({ width, rank }: Projection, input: number): number {
  return rank === null ? input * width : input * rank + rank * width;
}

function gateMatrices(mixer: LinearAttention, hidden: number): number {
  return mixer.gates.reduce((sum, gate) => sum + projection(gate, hidden), 0);
}

/** Each token gives a value and a weight to every entry that it is part of. */
function compressorMatrices(compression: Compression, width: number, hidden: number): number {
  return 2 * hidden * compression.series * width;
}

function lightningMatrices(indexer: Indexer, hidden: number): number {
  const queries = indexer.queryInput * indexer.heads * indexer.headDim;
  return queries + hidden * indexer.headDim + (indexer.weightedHeads ? hidden * indexer.heads : 0);
}
