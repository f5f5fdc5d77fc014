import type { Indexer } from "./indexer.ts";
import { attendedTokens, type Span } from "./span.ts";

/** Keys and values are cached in 16 bits. */
export const BYTES_PER_VALUE = 2;

/** The vectors that attention caches for each token. */
interface CachedVectors {
  /** Values a token: its keys and values, or its latent. */
  width: number;
  span: Span;
  /** Where there is one, a key of its own is kept for every token. */
  indexer: Indexer | null;
}

/** Bytes kept after `tokens` tokens: a window or chunk bounds the keys and values, but not the keys of an indexer. */
export function bytesKept({ width, span, indexer }: CachedVectors, tokens: number): number {
  const bounded = span.kind === "window" || span.kind === "chunk";
  const kept = bounded ? Math.min(tokens, span.tokens) : tokens;
  return BYTES_PER_VALUE * (width * kept + indexerWidth(indexer) * tokens);
}

/** Bytes that a step reads at a context of `tokens` tokens: the tokens in its span, and all keys of an indexer. */
export function bytesRead({ width, span, indexer }: CachedVectors, tokens: number): number {
  const attended = attendedTokens(span, tokens + 1) - attendedTokens(span, tokens);
  // The step's own token is attended to as well, so that there may be one more than are cached.
  const read = Math.min(attended, tokens);
  return BYTES_PER_VALUE * (width * read + indexerWidth(indexer) * tokens);
}

function indexerWidth(indexer: Indexer | null): number {
  return indexer?.headDim ?? 0;
}
