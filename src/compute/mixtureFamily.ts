import type { Architecture, FeedForward, Span } from "./architecture.ts";
import type { ConfigFields } from "./configFields.ts";
import { windowsByLayerType } from "./denseFamily.ts";
import {
  type AttentionTraits,
  attention,
  dense,
  experts,
  type HeadShape,
  headShape,
  layer,
  layersOf,
  type ModelTraits,
  model,
  windowOrAll,
} from "./layerParts.ts";

interface MixtureTraits extends ModelTraits {
  /** What a layer attends with; the usual head shape by default. */
  shape?: (index: number) => HeadShape;
  attention?: (index: number) => AttentionTraits;
  feedForward: (index: number) => FeedForward;
  norms?: number;
}

/** Grouped-query attention in every layer, and experts in most. */
function readMixture(fields: ConfigFields, traits: MixtureTraits): Architecture {
  const hidden = fields.number("hidden_size");
  const layers = layersOf(fields.number("num_hidden_layers"), (index) => {
    const shape = traits.shape?.(index) ?? headShape(fields);
    return layer(
      hidden,
      [attention(shape, hidden, traits.attention?.(index))],
      traits.feedForward(index),
      traits.norms,
    );
  });
  return model(fields, layers, traits);
}

/** Qwen3-MoE, the language part of Qwen3-VL-MoE too: experts in every `decoder_sparse_step`-th layer. */
export function readQwen3Moe(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const bias = fields.flag("attention_bias", false);
  return readMixture(fields, {
    attention: () => ({ inputBias: bias, outputBias: bias, queryKeyNorm: "head" }),
    feedForward: (index) => qwenFeedForward(fields, index, hidden),
  });
}

/** Experts of the Qwen models, with a shared one that is gated in Qwen3-Next and later. */
export function qwenFeedForward(fields: ConfigFields, index: number, hidden: number): FeedForward {
  const step = fields.optionalNumber("decoder_sparse_step") ?? 1;
  const denseLayers = fields.numbers("mlp_only_layers");
  if (!fields.has("num_experts") || denseLayers.includes(index) || (index + 1) % step !== 0) {
    return dense(fields.number("intermediate_size"), hidden);
  }
  const sharedWidth = fields.optionalNumber("shared_expert_intermediate_size") ?? 0;
  return experts({
    count: fields.number("num_experts"),
    active: fields.number("num_experts_per_tok"),
    width: fields.number("moe_intermediate_size"),
    sharedWidth,
    sharedGate: sharedWidth > 0,
  });
}

/** Mixtral, and MiniMax-M2 but for its norm of queries and keys: experts in every layer, none shared. */
export function readMixtral(fields: ConfigFields): Architecture {
  const norm = fields.flag("use_qk_norm", false) ? "all-heads" : "none";
  return readMixture(fields, {
    attention: () => ({ span: windowOrAll(fields.optionalNumber("sliding_window")), queryKeyNorm: norm }),
    feedForward: () => localExperts(fields),
  });
}

/** Phi-3.5-MoE: biases on attention and head, norms with a bias. */
export function readPhiMoe(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const bias = fields.flag("attention_bias", false);
  const headBias = fields.flag("lm_head_bias", false) ? fields.number("vocab_size") : 0;
  return readMixture(fields, {
    attention: () => ({
      span: windowOrAll(fields.optionalNumber("sliding_window")),
      inputBias: bias,
      outputBias: bias,
    }),
    feedForward: () => localExperts(fields),
    norms: 4,
    vectorWeights: 2 * hidden + headBias,
  });
}

function localExperts(fields: ConfigFields) {
  return experts({
    count: fields.number("num_local_experts"),
    active: fields.number("num_experts_per_tok"),
    width: fields.number("intermediate_size"),
  });
}

/** gpt-oss: windows in every second layer from the first, sinks, biases in attention, router and experts. */
export function readGptOss(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const bias = fields.flag("attention_bias", true);
  const span = windowsByLayerType(fields, (index) => index % 2 === 1);
  const moe = localExperts(fields);
  return readMixture(fields, {
    attention: (index) => ({ span: span(index), inputBias: bias, outputBias: bias, sinks: true }),
    feedForward: () => ({ ...moe, vectorWeights: moe.count, expertVectorWeights: 2 * moe.width + hidden }),
  });
}

/** GLM-4.5 to 4.7: biases on queries, keys and values; dense first layers. */
export function readGlm4Moe(fields: ConfigFields): Architecture {
  return readMixture(fields, {
    attention: () => ({
      inputBias: fields.flag("attention_bias", false),
      queryKeyNorm: fields.flag("use_qk_norm", false) ? "head" : "none",
    }),
    feedForward: (index) => firstDenseThenExperts(fields, index),
  });
}

/** Ling and Ring (Bailing MoE 2): the same with normed queries and keys. */
export function readBailingMoe(fields: ConfigFields): Architecture {
  return readMixture(fields, {
    attention: () => ({ queryKeyNorm: fields.flag("use_qk_norm", true) ? "head" : "none" }),
    feedForward: (index) => firstDenseThenExperts(fields, index),
  });
}

