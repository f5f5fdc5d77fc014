import { type Precision, rulesOf } from "../accelerators/precision.ts";
import type { Architecture } from "../architecture/architecture.ts";
import { hasExperts } from "../architecture/architectureKind.ts";
import { feedForwardMatrices, type RoutedExperts } from "../architecture/feedForward.ts";
import { countParameters, type ParameterBreakdown } from "../cost/parameters.ts";

const BYTES_16_BIT = 2;

/** The parts of an architecture, which are asked for with each batch that is tried. */
const counted = new WeakMap<Architecture, ParameterBreakdown>();

function partsOf(architecture: Architecture): ParameterBreakdown {
  let parts = counted.get(architecture);
  if (!parts) {
    parts = countParameters(architecture).breakdown;
    counted.set(architecture, parts);
  }
  return parts;
}

/** Bytes of all weights in a precision; `PRECISIONS` says which of them stay in 16 bits. */
export function weightBytes(architecture: Architecture, precision: Precision): number {
  const breakdown = partsOf(architecture);
  return Object.entries(breakdown).reduce(
    (sum, [part, count]) => sum + count * bytesOf(part as keyof ParameterBreakdown, architecture, precision),
    0,
  );
}

/** Bytes of all weights where each of `attention` groups of accelerators keeps the matrices of attention for itself. */
export function weightBytesOnSharers(architecture: Architecture, precision: Precision, attention: number): number {
  const whole = weightBytes(architecture, precision);
  if (attention === 1) return whole;
  const breakdown = partsOf(architecture);
  return whole + (attention - 1) * breakdown.mixers * bytesOf("mixers", architecture, precision);
}

/** Bytes of the weights that a pass of tokens through the model reads. */
export interface WeightsRead {
  /** The matrices of attention and recurrent layers. */
  mixers: number;
  /** The routed experts that at least one token visits. */
  experts: number;
  /** All other weights except the embedding, of which a token looks up one row. */
  dense: number;
}

/**
 * Bytes of the weights that a pass of `tokens` tokens reads. Where each token picks k of n routed experts evenly,
 * n (1 − (1 − k/n)^tokens) of them are expected to be visited.
 */
export function weightsRead(architecture: Architecture, precision: Precision, tokens: number): WeightsRead {
  const breakdown = partsOf(architecture);
  const looked = architecture.tiedEmbeddings ? architecture.furtherEmbeddings : breakdown.embedding;
  const embedding = looked * BYTES_16_BIT;
  const bytesPerWeight = bytesOf("routedExperts", architecture, precision);
  let all = 0;
  let visited = 0;
  for (const { count, feedForward } of architecture.layers) {
    const routed = feedForward && feedForwardMatrices(feedForward, architecture.hiddenSize).routed;
    if (!routed) continue;
    const expert = routed.matrices * bytesPerWeight;
    all += count * (routed.count * expert + routed.idle * bytesPerWeight);
    visited += count * visitedExperts(routed, tokens) * expert;
  }
  const mixers = breakdown.mixers * bytesOf("mixers", architecture, precision);
  return { mixers, experts: visited, dense: weightBytes(architecture, precision) - embedding - all - mixers };
}

/** The expected number of routed experts that at least one of `tokens` tokens visits. */
function visitedExperts({ count, active }: RoutedExperts, tokens: number): number {
  return count * (1 - (1 - active / count) ** tokens);
}

/** Bytes of one weight in a part of the model. */
function bytesOf(part: keyof ParameterBreakdown, architecture: Architecture, precision: Precision): number {
  const { bitsPerWeight, covers } = rulesOf(precision);
  return quantizedParts(covers, architecture).includes(part) ? bitsPerWeight / 8 : BYTES_16_BIT;
}

const LAYER_MATRICES: (keyof ParameterBreakdown)[] = ["mixers", "feedForward", "routedExperts", "sharedExperts"];

function quantizedParts(covers: "layers" | "experts", architecture: Architecture): (keyof ParameterBreakdown)[] {
  return covers === "experts" && hasExperts(architecture) ? ["routedExperts"] : LAYER_MATRICES;
}
