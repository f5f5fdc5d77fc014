import type { Architecture } from "../../architecture/architecture.ts";
import type { LinearAttention } from "../../mixers/linearAttention.ts";
import type { Mixer } from "../../mixers/mixer.ts";
import type { ConfigFields } from "./configFields.ts";
import { deepSeekExperts, firstDenseThenExperts, readMixture } from "./expertLayers.ts";
import { latentAttention } from "./latentFamily.ts";
import { attention, headShape, layer, layersOf, model } from "./layerParts.ts";

/** Ling and Ring of the second generation (Bailing MoE 2) have normed queries and keys, and dense first layers. */
export function readBailingMoe2(fields: ConfigFields): Architecture {
  return readBailing(fields, true);
}

/** Ling-lite, Ling-plus and Ring-lite do not norm queries and keys. */
export function readBailingMoe(fields: ConfigFields): Architecture {
  return readBailing(fields, false);
}

function readBailing(fields: ConfigFields, normByDefault: boolean): Architecture {
  const bias = fields.flag("use_bias", false);
  return readMixture(fields, {
    attention: () => ({
      inputBias: fields.flag("use_qkv_bias", bias),
      outputBias: bias,
      queryKeyNorm: fields.flag("use_qk_norm", normByDefault) ? "head" : "none",
    }),
    feedForward: (index) =>
      fields.has("first_k_dense_replace") ? firstDenseThenExperts(fields, index) : deepSeekExperts(fields),
  });
}

/** Ring-linear has lightning attention, and grouped-query attention in the last layer of each group of `layer_group_size`. */
export function readBailingLinear(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const full = attention(headShape(fields), hidden, {
    queryKeyNorm: fields.flag("use_qk_norm", true) ? "head" : "none",
  });
  return readGroups(fields, full, lightningAttention(fields));
}

/**
 * Ling 2.5 and after have latent attention in the last layer of each group, if they state its rank. The other layers are
 * Kimi delta attention where the config has its convolution (transformers' `modular_bailing_hybrid.py`), and else
 * lightning attention (SGLang's `bailing_moe_linear.py`).
 */
export function readBailingHybrid(fields: ConfigFields): Architecture {
  const isDelta = fields.has("short_conv_kernel_size") || fields.has("linear_conv_kernel_dim");
  const heads = fields.number("num_attention_heads");
  const full = fields.has("kv_lora_rank")
    ? latentAttention(fields, { gateWidth: isDelta ? heads : 0 })
    : attention(headShape(fields), fields.number("hidden_size"), {
        queryKeyNorm: fields.flag("use_qk_norm", true) ? "head" : "none",
      });
  return readGroups(fields, full, isDelta ? deltaAttention(fields, heads) : lightningAttention(fields));
}

function readGroups(fields: ConfigFields, full: Mixer, linear: LinearAttention): Architecture {
  const hidden = fields.number("hidden_size");
  const count = fields.number("num_hidden_layers");
  const size = fields.number("layer_group_size");
  const types = fields.perLayer<string>("layer_types", count);
  const wholeGroups = Math.floor(count / size) * size;
  const isFull = (index: number) =>
    types ? types[index] === "full_attention" : (index + 1) % size === 0 || index >= wholeGroups;
  const layers = layersOf(count, (index) =>
    layer(hidden, [isFull(index) ? full : linear], firstDenseThenExperts(fields, index)),
  );
  return model(fields, layers);
}

/** Queries, keys and values have as many heads as attention has; the output gate is as wide as they are, and so is its norm. */
function lightningAttention(fields: ConfigFields): LinearAttention {
  const { heads, headDim } = headShape(fields);
  const width = heads * headDim;
  return {
    ...square(heads, headDim),
    rule: "decay",
    convolution: 0,
    gates: [{ width, rank: null }],
    vectorWeights: width + (fields.flag("use_qk_norm", true) ? 2 * headDim : 0),
  };
}

/** The decay of every channel and the output gate are full matrices, and there is one write strength a head. */
function deltaAttention(fields: ConfigFields, heads: number): LinearAttention {
  const headDim = fields.optionalNumber("linear_head_dim", "head_dim") ?? 128;
  const width = heads * headDim;
  return {
    ...square(heads, headDim),
    rule: "delta",
    convolution: fields.number("short_conv_kernel_size", "linear_conv_kernel_dim"),
    gates: [
      { width, rank: null },
      { width, rank: null },
      { width: heads, rank: null },
    ],
    vectorWeights: width + heads + headDim,
  };
}

function square(heads: number, headDim: number) {
  return { kind: "linear-attention" as const, keyHeads: heads, valueHeads: heads, keyDim: headDim, valueDim: headDim };
}
