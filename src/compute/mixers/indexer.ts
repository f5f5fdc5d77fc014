import { attendedInPass, type Pass } from "./pass.ts";

/** The lightning indexer of sparse attention: scores every earlier token with small heads (DeepSeek-V3.2, arXiv 2512.02556). */
export interface Indexer {
  heads: number;
  headDim: number;
  /** Width of the vector that its queries are projected from: the query latent or the hidden state. */
  queryInput: number;
  /** Whether the heads are weighted by a projection of the hidden state. */
  weightedHeads: boolean;
}

/** The weights of an indexer's matrices: queries for each head, one key that the heads share, and the heads' weights. */
export function lightningWeights(indexer: Indexer | null, hidden: number): number {
  if (!indexer) return 0;
  const queries = indexer.queryInput * indexer.heads * indexer.headDim;
  return queries + hidden * indexer.headDim + (indexer.weightedHeads ? hidden * indexer.heads : 0);
}

/** FLOP of scoring every token up to the present one with each head, and of adding up the heads where they are weighted. */
export function lightningFlops(indexer: Indexer | null, pass: Pass): number {
  if (!indexer) return 0;
  const { heads, headDim, weightedHeads } = indexer;
  return 2 * heads * (headDim + (weightedHeads ? 1 : 0)) * attendedInPass(pass, { kind: "all" });
}
