import type { Architecture } from "../architecture/architecture.ts";
import { largestBatch, memoryOfReplica } from "./batchSize.ts";
import { type DeploymentTarget, type Serving, servingOf } from "./deploymentTarget.ts";
import { profileOf } from "./engines.ts";
import { interTokenP95, ttftOf } from "./latencies.ts";
import { type PassTime, timePass } from "./passTime.ts";
import { decodeWork, prefillWork } from "./passWork.ts";
import { powerOf } from "./power.ts";
import { countOf } from "./split.ts";
import { batchWork, timeToken } from "./tokenTime.ts";

/** What takes most of the time of decoding. */
export type Bound = "COMPUTE" | "MEMORY_BANDWIDTH" | "INTERCONNECT" | "OVERHEAD";

/** The memory and speed of serving a model. Memory is in bytes, of all accelerators together. */
export interface DeploymentEstimate {
  /** Whether weights and the KV cache of the batch fit. */
  fits: boolean;
  memory: {
    weights: number;
    /** The cache of one answer at the given context. */
    kvCachePerSequence: number;
    /** The cache of the batches of all replicas. */
    kvCache: number;
    /** The memory of activations and of the engine itself. */
    overhead: number;
    total: number;
    /** The part of the memory that a server uses at most. */
    available: number;
  };
  /** The largest batch of a replica that fits; 0 where the weights do not fit, null where an answer takes no memory. */
  maxBatch: number | null;
  /** Prompt tokens read a second, prompts as long as the context one after the other; null where it does not fit. */
  prefillTokensPerSecond: number | null;
  /** Tokens written a second at the given context, all answers together; null where it does not fit. */
  decodeTokensPerSecond: number | null;
  /** What takes most of the time of decoding; null where it does not fit. */
  bound: Bound | null;
}

/** The cost of one answer while the accelerators are full with batches of answers like it. */
export interface AnswerEstimate {
  /** Seconds until the prompt is read and the first token is there (TTFT), where none waits for a place. */
  ttft: number;
  ttftP95: number;
  /** Seconds until the last token is there. */
  latency: number;
  /** Seconds between two tokens, as a mean and at the 95th percentile. */
  interTokenLatency: number;
  interTokenP95: number;
  /** Mean power of all accelerators together, in watts; null where the power of one is not known. */
  power: number | null;
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
 * Estimates the memory and speed of serving answers at a context of `contextTokens` tokens, prompt included.
 *
 * @throws ComputeError INVALID_TOKEN_COUNT for a wrong number of tokens, INVALID_DEPLOYMENT where a number of the target is
 * not a whole number from 1.
 */
export function estimateDeployment(
  architecture: Architecture,
  target: DeploymentTarget,
  contextTokens: number,
): DeploymentEstimate {
  const serving = servingOf(target);
  const { memory, maxBatch } = memoryOf(architecture, serving, contextTokens);
  const fits = memory.total <= memory.available;
  if (!fits) return { fits, memory, maxBatch, prefillTokensPerSecond: null, decodeTokensPerSecond: null, bound: null };
  const { profile, all } = profileOf(serving.engine, serving.version);
  const step = timePass(decodeWork(architecture, serving, contextTokens), serving, profile);
  const prefill = timePass(prefillWork(architecture, serving, contextTokens), serving, profile);
  const { replicas } = serving.split;
  return {
    fits,
    memory,
    maxBatch,
    prefillTokensPerSecond: (replicas * contextTokens) / (all * prefill.total),
    decodeTokensPerSecond: (replicas * serving.batch) / (all * step.total),
    bound: boundOf(step),
  };
}

/** The lengths of the answers that a batch is full of, in tokens; each may be a mean. */
export interface AnswerLengths {
  promptTokens: number;
  outputTokens: number;
  /** The tokens that a running answer holds, its prompt included: those at its middle if not given. */
  contextTokens?: number;
}

/**
 * Estimates the cost of an answer of `outputTokens` tokens to a prompt of `promptTokens` tokens in a batch that is always
 * full of such answers, each somewhere between its beginning and its end. It is null where the batch does not fit with all
 * answers at their full length.
 *
 * @throws ComputeError as `estimateDeployment` does.
 */
export function estimateAnswer(
  architecture: Architecture,
  target: DeploymentTarget,
  promptTokens: number,
  outputTokens: number,
): AnswerEstimate | null {
  const serving = servingOf(target);
  const { memory } = memoryOf(architecture, serving, promptTokens + outputTokens);
  if (memory.total > memory.available) return null;
  return estimateFull(architecture, serving, { promptTokens, outputTokens });
}

/** The same where the batch is known to fit; `gpuMemory` counts answers at the end of their length. */
export function estimateFull(architecture: Architecture, serving: Serving, lengths: AnswerLengths): AnswerEstimate {
  const { promptTokens, outputTokens } = lengths;
  const { profile, all } = profileOf(serving.engine, serving.version);
  const work = batchWork(architecture, serving, lengths);
  const time = timeToken(work, serving, { profile, all });
  const prompt = all * timePass(prefillWork(architecture, serving, promptTokens), serving, profile).total;
  const ttft = ttftOf(prompt, time, (serving.batch - 1) / Math.max(1, outputTokens));
  const latency = ttft.mean + Math.max(0, outputTokens - 1) * time.total;
  const answers = serving.split.replicas * serving.batch;
  const power = powerOf(serving, time);
  return {
    ttft: ttft.mean,
    ttftP95: ttft.p95,
    latency,
    interTokenLatency: time.total,
    interTokenP95: interTokenP95(time, work.passesPerStep, promptTokens, all),
    power,
    gpuTime: (countOf(serving.split) * latency) / answers,
    energy: power === null ? null : (power * latency) / answers,
    throughput: (answers * outputTokens) / latency,
    gpuMemory: memoryOf(architecture, serving, promptTokens + outputTokens).memory.total,
  };
}

function memoryOf(architecture: Architecture, serving: Serving, contextTokens: number) {
  const replica = memoryOfReplica(architecture, serving, contextTokens);
  const { split, batch } = serving;
  const weights = split.replicas * replica.weights;
  const kvCache = split.replicas * batch * replica.kvCachePerSequence;
  const overhead = split.replicas * replica.overhead;
  const memory = {
    weights,
    kvCachePerSequence: replica.kvCachePerSequence,
    kvCache,
    overhead,
    total: weights + kvCache + overhead,
    available: split.replicas * replica.available,
  };
  return { memory, maxBatch: largestBatch(replica) };
}

function boundOf({ compute, memory, exchange, launch, host }: PassTime): Bound {
  const parts: [Bound, number][] = [
    ["COMPUTE", compute],
    ["MEMORY_BANDWIDTH", memory],
    ["INTERCONNECT", exchange],
    ["OVERHEAD", launch + host],
  ];
  return parts.reduce((most, part) => (part[1] > most[1] ? part : most))[0];
}
