import type { Architecture } from "../architecture/architecture.ts";
import { type AnswerTime, timeAnswer } from "./answerTime.ts";
import { answerWork } from "./answerWork.ts";
import { cacheBytes } from "./cacheMemory.ts";
import { type DeploymentTarget, requireTarget } from "./deploymentTarget.ts";
import { EFFICIENCIES, MEMORY_SHARE, OVERHEAD_BYTES } from "./efficiencies.ts";
import { decodeWork, prefillWork } from "./passWork.ts";
import { timePass } from "./roofline.ts";
import { weightBytes } from "./weightMemory.ts";

/** The resource that limits the speed of decoding. */
export type Bound = "COMPUTE" | "MEMORY_BANDWIDTH";

/** The memory and speed of serving a model. Memory is in bytes, of all accelerators together. */
export interface DeploymentEstimate {
  /** Whether weights and the KV cache of the batch fit. */
  fits: boolean;
  memory: {
    weights: number;
    /** The cache of one answer at the given context. */
    kvCachePerSequence: number;
    /** The cache of the whole batch. */
    kvCache: number;
    /** The memory of activations and of the engine itself. */
    overhead: number;
    total: number;
    /** The part of the memory that a server uses at most. */
    available: number;
  };
  /** The largest batch that fits; 0 where the weights alone do not fit, null where an answer takes no memory. */
  maxBatch: number | null;
  /** Prompt tokens read a second, prompts as long as the context one after the other; null where it does not fit. */
  prefillTokensPerSecond: number | null;
  /** Tokens written a second at the given context, all answers together; null where it does not fit. */
  decodeTokensPerSecond: number | null;
  /** The resource that limits decoding; null where it does not fit. */
  bound: Bound | null;
}

/** The cost of one answer while the accelerators are full with a batch of answers like it. */
export interface AnswerEstimate extends AnswerTime {
  /** Accelerator-seconds: the answer's share of the time of all accelerators. */
  gpuTime: number;
  /** Energy in J; null where the accelerator's power is not known. */
  energy: number | null;
  /** Output tokens a second, all answers together. */
  throughput: number;
  /** Bytes in use on all accelerators together. */
  gpuMemory: number;
}

/**
 * Estimates by roofline the memory and speed of serving answers at a context of `contextTokens` tokens, prompt included.
 *
 * @throws ComputeError INVALID_TOKEN_COUNT for a wrong number of tokens, INVALID_DEPLOYMENT where the count or the batch is
 * not a whole number from 1.
 */
export function estimateDeployment(
  architecture: Architecture,
  target: DeploymentTarget,
  contextTokens: number,
): DeploymentEstimate {
  requireTarget(target);
  const memory = memoryOf(architecture, target, contextTokens);
  const fits = memory.total <= memory.available;
  const estimate = { fits, memory, maxBatch: maxBatchOf(memory) };
  if (!fits) return { ...estimate, prefillTokensPerSecond: null, decodeTokensPerSecond: null, bound: null };
  const step = timePass(decodeWork(architecture, target, contextTokens), target, EFFICIENCIES);
  const prefill = timePass(prefillWork(architecture, target, contextTokens), target, EFFICIENCIES);
  return {
    ...estimate,
    prefillTokensPerSecond: contextTokens / prefill.total,
    decodeTokensPerSecond: target.batch / step.total,
    bound: step.compute > step.memory ? "COMPUTE" : "MEMORY_BANDWIDTH",
  };
}

/**
 * Estimates the cost of an answer of `outputTokens` tokens to a prompt of `promptTokens` tokens in a batch that is always
 * full of such answers (`answerWork`). It is null where the batch does not fit with all answers at their full length.
 *
 * @throws ComputeError as `estimateDeployment` does.
 */
export function estimateAnswer(
  architecture: Architecture,
  target: DeploymentTarget,
  promptTokens: number,
  outputTokens: number,
): AnswerEstimate | null {
  requireTarget(target);
  const { total, available } = memoryOf(architecture, target, promptTokens + outputTokens);
  if (total > available) return null;
  const time = timeAnswer(answerWork(architecture, target, promptTokens, outputTokens), target, EFFICIENCIES);
  const { count, batch } = target;
  return {
    ...time,
    gpuTime: (count * time.latency) / batch,
    energy: time.power === null ? null : (time.power * time.latency) / batch,
    throughput: (batch * outputTokens) / time.latency,
    gpuMemory: total,
  };
}

function memoryOf(architecture: Architecture, target: DeploymentTarget, contextTokens: number) {
  const { accelerator, count, batch, precision } = target;
  const weights = weightBytes(architecture, precision);
  const kvCachePerSequence = cacheBytes(architecture, contextTokens, count);
  const kvCache = batch * kvCachePerSequence;
  const overhead = count * OVERHEAD_BYTES;
  const available = count * accelerator.memory * MEMORY_SHARE;
  return { weights, kvCachePerSequence, kvCache, overhead, total: weights + kvCache + overhead, available };
}

function maxBatchOf({ weights, overhead, available, kvCachePerSequence }: DeploymentEstimate["memory"]) {
  const free = available - weights - overhead;
  if (free < 0) return 0;
  return kvCachePerSequence === 0 ? null : Math.floor(free / kvCachePerSequence);
}
