import type { Architecture } from "../architecture/architecture.ts";
import { answerFlops, type FlopBreakdown } from "../cost/flops.ts";
import { cacheBytes, cacheBytesOfStep } from "./cacheMemory.ts";
import type { DeploymentTarget } from "./deploymentTarget.ts";
import { type WeightsRead, weightsRead } from "./weightMemory.ts";

/** The work of one pass of tokens through the model, on all accelerators together. */
export interface PassWork {
  /** The number of tokens that go through the model. */
  tokens: number;
  /** The number of answers that the tokens belong to. */
  answers: number;
  layers: number;
  hiddenSize: number;
  /** FLOP of matrices, which run in the number format of the weights. */
  matrixFlops: number;
  /** FLOP of scores, weighted values and recurrent states. */
  attentionFlops: number;
  weights: WeightsRead;
  /** Bytes of cached keys, values and states that are read or written. */
  cacheBytes: number;
}

/** The work of a step that writes one token of each answer in the batch, all at a context of `contextTokens` tokens. */
export function decodeWork(architecture: Architecture, target: DeploymentTarget, contextTokens: number): PassWork {
  const { batch, precision, count } = target;
  const flops = decodeFlops(architecture, contextTokens);
  return {
    ...shapeOf(architecture),
    tokens: batch,
    answers: batch,
    matrixFlops: batch * flops.matrices,
    attentionFlops: batch * flops.attention,
    weights: weightsRead(architecture, precision, batch),
    cacheBytes: batch * cacheBytesOfStep(architecture, contextTokens, count),
  };
}

/** The work of a pass that reads `prompts` prompts of `promptTokens` tokens each and writes their caches. */
export function prefillWork(
  architecture: Architecture,
  target: DeploymentTarget,
  promptTokens: number,
  prompts = 1,
): PassWork {
  const { count, precision } = target;
  const { matrices, attention } = parts(answerFlops(architecture, promptTokens, 1).breakdown);
  return {
    ...shapeOf(architecture),
    tokens: prompts * promptTokens,
    answers: prompts,
    matrixFlops: prompts * matrices,
    attentionFlops: prompts * attention,
    weights: weightsRead(architecture, precision, prompts * promptTokens),
    cacheBytes: prompts * cacheBytes(architecture, promptTokens, count),
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
