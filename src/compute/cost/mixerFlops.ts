import type { Mixer } from "../architecture/architecture.ts";
import { attendedTokens, compressedEntries } from "../architecture/span.ts";

type Phase = "prefill" | "decode";

/** A stretch of tokens that goes through the model: positions `from` + 1 … `to`, the first of the context being 1. */
export interface Pass {
  phase: Phase;
  from: number;
  to: number;
  /** Positions whose logits are computed. */
  heads: number;
}

/** Scores of queries with keys, and values weighted by them. */
export function attentionFlops(mixer: Mixer, pass: Pass): number {
  switch (mixer.kind) {
    case "attention":
      return 2 * mixer.heads * (mixer.headDim + mixer.valueDim) * over(pass, (n) => attendedTokens(mixer.span, n));
    case "latent-attention": {
      const absorbed = pass.phase === "decode" || mixer.span.kind === "top";
      const keyWidth = (absorbed ? mixer.kvRank : mixer.nopeDim) + mixer.ropeDim;
      const valueWidth = absorbed ? mixer.kvRank : mixer.valueDim;
      return 2 * mixer.heads * (keyWidth + valueWidth) * over(pass, (n) => attendedTokens(mixer.span, n));
    }
    case "compressed-attention": {
      const { compression, window } = mixer;
      const near = over(pass, (n) => attendedTokens({ kind: "window", tokens: window }, n));
      const top = compression?.indexer?.top ?? null;
      const far = compression ? over(pass, (n) => compressedEntries(compression.ratio, top, n)) : 0;
      return 2 * mixer.heads * 2 * mixer.headDim * (near + far);
    }
    default:
      return 0;
  }
}

/** An indexer scores every token or entry before the present one with each of its heads, and adds the heads up. */
export function indexerScoreFlops(mixer: Mixer, pass: Pass): number {
  if (mixer.kind === "compressed-attention") {
    const { compression } = mixer;
    if (!compression?.indexer) return 0;
    const { heads, headDim } = compression.indexer;
    return 2 * heads * (headDim + 1) * over(pass, (n) => compressedEntries(compression.ratio, null, n));
  }
  if (mixer.kind !== "attention" && mixer.kind !== "latent-attention") return 0;
  if (!mixer.indexer) return 0;
  const { heads, headDim, weightedHeads } = mixer.indexer;
  return 2 * heads * (headDim + (weightedHeads ? 1 : 0)) * over(pass, (n) => attendedTokens({ kind: "all" }, n));
}

/**
 * FLOP of one token in a recurrent mixer's state, per element of the state: fading it 1, adding the outer product of
 * input and key 2, reading it 2. That is 5 for Mamba-2 (arXiv 2405.21060) and lightning attention (arXiv 2401.04658); the
 * delta rule (arXiv 2412.06464) first recalls what the key holds, 2 more.
 */
export function recurrenceFlops(mixer: Mixer): number {
  if (mixer.kind === "state-space") return 5 * mixer.heads * mixer.headDim * mixer.stateSize;
  if (mixer.kind !== "linear-attention") return 0;
  return (mixer.rule === "delta" ? 7 : 5) * mixer.valueHeads * mixer.keyDim * mixer.valueDim;
}

function over(pass: Pass, upTo: (n: number) => number): number {
  return upTo(pass.to) - upTo(pass.from);
}
