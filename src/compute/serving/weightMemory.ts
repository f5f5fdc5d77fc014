import { type Precision, rulesOf } from "../accelerators/precision.ts";
import type { Architecture, Experts } from "../architecture/architecture.ts";
import { countParameters, type ParameterBreakdown } from "../cost/parameters.ts";
import { feedForwardMatrices } from "../cost/weights.ts";

const BYTES_16_BIT = 2;

/** Bytes of all weights in a precision; see `PRECISIONS` for what stays in 16 bits. */
export function weightBytes(architecture: Architecture, precision: Precision): number {
  const { breakdown } = countParameters(architecture);
  return Object.entries(breakdown).reduce(
    (sum, [part, count]) => sum + count * bytesOf(part as keyof ParameterBreakdown, architecture, precision),
    0,
  );
}

/** Bytes of weights that a pass of tokens through the model reads. */
export interface WeightsRead {
  /** Routed experts, those that a token visits. */
  experts: number;
  /** All else but the embedding, of which a token looks up a row. */
  others: number;
}

/**
 * Bytes of weights that a pass of `tokens` tokens reads. Of n routed experts, n (1 − (1 − k/n)^tokens) are expected to be
 * visited where each token picks k of them evenly.
 */
export function weightsRead(architecture: Architecture, precision: Precision, tokens: number): WeightsRead {
  const { breakdown } = countParameters(architecture);
  const embedding = architecture.tiedEmbeddings ? 0 : breakdown.embedding * BYTES_16_BIT;
  const bytesPerWeight = bytesOf("routedExperts", architecture, precision);
  let all = 0;
  let visited = 0;
  for (const { count, feedForward } of architecture.layers) {
    if (feedForward?.kind !== "experts") continue;
    const expert = feedForwardMatrices(feedForward, architecture.hiddenSize).expert * bytesPerWeight;
    all += count * feedForward.count * expert;
    visited += count * visitedExperts(feedForward, tokens) * expert;
  }
  return { experts: visited, others: weightBytes(architecture, precision) - embedding - all };
}

/** How many routed experts are expected to be visited by one of `tokens` tokens. */
export function visitedExperts({ count, active }: Experts, tokens: number): number {
  return count * (1 - (1 - active / count) ** tokens);
}

/** Bytes of one weight of a part of the model. */
function bytesOf(part: keyof ParameterBreakdown, architecture: Architecture, precision: Precision): number {
  const { bitsPerWeight, covers } = rulesOf(precision);
  return quantized(covers, architecture).includes(part) ? bitsPerWeight / 8 : BYTES_16_BIT;
}

const LAYER_MATRICES: (keyof ParameterBreakdown)[] = ["mixers", "feedForward", "routedExperts", "sharedExperts"];

function quantized(covers: "layers" | "experts", { layers }: Architecture): (keyof ParameterBreakdown)[] {
  const hasExperts = layers.some(({ feedForward }) => feedForward?.kind === "experts");
  return covers === "experts" && hasExperts ? ["routedExperts"] : LAYER_MATRICES;
}
