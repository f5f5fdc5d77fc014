import type { Accelerator } from "./accelerators.ts";
import type { Architecture, Mixer } from "./architecture.ts";
import { cacheShards, mixerCacheBytes, stateBytes, sumOverMixers } from "./cacheMemory.ts";
import type { Efficiencies } from "./efficiencies.ts";
import { answerFlops, type FlopBreakdown } from "./flops.ts";
import { type Precision, rulesOf } from "./precision.ts";
import { attendedTokens } from "./span.ts";
import { weightBytesRead } from "./weightMemory.ts";

/** Where a model is served. */
export interface DeploymentTarget {
  accelerator: Accelerator;
  /** How many serve the model together, each layer cut among them (tensor and expert parallelism). */
  count: number;
  precision: Precision;
  /** How many answers are written at once. */
  batch: number;
}

/** What one pass of tokens through the model takes, in seconds. */
export interface PassTime {
  /** Matrix products and attention, had memory no limit. */
  compute: number;
  /** Reading weights and cache, had arithmetic no limit. */
  memory: number;
  /** The longer of the two, matrices and attention each for themselves. */
  roofline: number;
  /** Exchange among accelerators, launches, scheduling. */
  overhead: number;
  /** All of it. */
  total: number;
}

/** One step that writes a token of each answer in the batch, all of them at a context of `contextTokens`. */
export function decodeStep(
  architecture: Architecture,
  target: DeploymentTarget,
  contextTokens: number,
  efficiencies: Efficiencies,
): PassTime {
  const { batch, precision } = target;
  const flops = stepFlops(architecture, contextTokens);
  const cache = sumOverMixers(architecture, (mixer) => bytesReadByStep(mixer, contextTokens) * copies(mixer, target));
  return passTime(architecture, target, efficiencies, {
    tokens: batch,
    answers: batch,
    matrixFlops: batch * flops.matrices,
    attentionFlops: batch * flops.attention,
    weightBytes: weightBytesRead(architecture, precision, batch),
    cacheBytes: batch * cache,
  });
}

/** One pass that reads a prompt. */
export function prefillPass(
  architecture: Architecture,
  target: DeploymentTarget,
  promptTokens: number,
  efficiencies: Efficiencies,
): PassTime {
  const { matrices, attention } = parts(answerFlops(architecture, promptTokens, 1).breakdown);
  const written = sumOverMixers(architecture, (mixer) => mixerCacheBytes(mixer, promptTokens) * copies(mixer, target));
  return passTime(architecture, target, efficiencies, {
    tokens: promptTokens,
    answers: 1,
    matrixFlops: matrices,
    attentionFlops: attention,
    weightBytes: weightBytesRead(architecture, target.precision, promptTokens),
    cacheBytes: written,
  });
}

interface Pass {
  tokens: number;
  answers: number;
  matrixFlops: number;
  attentionFlops: number;
  weightBytes: number;
  cacheBytes: number;
}

function passTime(
  architecture: Architecture,
  { accelerator, count, precision }: DeploymentTarget,
  efficiencies: Efficiencies,
  pass: Pass,
): PassTime {
  const { peak, bandwidth } = accelerator;
  const bytesPerSecond = count * bandwidth * efficiencies.bandwidth;
  const flopsPerSecond = (rate: number) => count * rate * efficiencies.compute;
  const matrixCompute = pass.matrixFlops / flopsPerSecond(peak[rulesOf(precision).format] ?? peak.bf16);
  const attentionCompute = pass.attentionFlops / flopsPerSecond(peak.bf16);
  const matrixMemory = pass.weightBytes / bytesPerSecond;
  const attentionMemory = pass.cacheBytes / bytesPerSecond;
  const roofline = Math.max(matrixCompute, matrixMemory) + Math.max(attentionCompute, attentionMemory);
  const layers = architecture.layers.reduce((sum, layer) => sum + layer.count, 0);
  const overhead =
    efficiencies.secondsPerStep +
    layers * efficiencies.secondsPerLayer +
    pass.answers * efficiencies.secondsPerAnswer +
    exchangeTime(architecture.hiddenSize, layers, accelerator, count, pass.tokens, efficiencies);
  return {
    compute: matrixCompute + attentionCompute,
    memory: matrixMemory + attentionMemory,
    roofline,
    overhead,
    total: roofline + overhead,
  };
}

/** Two all-reduces a layer: each accelerator sends and gets 2 (n − 1) / n of the activations, in 16 bits. */
function exchangeTime(
  hiddenSize: number,
  layers: number,
  { interconnect }: Accelerator,
  count: number,
  tokens: number,
  { secondsPerExchange }: Efficiencies,
): number {
  if (count === 1) return 0;
  const bytes = (2 * (count - 1) * tokens * hiddenSize * 2) / count;
  return 2 * layers * (secondsPerExchange + bytes / (interconnect / 2));
}

/** FLOP of writing one token at a context, by whether they are matrices or grow with the context. */
function stepFlops(architecture: Architecture, contextTokens: number): { matrices: number; attention: number } {
  const two = parts(answerFlops(architecture, contextTokens, 2).breakdown);
  const one = parts(answerFlops(architecture, contextTokens, 1).breakdown);
  return { matrices: two.matrices - one.matrices, attention: two.attention - one.attention };
}

function parts(breakdown: FlopBreakdown): { matrices: number; attention: number } {
  const attention = breakdown.attention + breakdown.recurrence;
  return { attention, matrices: Object.values(breakdown).reduce((sum, part) => sum + part, 0) - attention };
}

/** Bytes of a mixer's cache that one step of one answer reads, and of a state that it also writes. */
function bytesReadByStep(mixer: Mixer, contextTokens: number): number {
  if (mixer.kind === "state-space" || mixer.kind === "linear-attention") return 2 * stateBytes(mixer);
  const kept = mixerCacheBytes(mixer, contextTokens);
  if (mixer.kind === "compressed-attention" || mixer.span.kind === "all") return kept;
  const seen = attendedTokens(mixer.span, contextTokens + 1) - attendedTokens(mixer.span, contextTokens);
  const indexer = 2 * (mixer.indexer?.headDim ?? 0) * contextTokens;
  const perToken = mixerCacheBytes({ ...mixer, indexer: null, span: { kind: "all" } }, 1);
  return indexer + perToken * Math.min(seen, contextTokens);
}

/** On how many accelerators each part of a mixer's cache is kept, where there are more of them than heads. */
export function copies(mixer: Mixer, { count }: DeploymentTarget): number {
  return Math.max(1, count / cacheShards(mixer));
}
