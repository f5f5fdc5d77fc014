import { type Indexer, lightningFlops, lightningWeights } from "./indexer.ts";
import { bytesKept, bytesRead } from "./keyValueCache.ts";
import type { MixerKind } from "./mixerKind.ts";
import { attendedInPass } from "./pass.ts";
import { projectionWeights } from "./projection.ts";
import type { Span } from "./span.ts";

/** Softmax attention with grouped queries (GQA, Ainslie et al. 2023; heads = kvHeads is multi-head, kvHeads = 1 multi-query). */
export interface Attention {
  kind: "attention";
  heads: number;
  kvHeads: number;
  /** Width of a query and key head. */
  headDim: number;
  /** Width of a value head. */
  valueDim: number;
  span: Span;
  /** Picks the tokens that are attended to; it has a cost of its own. */
  indexer: Indexer | null;
  /** Rank of the query projection; null where it is one full matrix. */
  queryRank: number | null;
  /** Values of the output gate that are projected from the hidden state; 0 without one. */
  gateWidth: number;
  /** Whether keys are used as values, so that there is no value projection. */
  keysAreValues: boolean;
  /** Whether it attends to the keys and values of an earlier layer, so that it projects and keeps none of its own. */
  sharesCache: boolean;
  vectorWeights: number;
}

export const attentionKind: MixerKind<Attention> = {
  recurrent: false,
  matrixWeights: (mixer, hidden) => {
    const queries = projectionWeights({ width: mixer.heads * mixer.headDim, rank: mixer.queryRank }, hidden);
    const keysAndValues = mixer.sharesCache ? 0 : keyValueWidth(mixer);
    return queries + hidden * (keysAndValues + mixer.gateWidth + mixer.heads * mixer.valueDim);
  },
  indexerWeights: ({ indexer }, hidden) => lightningWeights(indexer, hidden),
  attentionFlops: ({ heads, headDim, valueDim, span }, pass) =>
    2 * heads * (headDim + valueDim) * attendedInPass(pass, span),
  indexerFlops: ({ indexer }, pass) => lightningFlops(indexer, pass),
  recurrenceFlops: () => 0,
  cacheBytes: (mixer, tokens) => (mixer.sharesCache ? 0 : bytesKept({ ...mixer, width: keyValueWidth(mixer) }, tokens)),
  stateBytes: () => 0,
  cacheBytesRead: (mixer, tokens) => bytesRead({ ...mixer, width: keyValueWidth(mixer) }, tokens),
  // The heads are cut among the accelerators; where there are fewer heads than accelerators, several keep the same head.
  cacheCopies: ({ kvHeads }, accelerators) => Math.max(1, accelerators / kvHeads),
};

/** Values of one token's keys and values, all heads together. */
function keyValueWidth({ kvHeads, headDim, valueDim, keysAreValues }: Attention): number {
  return kvHeads * (headDim + (keysAreValues ? 0 : valueDim));
}
