import type { Accelerator } from "../accelerators/dataSheet.ts";
import { type Precision, rulesOf } from "../accelerators/precision.ts";
import type { LayerGroup } from "../architecture/architecture.ts";
import { feedForwardMatrices } from "../architecture/feedForward.ts";
import type { Mixer } from "../mixers/mixer.ts";

/**
 * The kernels that follow each other in one pass through a layer, about as engines launch them with their usual fusions.
 * Only their proportions matter: how long one takes is fitted for each engine.
 */
const OF_MIXER: Record<Mixer["kind"], number> = {
  attention: 6,
  "latent-attention": 12,
  "compressed-attention": 16,
  "state-space": 8,
  "selective-scan": 10,
  "short-convolution": 6,
  "linear-attention": 10,
};

/** Scores of all cached keys, their choice, and the keys and queries for it. */
const OF_INDEXER = 10;

const OF_DENSE = 4;

/** Router, choice, sorting of tokens by expert, two products, activation, and the sum of experts. */
const OF_EXPERTS = 9;

const OF_SHARED_EXPERT = 3;

/** The kernels of one pass through all layers. */
export function launchesOf(layers: readonly LayerGroup[], hiddenSize: number): number {
  return layers.reduce((sum, { count, mixers, feedForward }) => {
    const mixing = mixers.reduce(
      (inner, mixer) => inner + OF_MIXER[mixer.kind] + (hasIndexer(mixer) ? OF_INDEXER : 0),
      0,
    );
    if (!feedForward) return sum + count * mixing;
    const { routed, shared } = feedForwardMatrices(feedForward, hiddenSize);
    const feeding = routed ? OF_EXPERTS + (shared > 0 ? OF_SHARED_EXPERT : 0) : OF_DENSE;
    return sum + count * (mixing + feeding);
  }, 0);
}

function hasIndexer(mixer: Mixer): boolean {
  return "indexer" in mixer && mixer.indexer !== null;
}

/** Activations are made small before the matrices that read the hidden state, and before those that give it back. */
const OF_MATRICES = 2;

/** The same for the two products of experts, and scales in the order of experts; or experts that are unpacked for them. */
const OF_CONVERTED_EXPERTS = 3;

/**
 * The kernels of one pass that convert numbers, beside `launchesOf`: activations to the format of the matrices, and weights
 * of experts on an accelerator that cannot multiply in their format. Kernels for 4-bit experts convert while they multiply,
 * and those of BF16 have nothing to convert.
 */
export function conversionsOf(
  layers: readonly LayerGroup[],
  precision: Precision,
  { peak }: Pick<Accelerator, "peak">,
): number {
  const { format, covers } = rulesOf(precision);
  if (format === "bf16") return 0;
  const multiplies = peak[format] !== undefined;
  const hasExperts = layers.some(({ feedForward }) => feedForward?.kind === "experts");
  const ofMatrices = multiplies && (covers === "layers" || !hasExperts) ? OF_MATRICES : 0;
  const ofExperts = multiplies && format === "fp4" ? 0 : OF_CONVERTED_EXPERTS;
  return layers.reduce((sum, { count, mixers, feedForward }) => {
    const feeding = !feedForward ? 0 : feedForward.kind === "experts" ? ofExperts : ofMatrices;
    return sum + count * (ofMatrices * mixers.length + feeding);
  }, 0);
}