/** `first_k_dense_replace` dense layers, then experts of DeepSeek's kind, shared ones as wide as as many routed ones. */
export function firstDenseThenExperts(fields: ConfigFields, index: number): FeedForward {
  const frequency = fields.optionalNumber("moe_layer_freq") ?? 1;
  if (index < fields.number("first_k_dense_replace") || index % frequency !== 0) {
    return dense(fields.number("intermediate_size"), fields.number("hidden_size"));
  }
  return deepSeekExperts(fields);
}

export function deepSeekExperts(fields: ConfigFields) {
  const width = fields.number("moe_intermediate_size");
  return experts({
    count: fields.number("n_routed_experts", "num_experts"),
    active: fields.number("num_experts_per_tok", "num_experts_per_token"),
    width,
    sharedWidth: (fields.optionalNumber("n_shared_experts", "num_shared_experts") ?? 0) * width,
  });
}

/** Llama 4: experts in every `interleave_moe_layer_step`-th layer; three of four layers see only their chunk. */
export function readLlama4(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const step = fields.optionalNumber("interleave_moe_layer_step") ?? 1;
  const layers = fields.number("num_hidden_layers");
  const positioned = fields.perLayer<number>("no_rope_layers", layers);
  const chunk = fields.optionalNumber("attention_chunk_size");
  const width = fields.number("intermediate_size");
  const everywhere: Span = { kind: "all" };
  return readMixture(fields, {
    shape: () => headShape(fields, 128),
    attention: (index) => {
      const local = positioned ? positioned[index] === 1 : (index + 1) % 4 !== 0;
      return { span: local && chunk !== null ? { kind: "chunk", tokens: chunk } : everywhere };
    },
    feedForward: (index) =>
      (index + 1) % step === 0
        ? experts({
            count: fields.number("num_local_experts"),
            active: fields.number("num_experts_per_tok"),
            width,
            sharedWidth: width,
          })
        : dense(fields.number("intermediate_size_mlp"), hidden),
  });
}

/** Hunyuan-A13B: widths, experts and shared experts by layer. */
export function readHunyuan(fields: ConfigFields): Architecture {
  if (fields.flag("use_cla", false)) throw fields.unsupported("use_cla", "layers that share keys and values");
  return readMixture(fields, {
    attention: () => ({ queryKeyNorm: fields.flag("use_qk_norm", false) ? "head" : "none" }),
    feedForward: (index) => {
      const width = fields.numberAt("moe_intermediate_size", index);
      return experts({
        count: fields.number("num_experts"),
        active: fields.numberAt("moe_topk", index),
        width,
        sharedWidth: fields.numberAt("num_shared_expert", index) * width,
      });
    },
  });
}

/** Laguna: heads, window and experts by layer; one output gate a head or a channel. */
export function readLaguna(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const count = fields.number("num_hidden_layers");
  const heads = fields.perLayer<number>("num_attention_heads_per_layer", count);
  const kinds = fields.perLayer<string>("mlp_layer_types", count);
  const span = windowsByLayerType(fields, () => true);
  const shape = (index: number) => ({ ...headShape(fields, 128), ...(heads ? { heads: heads[index]! } : {}) });
  const gateOfChannel = fields.optionalText("gating") === "per-element";
  return readMixture(fields, {
    shape,
    attention: (index) => ({
      span: span(index),
      queryKeyNorm: "head",
      gateWidth: shape(index).heads * (gateOfChannel ? shape(index).headDim : 1),
    }),
    feedForward: (index) =>
      (kinds ? kinds[index] === "dense" : fields.numbers("mlp_only_layers").includes(index))
        ? dense(fields.number("intermediate_size"), hidden)
        : experts({
            count: fields.number("num_experts"),
            active: fields.number("num_experts_per_tok"),
            width: fields.number("moe_intermediate_size"),
            sharedWidth: fields.number("shared_expert_intermediate_size"),
          }),
  });
}

/** Step 3.5 and 3.7: windowed layers may have more heads; one output gate a head. */
export function readStep(fields: ConfigFields): Architecture {
  const span = windowsByLayerType(fields, () => true);
  const slidingHeads = fields.optionalObject("attention_other_setting")?.optionalNumber("num_attention_heads");
  const shape = (index: number) => {
    const usual = headShape(fields, 128);
    return span(index).kind === "window" && slidingHeads ? { ...usual, heads: slidingHeads } : usual;
  };
  return readMixture(fields, {
    shape,
    attention: (index) => ({ span: span(index), queryKeyNorm: "head", gateWidth: shape(index).heads }),
    feedForward: (index) => {
      const feedForward = firstDenseThenExperts(fields, index);
      if (feedForward.kind === "dense") return feedForward;
      return { ...feedForward, sharedWidth: fields.number("share_expert_dim") };
    },
  });
}

