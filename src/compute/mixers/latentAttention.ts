import { type Indexer, lightningFlops, lightningWeights } from "./indexer.ts";
import { bytesKept, bytesRead } from "./keyValueCache.ts";
import type { MixerKind } from "./mixerKind.ts";
import { attendedInPass } from "./pass.ts";
import { projectionWeights } from "./projection.ts";
import type { Span } from "./span.ts";

/** Multi-head latent attention (MLA, DeepSeek-V2, arXiv 2405.04434): keys and values are cached as one latent vector. */
export interface LatentAttention {
  kind: "latent-attention";
  heads: number;
  /** Rank of the query projection; null where it is one full matrix. */
  queryRank: number | null;
  /** Width of the latent that keys and values are expanded from. */
  kvRank: number;
  /** Width of the part of a query and key head without position. */
  nopeDim: number;
  /** Width of the part with rotary position; its key is shared by all heads. */
  ropeDim: number;
  valueDim: number;
  span: Span;
  indexer: Indexer | null;
  /** Values of the output gate that are projected from the hidden state; 0 without one. */
  gateWidth: number;
  vectorWeights: number;
}

export const latentAttentionKind: MixerKind<LatentAttention> = {
  recurrent: false,
  matrixWeights: (mixer, hidden) => {
    const { heads, queryRank, kvRank, nopeDim, ropeDim, valueDim, gateWidth } = mixer;
    const queries = projectionWeights({ width: heads * (nopeDim + ropeDim), rank: queryRank }, hidden);
    const latent = hidden * (kvRank + ropeDim);
    const keysAndValues = kvRank * heads * (nopeDim + valueDim);
    const output = heads * valueDim * hidden;
    return queries + latent + keysAndValues + hidden * gateWidth + output;
  },
  indexerWeights: ({ indexer }, hidden) => lightningWeights(indexer, hidden),
  // The prefill expands keys and values. Decode, and any pass whose tokens an indexer picks, takes the absorbed form, in
  // which all heads read the latent itself (DeepSeek-V2, §2.1; DeepSeek-V3.2, arXiv 2512.02556, §2.1).
  attentionFlops: ({ heads, kvRank, nopeDim, ropeDim, valueDim, span }, pass) => {
    const absorbed = pass.phase === "decode" || span.kind === "top";
    const keyWidth = (absorbed ? kvRank : nopeDim) + ropeDim;
    const valueWidth = absorbed ? kvRank : valueDim;
    return 2 * heads * (keyWidth + valueWidth) * attendedInPass(pass, span);
  },
  indexerFlops: ({ indexer }, pass) => lightningFlops(indexer, pass),
  recurrenceFlops: () => 0,
  // Table 1 of DeepSeek-V2: the latent and the shared rotary key.
  cacheBytes: (mixer, tokens) => bytesKept({ ...mixer, width: mixer.kvRank + mixer.ropeDim }, tokens),
  stateBytes: () => 0,
  cacheBytesRead: (mixer, tokens) => bytesRead({ ...mixer, width: mixer.kvRank + mixer.ropeDim }, tokens),
  // All heads share the latent, so each accelerator keeps it.
  cacheCopies: (_, accelerators) => accelerators,
};
