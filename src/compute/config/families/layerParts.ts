import { type Architecture, groupLayers, type Layer } from "../../architecture/architecture.ts";
import type { DenseFeedForward, Experts, FeedForward } from "../../architecture/feedForward.ts";
import { ComputeError } from "../../computeError.ts";
import type { Attention } from "../../mixers/attention.ts";
import type { Indexer } from "../../mixers/indexer.ts";
import type { Mixer } from "../../mixers/mixer.ts";
import type { Span } from "../../mixers/span.ts";
import type { ConfigFields } from "./configFields.ts";

export interface HeadShape {
  heads: number;
  kvHeads: number;
  headDim: number;
  valueDim?: number;
}

/** The heads in the usual fields; `num_key_value_heads` and `head_dim` have the defaults of Hugging Face's configs. */
export function headShape(fields: ConfigFields, headDimByDefault?: number, kvHeadsByDefault?: number): HeadShape {
  const heads = fields.number("num_attention_heads");
  const headDim = fields.optionalNumber("head_dim", "attention_head_dim") ?? headDimByDefault;
  return {
    heads,
    kvHeads: fields.optionalNumber("num_key_value_heads") ?? kvHeadsByDefault ?? heads,
    headDim: headDim ?? Math.floor(fields.number("hidden_size") / heads),
  };
}

export interface AttentionTraits {
  span?: Span;
  /** Whether the query, key and value projections have biases. */
  inputBias?: boolean;
  outputBias?: boolean;
  /** The norm of queries and keys, with one weight for each channel of a head or of all heads together. */
  queryKeyNorm?: "none" | "head" | "all-heads";
  /** Whether each head has a learned logit that takes attention away. */
  sinks?: boolean;
  gateWidth?: number;
  /** Rank of the query projection, which has a norm between its two matrices. */
  queryRank?: number | null;
  sharesCache?: boolean;
  keysAreValues?: boolean;
  indexer?: Indexer;
  /** The weights of the indexer's norms. */
  indexerVectors?: number;
}

export function attention(shape: HeadShape, hidden: number, traits: AttentionTraits = {}): Attention {
  const { heads, kvHeads, headDim, valueDim = headDim } = shape;
  const keyHeads = traits.sharesCache ? 0 : kvHeads;
  const inputs = (heads + keyHeads) * headDim + keyHeads * valueDim;
  const norms = {
    none: 0,
    head: (traits.sharesCache ? 1 : 2) * headDim,
    "all-heads": (heads + keyHeads) * headDim,
  }[traits.queryKeyNorm ?? "none"];
  return {
    kind: "attention",
    heads,
    kvHeads,
    headDim,
    valueDim,
    span: traits.span ?? { kind: "all" },
    indexer: traits.indexer ?? null,
    queryRank: traits.queryRank ?? null,
    gateWidth: traits.gateWidth ?? 0,
    keysAreValues: traits.keysAreValues ?? false,
    sharesCache: traits.sharesCache ?? false,
    vectorWeights:
      (traits.inputBias ? inputs : 0) +
      (traits.outputBias ? hidden : 0) +
      norms +
      (traits.sinks ? heads : 0) +
      (traits.queryRank ?? 0) +
      (traits.indexerVectors ?? 0),
  };
}

/** A window of `tokens` tokens, or everything where `tokens` is null. */
export function windowOrAll(tokens: number | null): Span {
  return tokens === null ? { kind: "all" } : { kind: "window", tokens };
}

export function dense(
  width: number,
  hidden: number,
  traits: { gated?: boolean; bias?: boolean } = {},
): DenseFeedForward {
  const gated = traits.gated ?? true;
  return { kind: "dense", width, gated, vectorWeights: traits.bias ? (gated ? 2 : 1) * width + hidden : 0 };
}

export function experts(shape: Pick<Experts, "count" | "active" | "width"> & Partial<Experts>): Experts {
  return {
    kind: "experts",
    gated: true,
    latentSize: null,
    sharedWidth: 0,
    sharedGate: false,
    idle: null,
    vectorWeights: 0,
    expertVectorWeights: 0,
    ...shape,
  };
}

/** A layer whose norms have `norms` times the hidden size as weights; 2 stands for one norm before each half. */
export function layer(hidden: number, mixers: Mixer[], feedForward: FeedForward | null, norms = 2): Layer {
  return { mixers, feedForward, sideWeights: 0, vectorWeights: norms * hidden };
}

export interface ModelTraits {
  tiedByDefault?: boolean;
  /** The weights of the final norm and others outside the layers; the hidden size by default. */
  vectorWeights?: number;
  residualStreams?: number;
  furtherEmbeddings?: number;
  vocabularyByDefault?: number;
}

/** A model of these layers; everything around them is read from the usual fields. */
export function model(fields: ConfigFields, layers: Layer[], traits: ModelTraits = {}): Architecture {
  const hiddenSize = fields.number("hidden_size");
  return {
    modelType: fields.optionalText("model_type") ?? "",
    hiddenSize,
    vocabularySize: fields.optionalNumber("vocab_size") ?? traits.vocabularyByDefault ?? fields.number("vocab_size"),
    tiedEmbeddings: fields.flag("tie_word_embeddings", traits.tiedByDefault ?? false),
    residualStreams: traits.residualStreams ?? 1,
    vectorWeights: traits.vectorWeights ?? hiddenSize,
    furtherEmbeddings: traits.furtherEmbeddings ?? 0,
    contextLength: fields.optionalNumber("max_position_embeddings", "max_sequence_length", "seq_length"),
    layers: groupLayers(layers),
  };
}

/** The largest published models have a hundred and a few. */
const MOST_LAYERS = 10_000;

/** `count` layers, each given by its index from 0. Throws `UNSUPPORTED_CONFIG` unless there are 1 to 10,000. */
export function layersOf(count: number, at: (index: number) => Layer): Layer[] {
  if (!Number.isInteger(count) || count < 1 || count > MOST_LAYERS) {
    throw new ComputeError(
      "UNSUPPORTED_CONFIG",
      `The config states ${count} layers. A model has a whole number of them, from 1 to ${MOST_LAYERS}.`,
    );
  }
  return Array.from({ length: count }, (_, index) => at(index));
}