/** MiMo-V2-Flash: windowed layers have sinks and their own heads; a window adds the token itself to `sliding_window_size`. */
export function readMiMoV2(fields: ConfigFields): Architecture {
  const count = fields.number("num_hidden_layers");
  const windowed = fields.perLayer<number>("hybrid_layer_pattern", count);
  const sparse = fields.perLayer<number>("moe_layer_freq", count);
  if (!windowed) throw fields.missing(["hybrid_layer_pattern"], "a list with one entry a layer");
  if (!sparse) throw fields.missing(["moe_layer_freq"], "a list with one entry a layer");
  const window: Span = { kind: "window", tokens: fields.number("sliding_window_size") + 1 };
  return readMixture(fields, {
    shape: (index) => {
      const prefix = windowed[index] === 1 ? "swa_" : "";
      return {
        heads: fields.number(`${prefix}num_attention_heads`),
        kvHeads: fields.number(`${prefix}num_key_value_heads`),
        headDim: fields.number(`${prefix}head_dim`),
        valueDim: fields.number(`${prefix}v_head_dim`),
      };
    },
    attention: (index) => (windowed[index] === 1 ? { span: window, sinks: true } : {}),
    feedForward: (index) =>
      sparse[index] === 1
        ? deepSeekExperts(fields)
        : dense(fields.number("intermediate_size"), fields.number("hidden_size")),
  });
}

/** ERNIE 4.5 MoE: experts between two layers, tied embeddings. */
export function readErnieMoe(fields: ConfigFields): Architecture {
  const count = fields.number("num_hidden_layers");
  const last = fields.optionalPlace("moe_layer_end_index", count) ?? count;
  const first = fields.number("moe_layer_start_index");
  const interval = fields.number("moe_layer_interval");
  const width = fields.number("moe_intermediate_size");
  return readMixture(fields, {
    tiedByDefault: true,
    feedForward: (index) =>
      index >= first && index <= last && (index + 1) % interval === 0
        ? experts({
            count: fields.number("moe_num_experts"),
            active: fields.number("moe_k"),
            width,
            sharedWidth: (fields.optionalNumber("moe_num_shared_experts") ?? 0) * width,
          })
        : dense(fields.number("intermediate_size"), fields.number("hidden_size")),
  });
}

/** MiniMax-M3: dense first layers; later ones pick blocks of keys with an indexer that reads the hidden state. */
export function readMiniMaxM3(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const count = fields.number("num_hidden_layers");
  const sparse = fields.object("sparse_attention_config");
  const picks = sparse.perLayer<number>("sparse_attention_freq", count);
  const moe = fields.perLayer<number>("moe_layer_freq", count);
  const headDim = sparse.number("sparse_index_dim");
  const picking: AttentionTraits = {
    span: {
      kind: "top-blocks",
      blocks: sparse.number("sparse_topk_blocks"),
      blockSize: sparse.number("sparse_block_size"),
    },
    indexer: { heads: sparse.number("sparse_num_index_heads"), headDim, queryInput: hidden, weightedHeads: false },
    indexerVectors: 2 * headDim,
  };
  return readMixture(fields, {
    attention: (index) => ({
      queryKeyNorm: fields.flag("use_qk_norm", true) ? "head" : "none",
      gateWidth: fields.flag("attention_output_gate", false) ? fields.number("num_attention_heads") : 0,
      ...(picks?.[index] === 0 ? {} : picking),
    }),
    feedForward: (index) =>
      moe?.[index] === 0
        ? dense(fields.number("dense_intermediate_size"), hidden)
        : experts({
            count: fields.number("num_local_experts"),
            active: fields.number("num_experts_per_tok"),
            width: fields.number("intermediate_size"),
            sharedWidth: fields.number("shared_intermediate_size") * fields.number("n_shared_experts"),
          }),
  });
}

/**
 * Gemma 4: full layers have wider heads, fewer of keys, and use keys as values; with experts, the dense feed-forward
 * stands beside them in every layer, with norms of its own.
 */
export function readGemma4(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  for (const name of ["hidden_size_per_layer_input", "num_kv_shared_layers"]) {
    if (fields.optionalNumber(name)) throw fields.unsupported(name, "embeddings by layer and shared keys and values");
  }
  const width = fields.number("intermediate_size");
  const usual = headShape(fields, 256);
  const full = {
    heads: usual.heads,
    kvHeads: fields.optionalNumber("num_global_key_value_heads") ?? usual.kvHeads,
    headDim: fields.optionalNumber("global_head_dim") ?? usual.headDim,
  };
  const span = windowsByLayerType(fields, (index) => (index + 1) % 6 === 0);
  const isFull = (index: number) => span(index).kind === "all";
  const mixture = fields.flag("enable_moe_block", false);
  const count = mixture ? fields.number("num_experts") : 0;
  return readMixture(fields, {
    tiedByDefault: true,
    shape: (index) => (isFull(index) ? full : usual),
    attention: (index) => ({
      span: span(index),
      queryKeyNorm: "head",
      keysAreValues: isFull(index) && fields.flag("attention_k_eq_v", false),
    }),
    feedForward: () =>
      mixture
        ? experts({
            count,
            active: fields.number("top_k_experts"),
            width: fields.number("moe_intermediate_size"),
            sharedWidth: width,
            vectorWeights: hidden + count,
          })
        : dense(width, hidden),
    norms: mixture ? 7 : 4,
  });
}
