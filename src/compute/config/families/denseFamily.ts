import type { Architecture } from "../../architecture/architecture.ts";
import type { Span } from "../../mixers/span.ts";
import type { ConfigFields } from "./configFields.ts";
import {
  type AttentionTraits,
  attention,
  dense,
  type HeadShape,
  headShape,
  layer,
  layersOf,
  model,
  windowOrAll,
} from "./layerParts.ts";

/** The differences between decoders that have attention and one feed-forward in every layer. */
export interface DenseTraits {
  inputBias?: boolean;
  outputBias?: boolean;
  queryKeyNorm?: AttentionTraits["queryKeyNorm"];
  feedForwardBias?: boolean;
  /** Whether feed-forwards have a gate, as nearly all have; without one they have two matrices. */
  gated?: boolean;
  /** Elementwise weights of a feed-forward other than its biases. */
  feedForwardVectors?: number;
  /** The norms' weights of a layer in hidden sizes: 2 by default, 4 where each half also has a norm after it or norms have a bias. */
  norms?: number;
  finalNorms?: number;
  /** Elementwise weights outside the layers other than the final norm. */
  furtherVectors?: number;
  furtherEmbeddings?: number;
  headDim?: number;
  /** The width of feed-forwards where the config does not state it. */
  width?: number;
  /** The heads where they are in fields of their own. */
  shape?: HeadShape;
  tiedByDefault?: boolean;
  vocabularyByDefault?: number;
  /** The tokens that layer `index` attends to. */
  span?: (index: number) => Span;
}

export function readDense(fields: ConfigFields, traits: DenseTraits = {}): Architecture {
  const hidden = fields.number("hidden_size");
  const width =
    fields.optionalNumber("intermediate_size", "ff_intermediate_size") ??
    traits.width ??
    fields.number("intermediate_size", "ff_intermediate_size");
  const shape = traits.shape ?? headShape(fields, traits.headDim);
  const plain = dense(width, hidden, { gated: traits.gated, bias: traits.feedForwardBias });
  const feedForward = { ...plain, vectorWeights: plain.vectorWeights + (traits.feedForwardVectors ?? 0) };
  const layers = layersOf(fields.number("num_hidden_layers", "num_layers"), (index) =>
    layer(hidden, [attention(shape, hidden, { ...traits, span: traits.span?.(index) })], feedForward, traits.norms),
  );
  return model(fields, layers, {
    tiedByDefault: traits.tiedByDefault,
    vocabularyByDefault: traits.vocabularyByDefault,
    vectorWeights: (traits.finalNorms ?? 1) * hidden + (traits.furtherVectors ?? 0),
    furtherEmbeddings: traits.furtherEmbeddings,
  });
}

/** Llama and the models of its shape: Mistral, Phi-3, Granite, SmolLM, EXAONE 3.5. */
export function readLlama(fields: ConfigFields): Architecture {
  const bias = fields.flag("attention_bias", fields.flag("use_bias", false));
  return readDense(fields, {
    inputBias: bias,
    outputBias: bias,
    feedForwardBias: fields.flag("mlp_bias", false),
    span: () => windowOrAll(fields.optionalNumber("sliding_window")),
  });
}

/** ERNIE 4.5 and SmolLM3 tie their embeddings unless the config states otherwise. */
export function readTiedLlama(fields: ConfigFields): Architecture {
  return readDense(fields, { tiedByDefault: true });
}

/** Qwen2 and MiMo have biases on queries, keys and values even where the config does not state it. */
export function readQwen2(fields: ConfigFields): Architecture {
  return readDense(fields, { inputBias: fields.flag("attention_bias", true), span: qwenSpans(fields) });
}

/** Qwen3 and the language part of Qwen3-VL norm queries and keys. */
export function readQwen3(fields: ConfigFields): Architecture {
  const bias = fields.flag("attention_bias", false);
  return readDense(fields, {
    inputBias: bias,
    outputBias: bias,
    queryKeyNorm: "head",
    headDim: 128,
    span: qwenSpans(fields),
  });
}

/** Layers from `max_window_layers` on are windowed if `use_sliding_window` is set. */
function qwenSpans(fields: ConfigFields): (index: number) => Span {
  if (!fields.flag("use_sliding_window", false)) return () => ({ kind: "all" });
  const first = fields.number("max_window_layers");
  const window = fields.number("sliding_window");
  return (index) => windowOrAll(index >= first ? window : null);
}

/** OLMo 2 norms queries and keys over all heads; OLMo 3 adds windows in three of four layers. */
export function readOlmo(fields: ConfigFields): Architecture {
  return readDense(fields, { queryKeyNorm: "all-heads", span: windowsByLayerType(fields, everyNthIsFull(4)) });
}

