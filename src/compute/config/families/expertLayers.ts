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
  /** The attention heads of a layer; by default they are read from the usual fields. */
  shape?: (index: number) => HeadShape;
  attention?: (index: number) => AttentionTraits;
  feedForward: (index: number) => FeedForward;
  norms?: number;
  /** The weights of matrices beside mixers and feed-forward. */
  sideWeights?: (index: number) => number;
}

/** A model with grouped-query attention in every layer and experts in most of them. */
export function readMixture(fields: ConfigFields, traits: MixtureTraits): Architecture {
  const hidden = fields.number("hidden_size");
  const layers = layersOf(fields.number("num_hidden_layers"), (index) => {
    const shape = traits.shape?.(index) ?? headShape(fields);
    const mixers = [attention(shape, hidden, traits.attention?.(index))];
    const plain = layer(hidden, mixers, traits.feedForward(index), traits.norms);
    return { ...plain, sideWeights: traits.sideWeights?.(index) ?? 0 };
  });
  return model(fields, layers, traits);
}

/** The names of the number of experts in configs of Qwen models; transformers 5 writes the second. */
const EXPERT_COUNTS = ["num_experts", "num_local_experts"];

/**
 * The experts of the Qwen models, with a gated shared expert from Qwen3-Next on. A config that does not mention experts
 * has dense layers. A config that states only how many experts a token visits is incomplete.
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

/** The first `first_k_dense_replace` layers are dense; of the others, every `moe_layer_freq`-th has DeepSeek's experts. */
export function firstDenseThenExperts(fields: ConfigFields, index: number): FeedForward {
  const frequency = fields.optionalNumber("moe_layer_freq") ?? 1;
  if (index < fields.number("first_k_dense_replace") || index % frequency !== 0) {
    return dense(fields.number("intermediate_size"), fields.number("hidden_size"));
  }
  return deepSeekExperts(fields);
}

/** All shared experts together are as wide as that number of routed experts. */
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
