import type { Architecture } from "../architecture/architecture.ts";
import { cacheBytes } from "./cacheMemory.ts";
import type { Serving } from "./deploymentTarget.ts";
import { sharersOf } from "./split.ts";
import { weightBytesOnSharers } from "./weightMemory.ts";

/** The share of the memory that a server uses: the default of vLLM's `gpu_memory_utilization`. */
export const MEMORY_SHARE = 0.9;

/** Bytes of activations and of the engine itself on each accelerator. */
export const OVERHEAD_BYTES = 2e9;

/** The memory of one replica, in bytes of all its accelerators together. */
export interface ReplicaMemory {
  weights: number;
  /** The cache of one answer. */
  kvCachePerSequence: number;
  overhead: number;
  available: number;
}

/** @param contextTokens the tokens of each answer, prompt included. */
export function memoryOfReplica(
  architecture: Architecture,
  { accelerator, split, precision, cacheBits }: Serving,
  contextTokens: number,
): ReplicaMemory {
  const accelerators = split.pipeline * sharersOf(split);
  return {
    weights: weightBytesOnSharers(architecture, precision, split.attention),
    kvCachePerSequence: cacheBytes(architecture, contextTokens, split.tensor, cacheBits),
    overhead: accelerators * OVERHEAD_BYTES,
    available: accelerators * accelerator.memory * MEMORY_SHARE,
  };
}

/** The largest batch that fits; 0 where the weights alone do not fit, null where an answer takes no memory. */
export function largestBatch({ weights, overhead, available, kvCachePerSequence }: ReplicaMemory): number | null {
  const free = available - weights - overhead;
  if (free < 0) return 0;
  return kvCachePerSequence === 0 ? null : Math.floor(free / kvCachePerSequence);
}

/**
 * How many answers run at the same time, each at the middle of its length: those of the batch, or as many as there is
 * memory for, while the others wait. At least one, also where it does not fit.
 */
export function runningBatch(
  architecture: Architecture,
  target: Serving,
  promptTokens: number,
  outputTokens: number,
): number {
  const most = largestBatch(memoryOfReplica(architecture, target, promptTokens + outputTokens / 2));
  return Math.max(1, Math.min(target.batch, most ?? target.batch));
}
