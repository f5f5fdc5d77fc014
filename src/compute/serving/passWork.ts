import type { Architecture } from "../architecture/architecture.ts";
import { answerFlops, type FlopBreakdown } from "../cost/flops.ts";
import { cacheBytes, cacheBytesOfStep } from "./cacheMemory.ts";
import type { Serving } from "./deploymentTarget.ts";
import { conversionsOf, launchesOf } from "./launches.ts";
import { weightsRead } from "./weightMemory.ts";

/** Floating-point operations, and the bytes that they read and write. */
export interface Work {
  flops: number;
  bytes: number;
}

/** The work of one pass of tokens through the model on one replica. */
export interface PassWork {
  /** The number of tokens that go through the model. */
  tokens: number;
  /** The number of answers that the tokens belong to. */
  answers: number;
  layers: number;
  /** The kernels that follow each other. */
  launches: number;
  /** Those beside them that convert numbers. */
  conversions: number;
  hiddenSize: number;
  /** The routed experts that a token visits, all layers together. */
  visits: number;
  expertLayers: number;
  /** The matrices of attention and recurrent layers; bytes are those of one copy. */
  mixers: Work;
  /** All other matrices that every token meets. */
  dense: Work;
  /** The routed experts that at least one token visits. */
  experts: Work;
  /** Scores, weighted values and recurrent states; bytes with the copies of the cache among the `tensor` accelerators. */
  scores: Work;
}

/** The work of a step that writes one token of each answer in the batch, all at a context of `contextTokens` tokens. */
export function decodeWork(architecture: Architecture, target: Serving, contextTokens: number): PassWork {
  const { split, cacheBits } = target;
  const batch = Math.max(1, target.batch / split.pipeline);
  const flops = flopsOf(architecture, `step ${contextTokens}`, () => stepFlops(architecture, contextTokens));
  const cache = cacheBytesOfStep(architecture, contextTokens, split.tensor, cacheBits);
  return passOf(architecture, target, { answers: batch, tokens: batch, flops, cache });
}

/** The work of a pass that reads `prompts` prompts of `promptTokens` tokens each and writes their caches. */
export function prefillWork(architecture: Architecture, target: Serving, promptTokens: number, prompts = 1): PassWork {
  const breakdown = flopsOf(
    architecture,
    `prompt ${promptTokens}`,
    () => answerFlops(architecture, promptTokens, 1).breakdown,
  );
  const cache = cacheBytes(architecture, promptTokens, target.split.tensor, target.cacheBits);
  return passOf(architecture, target, { answers: prompts, tokens: prompts * promptTokens, flops: breakdown, cache });
}

function stepFlops(architecture: Architecture, contextTokens: number): FlopBreakdown {
  const two = answerFlops(architecture, contextTokens, 2).breakdown;
  const one = answerFlops(architecture, contextTokens, 1).breakdown;
  const parts = Object.entries(two).map(([part, count]) => [part, count - one[part as keyof FlopBreakdown]]);
  return Object.fromEntries(parts) as unknown as FlopBreakdown;
}

/** The FLOPs of the two passes that were asked for last: those of all splits and batches of an answer are the same. */
const known = new WeakMap<Architecture, [what: string, flops: FlopBreakdown][]>();

function flopsOf(architecture: Architecture, what: string, count: () => FlopBreakdown): FlopBreakdown {
  const last = known.get(architecture) ?? [];
  const found = last.find(([of]) => of === what);
  if (found) return found[1];
  const flops = count();
  known.set(architecture, [[what, flops], ...last.slice(0, 1)]);
  return flops;
}

/** @param each.flops those of one answer, as `each.cache` is. */
function passOf(
  architecture: Architecture,
  { precision, accelerator }: Serving,
  each: { answers: number; tokens: number; flops: FlopBreakdown; cache: number },
): PassWork {
  const { answers, tokens, flops, cache } = each;
  const { layers, hiddenSize } = architecture;
  const read = weightsRead(architecture, precision, tokens);
  return {
    tokens,
    answers,
    hiddenSize,
    layers: layers.reduce((sum, { count }) => sum + count, 0),
    launches: launchesOf(layers, hiddenSize),
    conversions: conversionsOf(layers, precision, accelerator),
    ...visitsOf(layers),
    mixers: { flops: answers * (flops.projections + flops.indexer), bytes: read.mixers },
    dense: {
      flops: answers * (flops.feedForward + flops.router + flops.sharedExperts + flops.residual + flops.head),
      bytes: read.dense,
    },
    experts: { flops: answers * flops.routedExperts, bytes: read.experts },
    scores: { flops: answers * (flops.attention + flops.recurrence), bytes: answers * cache },
  };
}

function visitsOf(layers: Architecture["layers"]) {
  let visits = 0;
  let expertLayers = 0;
  for (const { count, feedForward } of layers) {
    if (feedForward?.kind !== "experts") continue;
    visits += count * feedForward.active;
    expertLayers += count;
  }
  return { visits, expertLayers };
}
