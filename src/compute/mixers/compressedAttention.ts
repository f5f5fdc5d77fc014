import { BYTES_PER_VALUE } from "./keyValueCache.ts";
import type { MixerKind } from "./mixerKind.ts";
import { attendedInPass, overPass, type Pass } from "./pass.ts";
import { projectionWeights } from "./projection.ts";
import { compressedEntries } from "./span.ts";

/**
 * Attention of DeepSeek-V4: one head that is both key and value, a sliding window, and beyond it entries that each
 * stand for several tokens; the output goes through grouped low-rank matrices.
 */
export interface CompressedAttention {
  kind: "compressed-attention";
  heads: number;
  headDim: number;
  queryRank: number;
  outputGroups: number;
  outputRank: number;
  /** The number of latest tokens, the present one included, that are attended to uncompressed. */
  window: number;
  compression: Compression | null;
  vectorWeights: number;
}

export interface Compression {
  /** Tokens that one entry stands for. */
  ratio: number;
  /** 2 where neighbouring entries overlap: each token then feeds two entries. */
  series: number;
  /** Scores all entries and keeps the best; null where all are attended to. */
  indexer: { heads: number; headDim: number; top: number } | null;
}

export const compressedAttentionKind: MixerKind<CompressedAttention> = {
  recurrent: false,
  matrixWeights: ({ heads, headDim, queryRank, outputGroups, outputRank, compression }, hidden) => {
    const queries = projectionWeights({ width: heads * headDim, rank: queryRank }, hidden);
    const keys = hidden * headDim;
    const output = heads * headDim * outputRank + outputGroups * outputRank * hidden;
    return queries + keys + output + (compression ? compressorWeights(compression, headDim, hidden) : 0);
  },
  indexerWeights: ({ queryRank, compression }, hidden) => {
    if (!compression?.indexer) return 0;
    const { heads, headDim } = compression.indexer;
    return queryRank * heads * headDim + hidden * heads + compressorWeights(compression, headDim, hidden);
  },
  attentionFlops: ({ heads, headDim, window, compression }, pass) => {
    const near = attendedInPass(pass, { kind: "window", tokens: window });
    const far = compression ? entriesInPass(pass, compression.ratio, compression.indexer?.top ?? null) : 0;
    return 2 * heads * 2 * headDim * (near + far);
  },
  indexerFlops: ({ compression }, pass) => {
    if (!compression?.indexer) return 0;
    const { heads, headDim } = compression.indexer;
    // Every complete entry is scored by each head, and the heads are added up.
    return 2 * heads * (headDim + 1) * entriesInPass(pass, compression.ratio, null);
  },
  recurrenceFlops: () => 0,
  cacheBytes,
  stateBytes: () => 0,
  cacheBytesRead: cacheBytes,
  // All heads share one key, so each accelerator keeps it.
  cacheCopies: (_, accelerators) => accelerators,
};

/** The window's keys, and for each entry its key and that of the indexer. */
function cacheBytes({ headDim, window, compression }: CompressedAttention, tokens: number): number {
  const near = headDim * Math.min(tokens, window);
  const entries = compression ? tokens / compression.ratio : 0;
  const far = (headDim + (compression?.indexer?.headDim ?? 0)) * entries;
  return BYTES_PER_VALUE * (near + far);
}

/** Each token gives a value and a weight to every entry that it is part of. */
function compressorWeights({ series }: Compression, width: number, hidden: number): number {
  return 2 * hidden * series * width;
}

function entriesInPass(pass: Pass, ratio: number, top: number | null): number {
  return overPass(pass, (n) => compressedEntries(ratio, top, n));
}