export function readExaone4(fields: ConfigFields): Architecture {
  return readDense(fields, { queryKeyNorm: "head", span: windowsByLayerType(fields, everyNthIsFull(4)) });
}

/** GLM-4-0414 has norms before and after each half, and biases on queries, keys and values. */
export function readGlm4(fields: ConfigFields): Architecture {
  return readDense(fields, { inputBias: fields.flag("attention_bias", true), headDim: 128, norms: 4 });
}

export function readSeedOss(fields: ConfigFields): Architecture {
  return readDense(fields, {
    inputBias: fields.flag("attention_bias", true),
    outputBias: fields.flag("attention_out_bias", false),
    headDim: 128,
  });
}

/** Phi-3-small has biases everywhere, norms with a bias, and sparse layers that attend to near blocks and to some far ones. */
export function readPhi3Small(fields: ConfigFields): Architecture {
  const denseEvery = fields.number("dense_attention_every_n_layers");
  const sparse: Span = {
    kind: "strided-blocks",
    localBlocks: fields.number("blocksparse_num_local_blocks"),
    stride: fields.number("blocksparse_vert_stride"),
    blockSize: fields.number("blocksparse_block_size"),
  };
  return readDense(fields, {
    inputBias: true,
    outputBias: true,
    feedForwardBias: true,
    norms: 4,
    finalNorms: 2,
    tiedByDefault: true,
    span: (index) => ((index + 1) % denseEvery === 0 ? { kind: "all" } : sparse),
  });
}

/** Gemma ties its embeddings, which its config does not state. */
export function readGemma(fields: ConfigFields): Architecture {
  return readDense(fields, { headDim: 256, tiedByDefault: true });
}

/** Gemma 2 alternates windows with full attention, windows first, which its config does not state. */
export function readGemma2(fields: ConfigFields): Architecture {
  return readDense(fields, {
    headDim: 256,
    tiedByDefault: true,
    norms: 4,
    span: windowsByLayerType(fields, everyNthIsFull(2)),
  });
}

/** Gemma 3 has five windowed layers to each full one; its config may leave out its larger vocabulary. */
export function readGemma3(fields: ConfigFields): Architecture {
  return readDense(fields, {
    headDim: 256,
    tiedByDefault: true,
    vocabularyByDefault: 262_208,
    queryKeyNorm: "head",
    norms: 4,
    span: windowsByLayerType(fields, everyNthIsFull(fields.optionalNumber("sliding_window_pattern") ?? 6)),
  });
}

/** Hunyuan's dense models norm queries and keys. */
export function readHunyuanDense(fields: ConfigFields): Architecture {
  const bias = fields.flag("attention_bias", false);
  return readDense(fields, {
    inputBias: bias,
    outputBias: bias,
    queryKeyNorm: fields.flag("use_qk_norm", true) ? "head" : "none",
  });
}

/** InternLM 3 has a bias on queries, keys and values apart from the one of other matrices. */
export function readInternLm3(fields: ConfigFields): Architecture {
  const bias = fields.flag("attention_bias", fields.flag("bias", false));
  return readDense(fields, {
    shape: headShape(fields, undefined, 2),
    inputBias: fields.flag("qkv_bias", bias),
    outputBias: bias,
    feedForwardBias: fields.flag("mlp_bias", fields.flag("bias", false)),
  });
}

/** StableLM has norms with a bias. */
export function readStableLm(fields: ConfigFields): Architecture {
  return readDense(fields, { inputBias: fields.flag("use_qkv_bias", false), norms: 4, finalNorms: 2 });
}

/** The first OLMo has norms without weights. */
export function readOlmo1(fields: ConfigFields): Architecture {
  const bias = fields.flag("attention_bias", false);
  return readDense(fields, { inputBias: bias, outputBias: bias, norms: 0, finalNorms: 0 });
}

/** GLM-4-9B in the names of the hub's library. */
export function readGlm(fields: ConfigFields): Architecture {
  return readDense(fields, { inputBias: fields.flag("attention_bias", true), shape: headShape(fields, 128, 2) });
}

/**
 * Windows of `sliding_window` tokens in the layers that `layer_types` calls sliding. Without `layer_types`, the windows are
 * in the layers that are not full by default.
 */
export function windowsByLayerType(
  fields: ConfigFields,
  fullByDefault: (index: number) => boolean,
): (index: number) => Span {
  const window = fields.optionalNumber("sliding_window");
  const types = fields.perLayer<string>("layer_types", fields.number("num_hidden_layers"));
  return (index) => {
    const full = types ? types[index] !== "sliding_attention" : fullByDefault(index);
    return windowOrAll(full ? null : window);
  };
}

export function everyNthIsFull(n: number): (index: number) => boolean {
  return (index) => (index + 1) % n === 0;
}
