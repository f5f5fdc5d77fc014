import type { Architecture, Layer } from "../architecture/architecture.ts";
import { feedForwardMatrices } from "../architecture/feedForward.ts";
import { streamWeights } from "../architecture/residualStreams.ts";
import { kindOf } from "../mixers/mixer.ts";

/** The weights of each part of a model; the sum is the total. */
export interface ParameterBreakdown {
  /** The embedding and the other tables of which a token looks up one row. */
  embedding: number;
  /** The output head; 0 where the embedding serves as the head. */
  head: number;
  /** The matrices of attention, state-space and linear-attention layers, indexers and matrices beside them included. */
  mixers: number;
  feedForward: number;
  router: number;
  /** All routed experts, visited or not. */
  routedExperts: number;
  sharedExperts: number;
  /** Norms, biases, sinks and other elementwise weights, and those that mix residual streams. */
  other: number;
}

export interface ParameterCount {
  total: number;
  active: number;
  breakdown: ParameterBreakdown;
}

/**
 * Counts the weights of the language model. Encoders of other modalities, layers for multi-token prediction and buffers
 * (a router's balancing bias, a rotary table) do not count.
 *
 * `active` counts the weights that one token meets: all but the routed experts that it does not visit. Embedding and
 * output head count in full, as in the published figures of Qwen3 (30.5B-A3.3B), Mixtral (12.9B) and DeepSeek-V3 (37B).
 * For a dense model `active` is the total.
 */
export function countParameters(architecture: Architecture): ParameterCount {
  const embedding = architecture.vocabularySize * architecture.hiddenSize;
  const breakdown: ParameterBreakdown = {
    embedding: embedding + architecture.furtherEmbeddings,
    head: architecture.tiedEmbeddings ? 0 : embedding,
    mixers: 0,
    feedForward: 0,
    router: 0,
    routedExperts: 0,
    sharedExperts: 0,
    other: architecture.vectorWeights,
  };
  let idle = 0;
  for (const { count, ...layer } of architecture.layers) {
    const { parts, idle: idleInLayer } = layerParameters(layer, architecture);
    for (const part of Object.keys(parts) as (keyof LayerParts)[]) breakdown[part] += count * parts[part];
    idle += count * idleInLayer;
  }
  const total = Object.values(breakdown).reduce((sum, part) => sum + part, 0);
  return { total, active: total - idle, breakdown };
}

type LayerParts = Omit<ParameterBreakdown, "embedding" | "head">;

/** The weights of one layer, and the number of them that a token does not meet. */
function layerParameters(layer: Layer, architecture: Architecture): { parts: LayerParts; idle: number } {
  const hidden = architecture.hiddenSize;
  const parts = {
    mixers: layer.sideWeights,
    feedForward: 0,
    router: 0,
    routedExperts: 0,
    sharedExperts: 0,
    other: layer.vectorWeights + streamWeights(layer, architecture),
  };
  for (const mixer of layer.mixers) {
    const kind = kindOf(mixer);
    parts.mixers += kind.matrixWeights(mixer, hidden) + kind.indexerWeights(mixer, hidden);
    parts.other += mixer.vectorWeights;
  }
  if (!layer.feedForward) return { parts, idle: 0 };
  const { dense, router, latent, shared, routed } = feedForwardMatrices(layer.feedForward, hidden);
  parts.feedForward = dense;
  parts.router = router;
  parts.sharedExperts = shared;
  parts.other += layer.feedForward.vectorWeights;
  if (!routed) return { parts, idle: 0 };
  const expert = routed.matrices + routed.vectors;
  parts.routedExperts = routed.count * expert + routed.idle + latent;
  return { parts, idle: (routed.count - routed.active) * expert + routed.idle };
}
