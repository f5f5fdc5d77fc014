import type { Architecture } from "./architecture.ts";
import { mixerCacheBytes, sumOverMixers } from "./cacheMemory.ts";
import { EFFICIENCIES, type Efficiencies, MEMORY_SHARE, OVERHEAD_BYTES } from "./efficiencies.ts";
import { ComputeError } from "./errors.ts";
import { copies, type DeploymentTarget, decodeStep, type PassTime, prefillPass } from "./roofline.ts";
import { weightBytes } from "./weightMemory.ts";

export type { DeploymentTarget } from "./roofline.ts";

/** What limits how fast tokens are written. */
export type Bound = "COMPUTE" | "MEMORY_BANDWIDTH";

/** What serving a model takes. Memory is of all accelerators together, in bytes. */
export interface DeploymentEstimate {
  /** Whether weights and the KV cache of the batch fit. */
  fits: boolean;
  memory: {
    weights: number;
    /** Of one answer at the context asked. */
    kvCachePerSequence: number;
    /** Of the whole batch. */
    kvCache: number;
    /** Activations and the engine itself. */
    overhead: number;
    total: number;
    /** What a server takes of the memory at most. */
    available: number;
  };
  /** The largest batch that fits; 0 where weights alone do not, null where an answer takes no memory. */
  maxBatch: number | null;
  /** Prompt tokens read a second, prompts of the context asked one after the other; null where it does not fit. */
  prefillTokensPerSecond: number | null;
  /** Tokens written a second, all answers together, at the context asked; null where it does not fit. */
  decodeTokensPerSecond: number | null;
  /** Of writing tokens; null where it does not fit. */
  bound: Bound | null;
}

/** What one answer costs, the accelerators being full with a batch of answers like it. */
export interface AnswerEstimate {
  /** Seconds until the prompt is read. */
  ttft: number;
  /** Seconds until the answer is written. */
  latency: number;
  /** Accelerator-seconds: its share of the time of all accelerators. */
  gpuTime: number;
  /** J; null where the accelerator's power is not known. */
  energy: number | null;
  /** Mean power of all accelerators together, in watts. */
  power: number | null;
  /** Output tokens a second, all answers together. */
  throughput: number;
  /** Bytes in use on all accelerators together. */
  gpuMemory: number;
}

/**
 * Estimates what serving takes at contexts of `contextTokens` tokens, prompt and answer together, by roofline.
 *
 * @throws ComputeError INVALID_TOKEN_COUNT, INVALID_DEPLOYMENT for a count or batch that is no whole number from 1.
 */
export function estimateDeployment(
  architecture: Architecture,
  target: DeploymentTarget,
  contextTokens: number,
  efficiencies: Efficiencies = EFFICIENCIES,
): DeploymentEstimate {
  requireTarget(target);
  const { batch } = target;
  const memory = memoryOf(architecture, target, contextTokens);
  const fits = memory.total <= memory.available;
  const step = fits ? decodeStep(architecture, target, contextTokens, efficiencies) : null;
  const prefill = fits ? prefillPass(architecture, target, contextTokens, efficiencies) : null;
  return {
    fits,
    memory,
    maxBatch: maxBatchOf(memory),
    prefillTokensPerSecond: prefill && contextTokens / prefill.total,
    decodeTokensPerSecond: step && batch / step.total,
    bound: step && boundOf(step),
  };
}

/**
 * Estimates what an answer of `outputTokens` tokens to a prompt of `promptTokens` costs where the batch is full of such
 * answers, each somewhere between its beginning and its end: steps take what they take at the middle of an answer, and
 * the prompt of every other answer of the batch is read once in between. Null where it does not fit.
 *
 * @throws ComputeError as `estimateDeployment` does.
 */
export function estimateAnswer(
  architecture: Architecture,
  target: DeploymentTarget,
  promptTokens: number,
  outputTokens: number,
  efficiencies: Efficiencies = EFFICIENCIES,
): AnswerEstimate | null {
  requireTarget(target);
  const memory = memoryOf(architecture, target, promptTokens + outputTokens);
  if (memory.total > memory.available) return null;
  return answerTime(architecture, target, promptTokens, outputTokens, memory.total, efficiencies);
}

function answerTime(
  architecture: Architecture,
  target: DeploymentTarget,
  promptTokens: number,
  outputTokens: number,
  gpuMemory: number,
  efficiencies: Efficiencies,
): AnswerEstimate {
  const { accelerator, count, batch } = target;
  const step = decodeStep(architecture, target, promptTokens + outputTokens / 2, efficiencies);
  const prefill = prefillPass(architecture, target, promptTokens, efficiencies);
  const steps = Math.max(0, outputTokens - 1);
  const latency = batch * prefill.total + steps * step.total;
  const busy = (part: "compute" | "memory", efficiency: number) =>
    (efficiency * (batch * prefill[part] + steps * step[part])) / latency;
  const { idlePower, memoryPower, computePower } = efficiencies;
  const share =
    idlePower +
    memoryPower * busy("memory", efficiencies.bandwidth) +
    computePower * busy("compute", efficiencies.compute);
  const power = accelerator.power === null ? null : count * accelerator.power * Math.min(1, share);
  return {
    ttft: prefill.total,
    latency,
    gpuTime: (count * latency) / batch,
    energy: power === null ? null : (power * latency) / batch,
    power,
    throughput: (batch * outputTokens) / latency,
    gpuMemory,
  };
}

function memoryOf(architecture: Architecture, target: DeploymentTarget, contextTokens: number) {
  const { accelerator, count, batch, precision } = target;
  const weights = weightBytes(architecture, precision);
  const kvCachePerSequence = sumOverMixers(
    architecture,
    (mixer) => mixerCacheBytes(mixer, contextTokens) * copies(mixer, target),
  );
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

function boundOf(step: PassTime): Bound {
  return step.compute > step.memory ? "COMPUTE" : "MEMORY_BANDWIDTH";
}

function requireTarget({ count, batch }: DeploymentTarget): void {
  for (const [name, value] of Object.entries({ count, batch })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ComputeError("INVALID_DEPLOYMENT", `${name} is ${value}: a whole number from 1 is allowed.`);
  }
}
