import type { Architecture, Layer } from "./architecture.ts";

/** The number of scales of the coefficients: one for the inputs, one for the outputs, one for the mixing matrix. */
const SCALES = 3;

/**
 * The weights with which a layer mixes parallel residual streams (manifold-constrained hyper-connections, DeepSeek-V4):
 * for each half of the layer, matrices from all n streams to n² + 2n coefficients, a base for each coefficient, and three
 * scales. 0 for the plain residual.
 */
export function streamWeights(layer: Layer, { residualStreams: n, hiddenSize }: Architecture): number {
  if (n === 1) return 0;
  return halves(layer) * (coefficients(n) * n * hiddenSize + coefficients(n) + SCALES);
}

/**
 * FLOP of one token with which a layer mixes parallel residual streams: the coefficients from all streams; then the
 * streams into one, back into each, and among each other. 0 for the plain residual.
 */
export function streamFlops(layer: Layer, { residualStreams: n, hiddenSize }: Architecture): number {
  if (n === 1) return 0;
  return halves(layer) * 2 * coefficients(n) * (n + 1) * hiddenSize;
}

/** The streams are mixed once around the mixers and once around the feed-forward. */
function halves(layer: Layer): number {
  return (layer.mixers.length > 0 ? 1 : 0) + (layer.feedForward ? 1 : 0);
}

/** n inputs of a half, n outputs, and n² to mix the streams among each other. */
function coefficients(n: number): number {
  return n * n + 2 * n;
}
