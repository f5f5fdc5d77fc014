import type { Architecture } from "../../architecture/architecture.ts";
import type { LinearAttention } from "../../mixers/linearAttention.ts";
import type { ConfigFields } from "./configFields.ts";
import { deepSeekExperts, qwenFeedForward } from "./expertLayers.ts";
import { latentAttention } from "./latentFamily.ts";
import { attention, dense, experts, headShape, layer, layersOf, model } from "./layerParts.ts";

/** Qwen3-Next and Qwen3.5 have gated delta nets, and in every fourth layer gated attention (transformers' `modular_qwen3_next.py`). */
export function readQwen3Next(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const count = fields.number("num_hidden_layers");
  const types = fields.perLayer<string>("layer_types", count);
  const interval = fields.optionalNumber("full_attention_interval") ?? 4;
  const shape = headShape(fields, 256);
  const bias = fields.flag("attention_bias", false);
  const full = attention(shape, hidden, {
    inputBias: bias,
    outputBias: bias,
    queryKeyNorm: "head",
    gateWidth: fields.flag("attn_output_gate", true) ? shape.heads * shape.headDim : 0,
  });
  const linear = gatedDeltaNet(fields);
  const layers = layersOf(count, (index) => {
    const isFull = types ? types[index] === "full_attention" : (index + 1) % interval === 0;
    return layer(hidden, [isFull ? full : linear], qwenFeedForward(fields, index, hidden));
  });
  return model(fields, layers);
}

/** The output gate is as wide as the values; decay and write strength are one value a head each. */
function gatedDeltaNet(fields: ConfigFields): LinearAttention {
  const valueHeads = fields.number("linear_num_value_heads");
  const valueDim = fields.number("linear_value_head_dim");
  return {
    kind: "linear-attention",
    rule: "delta",
    keyHeads: fields.number("linear_num_key_heads"),
    valueHeads,
    keyDim: fields.number("linear_key_head_dim"),
    valueDim,
    convolution: fields.number("linear_conv_kernel_dim"),
    gates: [
      { width: valueHeads * valueDim, rank: null },
      { width: 2 * valueHeads, rank: null },
    ],
    vectorWeights: 2 * valueHeads + valueDim,
  };
}

/** MiniMax-Text-01 and M1 in the names of their makers: `attn_type_list` marks the layers with softmax attention with 1. */
export function readMiniMaxM1(fields: ConfigFields): Architecture {
  if (!fields.has("layer_types") && !fields.has("attn_type_list")) {
    throw fields.missing(["attn_type_list"], "a list with one entry a layer");
  }
  return readMiniMax(fields);
}

/**
 * MiniMax-Text-01 in the names of the hub's library has lightning attention, and softmax attention in the layers that
 * `layer_types` calls full; without it, in every second layer from the first on (transformers' `modular_minimax.py`).
 */
export function readMiniMax(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const count = fields.number("num_hidden_layers");
  const marks = fields.perLayer<number>("attn_type_list", count);
  const types = fields.perLayer<string>("layer_types", count);
  const isFull = (index: number) =>
    marks ? marks[index] === 1 : types ? types[index] === "full_attention" : index % 2 === 0;
  const shape = headShape(fields);
  const width = shape.heads * shape.headDim;
  const lightning: LinearAttention = {
    kind: "linear-attention",
    rule: "decay",
    keyHeads: shape.heads,
    valueHeads: shape.heads,
    keyDim: shape.headDim,
    valueDim: shape.headDim,
    convolution: 0,
    gates: [{ width, rank: null }],
    vectorWeights: width,
  };
  const feedForward = experts({
    count: fields.number("num_local_experts"),
    active: fields.number("num_experts_per_tok"),
    width: fields.number("intermediate_size"),
  });
  const layers = layersOf(count, (index) =>
    layer(hidden, [isFull(index) ? attention(shape, hidden) : lightning], feedForward),
  );
  return model(fields, layers);
}

/**
 * Kimi Linear and Kimi K3 have Kimi delta attention, and in every fourth layer latent attention (transformers'
 * `modular_kimi_linear.py`; the gates, the experts' own width and the residual attention of K3 follow SGLang's
 * `kimi_k3.py`). The config numbers the layers from 1.
 */
export function readKimiLinear(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const linear = fields.object("linear_attn_config");
  const fullLayers = linear.numbers("full_attn_layers");
  const heads = fields.number("num_attention_heads");
  const gateWidth = fields.flag("mla_use_output_gate", false) ? heads * fields.number("v_head_dim") : 0;
  const full = latentAttention(fields, { gateWidth });
  const delta = kimiDeltaAttention(linear);
  const firstExperts = fields.number("first_k_dense_replace");
  const latentSize = fields.optionalNumber("routed_expert_hidden_size");
  const latentNorm = latentSize !== null && fields.flag("latent_moe_use_norm", false) ? latentSize : 0;
  const moe = { ...deepSeekExperts(fields), latentSize, vectorWeights: latentNorm };
  const residualAttention = fields.has("attn_res_block_size");
  const layers = layersOf(fields.number("num_hidden_layers"), (index) =>
    layer(
      hidden,
      [fullLayers.includes(index + 1) ? full : delta],
      index < firstExperts ? dense(fields.number("intermediate_size"), hidden) : moe,
      residualAttention ? 6 : 2,
    ),
  );
  return model(fields, layers, { vectorWeights: (residualAttention ? 3 : 1) * hidden });
}

/**
 * The decay of every channel comes through a narrow matrix, and there is one write strength a head. The output gate is a
 * full matrix only in K3.
 */
function kimiDeltaAttention(fields: ConfigFields): LinearAttention {
  const heads = fields.number("num_heads");
  const headDim = fields.number("head_dim");
  const width = heads * headDim;
  return {
    kind: "linear-attention",
    rule: "delta",
    keyHeads: heads,
    valueHeads: heads,
    keyDim: headDim,
    valueDim: headDim,
    convolution: fields.number("short_conv_kernel_size"),
    gates: [
      { width, rank: fields.flag("use_full_rank_gate", false) ? null : headDim },
      { width, rank: headDim },
      { width: heads, rank: null },
    ],
    vectorWeights: width + heads + headDim,
  };
}
