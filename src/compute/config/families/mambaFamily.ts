import type { Architecture } from "../../architecture/architecture.ts";
import type { FeedForward } from "../../architecture/feedForward.ts";
import type { SelectiveScan } from "../../mixers/selectiveScan.ts";
import type { ConfigFields } from "./configFields.ts";
import { attention, dense, experts, headShape, layer, layersOf, model } from "./layerParts.ts";
import { stateSpace } from "./stateSpaceFamily.ts";

/** Mamba and Falcon Mamba: every layer is a selective scan with one norm (transformers' `modeling_mamba.py`). */
export function readMamba(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const mixer = selectiveScan({
    hidden,
    channels: fields.optionalNumber("intermediate_size") ?? (fields.optionalNumber("expand") ?? 2) * hidden,
    stateSize: fields.optionalNumber("state_size") ?? 16,
    stepRank: fields.numberOrAuto("time_step_rank"),
    convolution: fields.optionalNumber("conv_kernel") ?? 4,
    convolutionBias: fields.flag("use_conv_bias", true),
    bias: fields.flag("use_bias", false),
    norms: 0,
  });
  const layers = layersOf(fields.number("num_hidden_layers"), () => layer(hidden, [mixer], null, 1));
  return model(fields, layers, { tiedByDefault: true });
}

/** Mamba-2 and Codestral Mamba: every layer is a state space with one norm (transformers' `modeling_mamba2.py`). */
export function readMamba2(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const headDim = fields.optionalNumber("head_dim") ?? 64;
  const heads = fields.optionalNumber("num_heads") ?? ((fields.optionalNumber("expand") ?? 2) * hidden) / headDim;
  const mixer = stateSpace({
    heads,
    headDim,
    stateSize: fields.optionalNumber("state_size") ?? 128,
    groups: fields.optionalNumber("n_groups") ?? 8,
    convolution: fields.optionalNumber("conv_kernel") ?? 4,
    convolutionBias: fields.flag("use_conv_bias", true),
    norm: heads * headDim,
    projectionBias: fields.flag("use_bias", false) ? hidden : null,
  });
  const layers = layersOf(fields.number("num_hidden_layers"), () => layer(hidden, [mixer], null, 1));
  return model(fields, layers);
}

/**
 * Jamba has attention in every `attn_layer_period`-th layer and selective scans in the others, and experts in every
 * `expert_layer_period`-th layer (transformers' `modeling_jamba.py`).
 */
export function readJamba(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const width = fields.number("intermediate_size");
  const every = (kind: string, index: number, period: number, offset: number) =>
    index % (fields.optionalNumber(`${kind}_layer_period`) ?? period) ===
    (fields.optionalNumber(`${kind}_layer_offset`) ?? offset);
  const count = fields.optionalNumber("num_experts") ?? 16;
  const moe = experts({ count, active: fields.optionalNumber("num_experts_per_tok") ?? 2, width });
  const full = attention(headShape(fields, undefined, 8), hidden);
  const stateSize = fields.optionalNumber("mamba_d_state") ?? 16;
  const stepRank = fields.numberOrAuto("mamba_dt_rank") ?? Math.ceil(hidden / 16);
  const scan = selectiveScan({
    hidden,
    channels: (fields.optionalNumber("mamba_expand") ?? 2) * hidden,
    stateSize,
    stepRank,
    convolution: fields.optionalNumber("mamba_d_conv") ?? 4,
    convolutionBias: fields.flag("mamba_conv_bias", true),
    bias: fields.flag("mamba_proj_bias", false),
    norms: stepRank + 2 * stateSize,
  });
  const layers = layersOf(fields.number("num_hidden_layers"), (index) => {
    const mixer = every("attn", index, 8, 4) ? full : scan;
    return layer(hidden, [mixer], count > 1 && every("expert", index, 2, 1) ? moe : dense(width, hidden));
  });
  return model(fields, layers);
}

