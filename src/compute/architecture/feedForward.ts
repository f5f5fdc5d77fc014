export type FeedForward = DenseFeedForward | Experts;

export interface DenseFeedForward {
  kind: "dense";
  width: number;
  /** Three matrices (gate, up, down) if gated, else two. */
  gated: boolean;
  vectorWeights: number;
}

/** Routed experts, of which a token visits `active`, and one shared expert that every token visits. */
export interface Experts {
  kind: "experts";
  count: number;
  active: number;
  width: number;
  gated: boolean;
  /** Width that routed experts work in where it is not the hidden size; two matrices lead there and back. */
  latentSize: number | null;
  /** Width of all shared experts together; a dense feed-forward beside the experts counts as one. 0 without. */
  sharedWidth: number;
  /** Whether a projection of the hidden state to one value scales the shared expert. */
  sharedGate: boolean;
  /**
   * Experts that the router knows and that cost a token nothing: those that return it unchanged (LongCat), which have no
   * width, and those for tokens of other modalities (ERNIE VL).
   */
  idle: { count: number; width: number } | null;
  /** Elementwise weights that every token meets. */
  vectorWeights: number;
  /** Elementwise weights (biases) of each routed expert. */
  expertVectorWeights: number;
}

/** The weights of a feed-forward layer's matrices, by the part that they belong to. */
export interface FeedForwardMatrices {
  dense: number;
  router: number;
  /** The matrices that lead routed tokens into the experts' own width and back. */
  latent: number;
  shared: number;
  /** The routed experts; null in a layer without any. */
  routed: RoutedExperts | null;
}

export interface RoutedExperts {
  count: number;
  /** The number of experts that a token visits. */
  active: number;
  /** The weights of experts that no token of text visits. */
  idle: number;
  /** The weights of one expert's matrices. */
  matrices: number;
  /** The elementwise weights of one expert. */
  vectors: number;
}

/** The weights of a feed-forward layer's matrices beside a residual stream of width `hidden`. */
export function feedForwardMatrices(feedForward: FeedForward, hidden: number): FeedForwardMatrices {
  switch (feedForward.kind) {
    case "dense": {
      const dense = matrices(feedForward.gated, hidden, feedForward.width);
      return { dense, router: 0, latent: 0, shared: 0, routed: null };
    }
    case "experts": {
      const { count, active, gated, width, latentSize, sharedWidth, sharedGate, idle, expertVectorWeights } =
        feedForward;
      return {
        dense: 0,
        router: hidden * (count + (idle?.count ?? 0)),
        latent: 2 * hidden * (latentSize ?? 0),
        shared: matrices(gated, hidden, sharedWidth) + (sharedGate ? hidden : 0),
        routed: {
          count,
          active,
          idle: idle ? idle.count * matrices(gated, hidden, idle.width) : 0,
          matrices: matrices(gated, latentSize ?? hidden, width),
          vectors: expertVectorWeights,
        },
      };
    }
  }
}

function matrices(gated: boolean, input: number, width: number): number {
  return (gated ? 3 : 2) * input * width;
}
