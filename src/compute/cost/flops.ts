import type { Architecture, Layer } from "../architecture/architecture.ts";
import { feedForwardMatrices } from "../architecture/feedForward.ts";
import { streamFlops } from "../architecture/residualStreams.ts";
import { ComputeError } from "../computeError.ts";
import { kindOf } from "../mixers/mixer.ts";
import type { Pass } from "../mixers/pass.ts";

/** The FLOP of each part of a model; the sum is the total. */
export interface FlopBreakdown {
  /** Matrices of attention, state-space and linear-attention layers. */
  projections: number;
  /** Scores and weighted values of softmax attention, which grow with the cached context. */
  attention: number;
  /** Matrices and scores with which sparse attention picks the tokens that it attends to. */
  indexer: number;
  /** Updates and reads of the states of state-space and linear-attention layers. */
  recurrence: number;
  feedForward: number;
  router: number;
  routedExperts: number;
  sharedExperts: number;
  /** The mixing of parallel residual streams. */
  residual: number;
  head: number;
}

export interface AnswerFlops {
  /** FLOP until the first output token: the prompt is read. */
  prefill: number;
  /** FLOP of all further output tokens. */
  decode: number;
  total: number;
  breakdown: FlopBreakdown;
}

/**
 * FLOP of one answer of `outputTokens` tokens to a prompt of `promptTokens` tokens, with a KV cache. One multiply-add is
 * 2 FLOP.
 *
 * The prompt is read once, and its last position gives the first output token. Each of the other `outputTokens` − 1
 * tokens takes one decode step, so the output head runs once in the prefill and once a step. The embedding is a look-up.
 *
 *     2 · weights of the matrices that a token meets                                        per token
 *     2 · heads · (headDim + valueDim) · tokens attended to                                 grouped-query attention
 *     2 · heads · (nopeDim + ropeDim + valueDim) · tokens attended to                       latent attention, prefill
 *     2 · heads · (2 kvRank + ropeDim) · tokens attended to                                 latent attention, decode
 *     5 · heads · headDim · stateSize per token                                             state space (Mamba-2)
 *     5 · channels · stateSize per token                                              state space (Mamba-1)
 *     5 or 7 · valueHeads · keyDim · valueDim per token                                     linear attention
 *
 * A position attends to itself and to earlier positions: nothing above the diagonal counts, though a kernel may compute
 * it. The first two lines are those of Kaplan et al. 2020 (arXiv 2001.08361, table 1) with keys and values shared by
 * groups. The matrices of latent attention cost the same in both phases. Recurrent layers count as their recurrence in
 * both phases; a chunked kernel trades some of it for larger matrix products. Softmax, norms, activations, rotary
 * embedding and sampling are left out: they are well under 1 %.
 *
 * Numbers of tokens may be means, so fractions are allowed. The cost of full attention is convex in the length, so the
 * cost at the mean length is a lower bound of the mean cost.
 *
 * @throws ComputeError INVALID_TOKEN_COUNT where a number of tokens is negative or not finite.
 */
export function answerFlops(architecture: Architecture, promptTokens: number, outputTokens: number): AnswerFlops {
  requireTokenCount("promptTokens", promptTokens);
  requireTokenCount("outputTokens", outputTokens);
  const steps = Math.max(0, outputTokens - 1);
  const read: Pass = { phase: "prefill", from: 0, to: promptTokens };
  const prefill = passFlops(architecture, read, Math.min(1, promptTokens));
  const written: Pass = { phase: "decode", from: promptTokens, to: promptTokens + steps };
  const decode = passFlops(architecture, written, steps);
  const breakdown = add({ ...prefill }, decode);
  return { prefill: sum(prefill), decode: sum(decode), total: sum(breakdown), breakdown };
}

function requireTokenCount(name: string, value: number): void {
  if (Number.isFinite(value) && value >= 0) return;
  throw new ComputeError("INVALID_TOKEN_COUNT", `${name} is ${value}: a number of tokens is 0 or more.`);
}

/** The output head gives the logits of `headPositions` of the pass's positions. */
function passFlops(architecture: Architecture, pass: Pass, headPositions: number): FlopBreakdown {
  const flops = nothing();
  for (const layer of architecture.layers) add(flops, layerFlops(layer, architecture, pass), layer.count);
  flops.head = 2 * architecture.vocabularySize * architecture.hiddenSize * headPositions;
  return flops;
}

function layerFlops(layer: Layer, architecture: Architecture, pass: Pass): FlopBreakdown {
  const hidden = architecture.hiddenSize;
  const tokens = pass.to - pass.from;
  const flops = nothing();
  flops.projections = 2 * layer.sideWeights * tokens;
  for (const mixer of layer.mixers) {
    const kind = kindOf(mixer);
    flops.projections += 2 * kind.matrixWeights(mixer, hidden) * tokens;
    flops.attention += kind.attentionFlops(mixer, pass);
    flops.indexer += 2 * kind.indexerWeights(mixer, hidden) * tokens + kind.indexerFlops(mixer, pass);
    flops.recurrence += kind.recurrenceFlops(mixer) * tokens;
  }
  if (layer.feedForward) {
    const { dense, router, latent, shared, routed } = feedForwardMatrices(layer.feedForward, hidden);
    flops.feedForward += 2 * dense * tokens;
    flops.router += 2 * router * tokens;
    flops.routedExperts += 2 * ((routed ? routed.active * routed.matrices : 0) + latent) * tokens;
    flops.sharedExperts += 2 * shared * tokens;
  }
  flops.residual += streamFlops(layer, architecture) * tokens;
  return flops;
}

function nothing(): FlopBreakdown {
  return {
    projections: 0,
    attention: 0,
    indexer: 0,
    recurrence: 0,
    feedForward: 0,
    router: 0,
    routedExperts: 0,
    sharedExperts: 0,
    residual: 0,
    head: 0,
  };
}

const PARTS = Object.keys(nothing()) as (keyof FlopBreakdown)[];

/** Adds to the first, which it returns. It is done for each layer of each answer. */
function add(flops: FlopBreakdown, other: FlopBreakdown, times = 1): FlopBreakdown {
  for (const part of PARTS) flops[part] += times * other[part];
  return flops;
}

function sum(flops: FlopBreakdown): number {
  let total = 0;
  for (const part of PARTS) total += flops[part];
  return total;
}
