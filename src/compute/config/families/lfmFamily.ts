import type { Architecture } from "../../architecture/architecture.ts";
import type { ShortConvolution } from "../../mixers/shortConvolution.ts";
import type { ConfigFields } from "./configFields.ts";
import { attention, dense, experts, headShape, layer, layersOf, model } from "./layerParts.ts";

/**
 * LFM2 has short convolutions, and attention in the layers that `layer_types` or `full_attn_idxs` says so. The width of its
 * feed-forwards is two thirds of the stated one, rounded up (transformers' `modular_lfm2.py`).
 */
export function readLfm2(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const width = adjustedWidth(fields);
  return readConvolutions(fields, () => dense(width, hidden));
}

/** LFM2-MoE has dense first layers and then experts. */
export function readLfm2Moe(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const firstExperts = fields.optionalNumber("num_dense_layers") ?? 2;
  const moe = experts({
    count: fields.number("num_experts"),
    active: fields.number("num_experts_per_tok"),
    width: fields.number("moe_intermediate_size"),
  });
  return readConvolutions(fields, (index) =>
    index < firstExperts ? dense(fields.number("intermediate_size"), hidden) : moe,
  );
}

function readConvolutions(
  fields: ConfigFields,
  feedForward: (index: number) => ReturnType<typeof dense> | ReturnType<typeof experts>,
): Architecture {
  const hidden = fields.number("hidden_size");
  const count = fields.number("num_hidden_layers");
  const types = fields.perLayer<string>("layer_types", count);
  const listed = fields.has("full_attn_idxs") ? fields.numbers("full_attn_idxs") : null;
  const isFull = (index: number) => (types ? types[index] !== "conv" : (listed?.includes(index) ?? true));
  const full = attention(headShape(fields, undefined, 8), hidden, { queryKeyNorm: "head" });
  const bias = fields.flag("conv_bias", false);
  const convolution: ShortConvolution = {
    kind: "short-convolution",
    channels: hidden,
    convolution: fields.optionalNumber("conv_L_cache") ?? 3,
    vectorWeights: bias ? 5 * hidden : 0,
  };
  const layers = layersOf(count, (index) => layer(hidden, [isFull(index) ? full : convolution], feedForward(index)));
  return model(fields, layers, { tiedByDefault: fields.flag("tie_embedding", true) });
}

function adjustedWidth(fields: ConfigFields): number {
  const stated = fields.number("block_ff_dim", "intermediate_size");
  if (!fields.flag("block_auto_adjust_ff_dim", true)) return stated;
  const multiplier = fields.optionalNumber("block_ffn_dim_multiplier") ?? 1;
  const multiple = fields.optionalNumber("block_multiple_of") ?? 256;
  return multiple * Math.ceil(Math.floor(multiplier * Math.floor((2 * stated) / 3)) / multiple);
}
