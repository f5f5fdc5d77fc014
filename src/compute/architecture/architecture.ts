/**
 * The architecture of a language model, as far as its mathematics needs it: which matrices a token is multiplied with
 * and what it attends to. Vision and audio encoders, and the layers that only predict further tokens (MTP), are left out.
 */
export interface Architecture {
  /** The `model_type` that it was read from. */
  modelType: string;
  /** Width of the residual stream. */
  hiddenSize: number;
  /** Rows of the embedding. */
  vocabularySize: number;
  /** Whether the output head is the transposed embedding. */
  tiedEmbeddings: boolean;
  /** Parallel residual streams mixed by learned matrices (hyper-connections); 1 is the plain residual. */
  residualStreams: number;
  /** Weights outside layers, embedding and head: the final norm, a bias of the head. */
  vectorWeights: number;
  /** Longest context in tokens that the config states. */
  contextLength: number | null;
  /** Equal layers together, in the order in which each kind first occurs. */
  layers: LayerGroup[];
}

export interface LayerGroup extends Layer {
  /** How many layers of the model are like this one. */
  count: number;
}

export interface Layer {
  /** What mixes tokens: none in a layer that is only feed-forward, two where they stand side by side. */
  mixers: Mixer[];
  feedForward: FeedForward | null;
  /** Weights of the layer's own norms and scales. */
  vectorWeights: number;
}

/**
 * What mixes tokens. In each kind `vectorWeights` are the weights that are added or scaled elementwise (biases, norms,
 * sinks): they count as parameters and cost next to nothing.
 */
export type Mixer = Attention | LatentAttention | CompressedAttention | StateSpace | LinearAttention;

/** Softmax attention with grouped queries (GQA, Ainslie et al. 2023; heads = kvHeads is multi-head, kvHeads = 1 multi-query). */
export interface Attention {
  kind: "attention";
  heads: number;
  kvHeads: number;
  /** Width of a query and key head. */
  headDim: number;
  /** Width of a value head. */
  valueDim: number;
  span: Span;
  /** Picks what is attended to; it has a cost of its own. */
  indexer: Indexer | null;
  /** Values of the output gate that are projected from the hidden state; 0 without one. */
  gateWidth: number;
  /** Whether keys are used as values, so that there is no value projection. */
  keysAreValues: boolean;
  vectorWeights: number;
}

/** Multi-head latent attention (MLA, DeepSeek-V2, arXiv 2405.04434): keys and values are cached as one latent vector. */
export interface LatentAttention {
  kind: "latent-attention";
  heads: number;
  /** Rank of the query projection; null where it is one full matrix. */
  queryRank: number | null;
  /** Width of the latent that keys and values are expanded from. */
  kvRank: number;
  /** Width of the part of a query and key head without position. */
  nopeDim: number;
  /** Width of the part with rotary position; its key is shared by all heads. */
  ropeDim: number;
  valueDim: number;
  span: Span;
  indexer: Indexer | null;
  gateWidth: number;
  vectorWeights: number;
}

/**
 * Attention of DeepSeek-V4: one head that is both key and value, a sliding window, and beyond it entries that each
 * stand for several tokens; the output goes through grouped low-rank matrices.
 */
export interface CompressedAttention {
  kind: "compressed-attention";
  heads: number;
  headDim: number;
  queryRank: number;
  outputGroups: number;
  outputRank: number;
  /** Latest tokens, the present one included, that are attended to as they are. */
  window: number;
  compression: Compression | null;
  vectorWeights: number;
}

export interface Compression {
  /** Tokens that one entry stands for. */
  ratio: number;
  /** 2 where neighbouring entries overlap: each token then feeds two entries. */
  series: number;
  /** Scores all entries and keeps the best; null where all are attended to. */
  indexer: { heads: number; headDim: number; top: number } | null;
}

/** The lightning indexer of sparse attention: scores every earlier token with small heads (DeepSeek-V3.2, arXiv 2512.02556). */
export interface Indexer {
  heads: number;
  headDim: number;
  /** Width of what its queries are projected from: the query latent or the hidden state. */
  queryInput: number;
  /** Whether heads are weighted by a projection of the hidden state. */
  weightedHeads: boolean;
}

/** Mamba-2 (arXiv 2405.21060): a state of `stateSize` for each of `heads` x `headDim` channels. */
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

/** Attention without softmax: a state of `keyDim` x `valueDim` for each value head that every token updates and reads. */
export interface LinearAttention {
  kind: "linear-attention";
  /**
   * How a token changes the state: `decay` fades it and adds (lightning attention, arXiv 2401.04658), `delta` also takes
   * out what the key already recalls (gated delta net, arXiv 2412.06464; Kimi delta attention, arXiv 2510.26692).
   */
  rule: "decay" | "delta";
  keyHeads: number;
  valueHeads: number;
  keyDim: number;
  valueDim: number;
  /** Length of the causal convolution over queries, keys and values; 0 without one. */
  convolution: number;
  /** Projections of the hidden state beside queries, keys and values: output gate, decay, write strength. */
  gates: Projection[];
  vectorWeights: number;
}

export interface Projection {
  width: number;
  /** Rank where it is a product of two matrices, else null. */
  rank: number | null;
}

/** What a token at position t (from 1) attends to among the t tokens up to and including itself. */
export type Span =
  | { kind: "all" }
  /** The latest `tokens`, itself included. */
  | { kind: "window"; tokens: number }
  /** Those in the same chunk of `tokens`. */
  | { kind: "chunk"; tokens: number }
  /** The `tokens` that an indexer picks. */
  | { kind: "top"; tokens: number }
  /** The `blocks` blocks of `blockSize` tokens that an indexer picks, the present one always among them. */
  | { kind: "top-blocks"; blocks: number; blockSize: number }
  /** The latest `localBlocks` blocks of `blockSize` tokens and, averaged over heads, one in `stride` of those before. */
  | { kind: "strided-blocks"; localBlocks: number; stride: number; blockSize: number };

export type FeedForward = DenseFeedForward | Experts;

export interface DenseFeedForward {
  kind: "dense";
  width: number;
  /** Three matrices (gate, up, down) if gated, else two. */
  gated: boolean;
  vectorWeights: number;
}

/** Routed experts, of which a token visits `active`, and one shared expert that every token visits. */
export interface Experts {
  kind: "experts";
  count: number;
  active: number;
  width: number;
  gated: boolean;
  /** Width that routed experts work in where it is not the hidden size; two matrices lead there and back. */
  latentSize: number | null;
  /** Width of all shared experts together; a dense feed-forward beside the experts counts as one. 0 without. */
  sharedWidth: number;
  /** Whether a projection of the hidden state to one value scales the shared expert. */
  sharedGate: boolean;
  /** Elementwise weights that every token meets. */
  vectorWeights: number;
  /** Elementwise weights (biases) of each routed expert. */
  expertVectorWeights: number;
}

/** Puts equal layers together. */
export function groupLayers(layers: Layer[]): LayerGroup[] {
  const groups = new Map<string, LayerGroup>();
  for (const layer of layers) {
    const key = JSON.stringify(layer);
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { count: 1, ...layer });
  }
  return [...groups.values()];
}
