import type { Architecture, Mixer } from "../architecture/architecture.ts";
import { attendedTokens } from "../architecture/span.ts";
import { answerFlops, type FlopBreakdown } from "../cost/flops.ts";
import { cacheCopies, mixerCacheBytes, stateBytes, sumOverMixers } from "./cacheMemory.ts";
import type { DeploymentTarget } from "./deploymentTarget.ts";
import { type WeightsRead, weightsRead } from "./weightMemory.ts";

/** What one pass of tokens through the model asks of all accelerators together. */
export interface PassWork {
  /** Tokens that go through. */
  tokens: number;
  /** Answers that they belong to. */
  answers: number;
  layers: number;
  hiddenSize: number;
  /** FLOP of matrices: they run in the weights' number format. */
  matrixFlops: number;
  /** FLOP of scores, weighted values and recurrent states. */
  attentionFlops: number;
  weights: WeightsRead;
  /** Bytes of cached keys, values and states that are read or written. */
  cacheBytes: number;
}

/** One step that writes a token of each answer in the batch, all of them at a context of `contextTokens` tokens. */
export function decodeWork(architecture: Architecture, target: DeploymentTarget, contextTokens: number): PassWork {
  const { batch, precision, count } = target;
  const flops = decodeFlops(architecture, contextTokens);
  const cache = sumOverMixers(architecture, (mixer) => bytesOfStep(mixer, contextTokens) * cacheCopies(mixer, count));
  return {
    ...shapeOf(architecture),
    tokens: batch,
    answers: batch,
    matrixFlops: batch * flops.matrices,
    attentionFlops: batch * flops.attention,
    weights: weightsRead(architecture, precision, batch),
    cacheBytes: batch * cache,
  };
}

/** One pass that reads so many prompts of `promptTokens` tokens and writes their caches. */
export function prefillWork(
  architecture: Architecture,
  target: DeploymentTarget,
  promptTokens: number,
  prompts = 1,
): PassWork {
  const { count, precision } = target;
  const { matrices, attention } = parts(answerFlops(architecture, promptTokens, 1).breakdown);
  const cache = sumOverMixers(
    architecture,
    (mixer) => mixerCacheBytes(mixer, promptTokens) * cacheCopies(mixer, count),
  );
  return {
    ...shapeOf(architecture),
    tokens: prompts * promptTokens,
    answers: prompts,
    matrixFlops: prompts * matrices,
    attentionFlops: prompts * attention,
    weights: weightsRead(architecture, precision, prompts * promptTokens),
    cacheBytes: prompts * cache,
  };
}

function shapeOf({ layers, hiddenSize }: Architecture) {
  return { hiddenSize, layers: layers.reduce((sum, { count }) => sum + count, 0) };
}

function decodeFlops(architecture: Architecture, contextTokens: number): { matrices: number; attention: number } {
  const two = parts(answerFlops(architecture, contextTokens, 2).breakdown);
  const one = parts(answerFlops(architecture, contextTokens, 1).breakdown);
  return { matrices: two.matrices - one.matrices, attention: two.attention - one.attention };
}

function parts(breakdown: FlopBreakdown): { matrices: number; attention: number } {
  const attention = breakdown.attention + breakdown.recurrence;
  return { attention, matrices: Object.values(breakdown).reduce((sum, part) => sum + part, 0) - attention };
}

/** Bytes of one answer's cache that a step reads; a recurrent state is also written back. */
function bytesOfStep(mixer: Mixer, contextTokens: number): number {
  if (mixer.kind === "state-space" || mixer.kind === "linear-attention") return 2 * stateBytes(mixer);
  const kept = mixerCacheBytes(mixer, contextTokens);
  if (mixer.kind === "compressed-attention" || mixer.span.kind === "all") return kept;
  const seen = attendedTokens(mixer.span, contextTokens + 1) - attendedTokens(mixer.span, contextTokens);
  const everything = mixerCacheBytes({ ...mixer, indexer: null, span: { kind: "all" } }, 1);
  const scored = mixer.indexer
    ? mixerCacheBytes({ ...mixer, span: { kind: "all" } }, contextTokens) - everything * contextTokens
    : 0;
  return scored + everything * Math.min(seen, contextTokens);
}
