import type { Architecture, Layer } from "../architecture/architecture.ts";
import { feedForwardMatrices, indexerMatrices, mixerMatrices, streamMatrices } from "./weights.ts";

/** Weights by where they stand; the sum is the total. */
export interface ParameterBreakdown {
  embedding: number;
  /** The output head; 0 where it is the embedding. */
  head: number;
  /** Attention, state-space and linear-attention matrices, indexers included. */
  mixers: number;
  /** Dense feed-forward. */
  feedForward: number;
  router: number;
  /** All routed experts. */
  routedExperts: number;
  sharedExperts: number;
  /** Norms, biases, sinks and other weights outside matrices, and those that mix residual streams. */
  other: number;
}

export interface ParameterCount {
  total: number;
  active: number;
  breakdown: ParameterBreakdown;
}

/**
 * Counts the weights of the language model: encoders of other modalities and layers for multi-token prediction are not
 * in it, buffers (a router's balancing bias, a rotary table) neither.
 *
 * `active` are the weights that one token meets on its way: all but the routed experts that it does not visit, the
 * embedding and the output head counted in full, as Qwen3 (30.5B-A3.3B), Mixtral (12.9B) and DeepSeek-V3 (37B) publish it.
 * For a dense model it is the total.
 */
export function countParameters(architecture: Architecture): ParameterCount {
  const embedding = architecture.vocabularySize * architecture.hiddenSize;
  const breakdown: ParameterBreakdown = {
    embedding,
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
    const of = layerParameters(layer, architecture);
    for (const part of Object.keys(of.parts) as (keyof typeof of.parts)[]) breakdown[part] += count * of.parts[part];
    idle += count * of.idle;
  }
  const total = Object.values(breakdown).reduce((sum, part) => sum + part, 0);
  return { total, active: total - idle, breakdown };
}

type LayerParts = Omit<ParameterBreakdown, "embedding" | "head">;

/** The weights of one layer, and how many of them a token does not meet. */
function layerParameters(
  layer: Layer,
  { hiddenSize, residualStreams }: Architecture,
): { parts: LayerParts; idle: number } {
  const parts = {
    mixers: 0,
    feedForward: 0,
    router: 0,
    routedExperts: 0,
    sharedExperts: 0,
    other: layer.vectorWeights,
  };
  let idle = 0;
  for (const mixer of layer.mixers) {
    parts.mixers += mixerMatrices(mixer, hiddenSize) + indexerMatrices(mixer, hiddenSize);
    parts.other += mixer.vectorWeights;
  }
  const { feedForward } = layer;
  if (feedForward) {
    const matrices = feedForwardMatrices(feedForward, hiddenSize);
    parts.feedForward += matrices.dense;
    parts.router += matrices.router;
    parts.sharedExperts += matrices.shared;
    parts.other += feedForward.vectorWeights;
    if (feedForward.kind === "experts") {
      const expert = matrices.expert + feedForward.expertVectorWeights;
      parts.routedExperts += feedForward.count * expert + matrices.latent;
      idle += (feedForward.count - feedForward.active) * expert;
    }
  }
  parts.other += sublayers(layer) * streamWeights(residualStreams, hiddenSize);
  return { parts, idle };
}

/** How many times the residual streams are mixed: once around the mixers, once around the feed-forward. */
function sublayers(layer: Layer): number {
  return (layer.mixers.length > 0 ? 1 : 0) + (layer.feedForward ? 1 : 0);
}

/** Matrices, a base for each of the n² + 2n coefficients and three scales. */
function streamWeights(streams: number, hidden: number): number {
  return streams === 1 ? 0 : streamMatrices(streams, hidden) + streams * streams + 2 * streams + 3;
}
