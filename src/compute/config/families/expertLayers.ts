import type { Architecture } from "../../architecture/architecture.ts";
import type { FeedForward } from "../../architecture/feedForward.ts";
import type { ConfigFields } from "./configFields.ts";
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
} from "./layerParts.ts";

export interface MixtureTraits extends ModelTraits {
  /** What a layer attends with; the usual head shape by default. */
  shape?: (index: number) => HeadShape;
  attention?: (index: number) => AttentionTraits;
  feedForward: (index: number) => FeedForward;
  norms?: number;
}

/** Grouped-query attention in every layer, and experts in most. */
export function readMixture(fields: ConfigFields, traits: MixtureTraits): Architecture {
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

/** By what the Qwen models call the number of their experts: transformers 5 writes the second. */
const EXPERT_COUNTS = ["num_experts", "num_local_experts"];

/**
 * Experts of the Qwen models, with a shared one that is gated in Qwen3-Next and later. A config without experts has a
 * dense layer, unless it says how many are used for a token.
 */
export function qwenFeedForward(fields: ConfigFields, index: number, hidden: number): FeedForward {
  const step = fields.optionalNumber("decoder_sparse_step") ?? 1;
  const denseLayers = fields.numbers("mlp_only_layers");
  const hasExperts = ["num_experts_per_tok", ...EXPERT_COUNTS].some((name) => fields.has(name));
  if (!hasExperts || denseLayers.includes(index) || (index + 1) % step !== 0) {
    return dense(fields.number("intermediate_size"), hidden);
  }
  const sharedWidth = fields.optionalNumber("shared_expert_intermediate_size") ?? 0;
  return experts({
    count: fields.number(...EXPERT_COUNTS),
    active: fields.number("num_experts_per_tok"),
    width: fields.number("moe_intermediate_size"),
    sharedWidth,
    sharedGate: sharedWidth > 0,
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

export function localExperts(fields: ConfigFields) {
  return experts({
    count: fields.number("num_local_experts"),
    active: fields.number("num_experts_per_tok"),
    width: fields.number("intermediate_size"),
  });
}