/** Bamba has attention in the layers that `attn_layer_indices` lists, and state spaces in the others. */
export function readBamba(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const full = fields.numbers("attn_layer_indices");
  const feedForward = dense(fields.number("intermediate_size"), hidden, { bias: fields.flag("mlp_bias", false) });
  return readHybrid(
    fields,
    (index) => full.includes(index),
    () => feedForward,
    8,
  );
}

/**
 * Granite 4 has attention in the layers that `layer_types` says so, and state spaces in the others; each layer has a
 * feed-forward that every token visits, and experts if there are any (transformers' `modular_granitemoehybrid.py`).
 */
export function readGraniteHybrid(fields: ConfigFields): Architecture {
  const hidden = fields.number("hidden_size");
  const types = fields.perLayer<string>("layer_types", fields.number("num_hidden_layers"));
  return readHybrid(
    fields,
    (index) => types?.[index] === "attention" || types?.[index] === "full_attention",
    () => graniteFeedForward(fields, hidden),
  );
}

/** Granite 3 MoE has experts, and from its shared variant on a feed-forward beside them that every token visits. */
export function graniteFeedForward(fields: ConfigFields, hidden: number): FeedForward {
  const sharedWidth = fields.optionalNumber("shared_intermediate_size") ?? 0;
  const count = fields.optionalNumber("num_local_experts") ?? 0;
  if (count === 0) return dense(sharedWidth, hidden);
  const width = fields.number("intermediate_size");
  return experts({ count, active: fields.number("num_experts_per_tok"), width, sharedWidth });
}

function readHybrid(
  fields: ConfigFields,
  isAttention: (index: number) => boolean,
  feedForward: () => FeedForward,
  kvHeadsByDefault?: number,
): Architecture {
  const hidden = fields.number("hidden_size");
  const bias = fields.flag("attention_bias", false);
  const full = attention(headShape(fields, undefined, kvHeadsByDefault), hidden, { inputBias: bias, outputBias: bias });
  const heads = fields.optionalNumber("mamba_n_heads") ?? 128;
  const inner = (fields.optionalNumber("mamba_expand") ?? 2) * hidden;
  const mamba = stateSpace({
    heads,
    headDim: fields.numberOrAuto("mamba_d_head") ?? inner / heads,
    stateSize: fields.optionalNumber("mamba_d_state") ?? 256,
    groups: fields.optionalNumber("mamba_n_groups") ?? 1,
    convolution: fields.optionalNumber("mamba_d_conv") ?? 4,
    convolutionBias: fields.flag("mamba_conv_bias", true),
    norm: inner,
    projectionBias: fields.flag("mamba_proj_bias", false) ? hidden : null,
  });
  const layers = layersOf(fields.number("num_hidden_layers"), (index) =>
    layer(hidden, [isAttention(index) ? full : mamba], feedForward()),
  );
  return model(fields, layers);
}

interface ScanShape extends Omit<SelectiveScan, "kind" | "vectorWeights" | "stepRank"> {
  hidden: number;
  /** A sixteenth of the hidden size where it is null. */
  stepRank: number | null;
  convolutionBias: boolean;
  /** Whether the projections into and out of the layer have biases. */
  bias: boolean;
  /** The weights of the norms of step sizes, inputs and outputs. */
  norms: number;
}

/** The decay has a weight for each element of the state; the skip and the bias of the step have one for each channel. */
function selectiveScan({ hidden, convolutionBias, bias, norms, ...shape }: ScanShape): SelectiveScan {
  const { channels, stateSize } = shape;
  const biases = (convolutionBias ? channels : 0) + (bias ? 2 * channels + hidden : 0);
  return {
    kind: "selective-scan",
    ...shape,
    stepRank: shape.stepRank ?? Math.ceil(hidden / 16),
    vectorWeights: channels * stateSize + 2 * channels + biases + norms,
  };
}
