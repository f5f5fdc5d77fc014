import type { Architecture } from "../../architecture/architecture.ts";
import type { Span } from "../../mixers/span.ts";
import type { ConfigFields } from "./configFields.ts";
import { windowsByLayerType } from "./denseFamily.ts";
import { deepSeekExperts, readMixture } from "./expertLayers.ts";
import { type AttentionTraits, dense, experts, headShape } from "./layerParts.ts";
import { perLayerEmbeddings, sharesKeysAndValues } from "./perLayerEmbeddings.ts";

/** Llama 4 has experts in every `interleave_moe_layer_step`-th layer; three of four layers attend only to their chunk. */
export function readLlama4(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const step = fields.optionalNumber("interleave_moe_layer_step") ?? 1;
  const layers = fields.number("num_hidden_layers");
  const stated = fields.isEmptyList("no_rope_layers") ? null : fields.perLayer<number>("no_rope_layers", layers);
  const interval = fields.optionalNumber("no_rope_layer_interval") ?? 4;
  const chunk = fields.optionalNumber("attention_chunk_size");
  const width = fields.number("intermediate_size");
  const everywhere: Span = { kind: "all" };
  return readMixture(fields, {
    shape: () => headShape(fields, 128),
    attention: (index) => {
      const local = stated ? stated[index] === 1 : (index + 1) % interval !== 0;
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

/** Laguna states the heads, window and experts of each layer; it has an output gate for each head or each channel. */
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

/**
 * In Step 3.5 and 3.7 windowed layers may have more heads, and each head has an output gate. A string lists the layers with
 * experts; without it, all layers but the first ones have experts.
 */
export function readStep(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const span = windowsByLayerType(fields, () => true);
  const slidingHeads = fields.optionalObject("attention_other_setting")?.optionalNumber("num_attention_heads");
  const shape = (index: number) => ({
    heads: span(index).kind === "window" && slidingHeads ? slidingHeads : fields.number("num_attention_heads"),
    kvHeads: fields.number("num_key_value_heads", "num_attention_groups"),
    headDim: fields.number("head_dim"),
  });
  const listed = fields.optionalText("moe_layers_enum")?.split(",").map(Number);
  const isSparse = (index: number) => listed?.includes(index) ?? index >= fields.number("first_k_dense_replace");
  const sparse = () =>
    experts({
      count: fields.number("num_experts", "moe_num_experts"),
      active: fields.number("num_experts_per_tok", "moe_top_k"),
      width: fields.number("moe_intermediate_size"),
      sharedWidth: fields.number("share_expert_dim", "share_expert_dims"),
    });
  return readMixture(fields, {
    shape,
    attention: (index) => ({ span: span(index), queryKeyNorm: "head", gateWidth: shape(index).heads }),
    feedForward: (index) => (isSparse(index) ? sparse() : dense(fields.number("intermediate_size"), hidden)),
  });
}

/**
 * Step 3 projects queries through `share_q_dim` values, has one head of keys, and lists the layers with experts
 * (`step3_vl.py` of SGLang and vLLM).
 */
export function readStep3(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const shape = {
    heads: fields.number("num_attention_heads"),
    kvHeads: fields.optionalNumber("num_key_value_heads", "num_attention_groups") ?? 1,
    headDim: fields.optionalNumber("head_dim") ?? 256,
  };
  const listed = fields.optionalText("moe_layers_enum")?.split(",").map(Number) ?? fields.numbers("moe_layers_enum");
  const sparse = experts({
    count: fields.number("moe_num_experts"),
    active: fields.number("moe_top_k"),
    width: fields.number("moe_intermediate_size"),
    sharedWidth: fields.number("share_expert_dim"),
  });
  return readMixture(fields, {
    shape: () => shape,
    attention: () => ({ queryRank: fields.optionalNumber("share_q_dim") }),
    feedForward: (index) =>
      listed.length === 0 || listed.includes(index) ? sparse : dense(fields.number("intermediate_size"), hidden),
  });
}

/** MiMo-V2-Flash has windowed layers with sinks and their own heads; its `sliding_window_size` does not count the token itself. */
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

/** MiniMax-M3 has dense first layers; later layers pick blocks of keys with an indexer that reads the hidden state. */
export function readMiniMaxM3(fields: ConfigFields): Architecture {
  if (fields.flag("attention_output_gate", false)) {
    throw fields.unsupported("attention_output_gate", "no published MiniMax-M3 has one");
  }
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
 * In Gemma 4 full layers have wider heads, fewer heads of keys, and may use keys as values. A mixture of experts has a
 * dense feed-forward beside the experts in every layer, with norms of its own. The small models have embeddings by layer,
 * and last layers that share keys and values.
 */
export function readGemma4(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const embeddings = perLayerEmbeddings(fields);
  const sharesCache = (index: number) => sharesKeysAndValues(fields, index);
  const isDoubled = (index: number) => sharesCache(index) && fields.flag("use_double_wide_mlp", false);
  const width = fields.number("intermediate_size");
  const usual = headShape(fields, 256);
  const full = {
    heads: usual.heads,
    kvHeads: fields.optionalNumber("num_global_key_value_heads") ?? usual.kvHeads,
    headDim: fields.optionalNumber("global_head_dim") ?? 512,
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
      sharesCache: sharesCache(index),
      keysAreValues: isFull(index) && fields.flag("attention_k_eq_v", false),
    }),
    vectorWeights: hidden + (embeddings?.width ?? 0),
    furtherEmbeddings: embeddings?.table,
    sideWeights: () => embeddings?.matrices ?? 0,
    feedForward: (index) =>
      mixture
        ? experts({
            count,
            active: fields.number("top_k_experts"),
            width: fields.number("moe_intermediate_size"),
            sharedWidth: width,
            vectorWeights: hidden + count,
          })
        : dense(isDoubled(index) ? 2 * width : width, hidden),
    norms: (mixture ? 7 : 4) + (embeddings ? 1 : 0),
  });
}
