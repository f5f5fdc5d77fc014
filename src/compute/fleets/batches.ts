import type { Architecture } from "../architecture/architecture.ts";
import { memoryOfReplica } from "../serving/batchSize.ts";
import { cacheBytes } from "../serving/cacheMemory.ts";
import type { Serving } from "../serving/deploymentTarget.ts";
import { type LengthMoments, writtenTokens } from "./lengths.ts";

/** Engines do not run more answers at the same time than about this many, with data-parallel attention in each group. */
const LARGEST_BATCH = 4096;

/** The 95th percentile of a normal distribution, in standard deviations. */
const P95 = 1.645;

/**
 * The largest batch whose cache has room in 95 of 100 instants, each answer somewhere between its beginning and its end:
 * where there is none an engine takes an answer out and begins it again later. 0 where the weights do not fit, or not even
 * the longest answer alone. The sum of the answers' tokens counts as normal.
 */
export function roomyBatch(
  architecture: Architecture,
  serving: Serving,
  promptTokens: number,
  lengths: LengthMoments,
): number {
  const { weights, overhead, available } = memoryOfReplica(architecture, serving, promptTokens);
  const free = available - weights - overhead;
  const bytesAt = (tokens: number) => cacheBytes(architecture, tokens, serving.split.tensor, serving.cacheBits);
  if (free < bytesAt(promptTokens + (lengths.longest ?? lengths.mean))) return 0;
  const written = writtenTokens(lengths);
  const mean = bytesAt(promptTokens + written.mean);
  const deviation = bytesAt(promptTokens + written.mean + written.deviation) - mean;
  const most = LARGEST_BATCH * serving.split.attention;
  if (mean === 0) return most;
  // b · mean + P95 · √b · deviation = free, solved for √b.
  const root = (Math.hypot(P95 * deviation, 2 * Math.sqrt(mean * free)) - P95 * deviation) / (2 * mean);
  return Math.max(1, Math.min(most, Math.floor(root ** 2)));
}

/** The batches that are tried: powers of two, what is between them, and the largest. */
export function triedBatches(largest: number): number[] {
  if (largest < 1) return [];
  const powers = Array.from({ length: Math.ceil(Math.log2(largest)) + 1 }, (_, power) => 2 ** power);
  const steps = powers.flatMap((batch) => [batch, 1.5 * batch]).filter((batch) => Number.isInteger(batch));
  return [...new Set([...steps.filter((batch) => batch < largest), largest])];
}
