import type { Architecture } from "../architecture/architecture.ts";
import { hasExperts } from "../architecture/architectureKind.ts";
import { largestBatch, memoryOfReplica } from "./batchSize.ts";
import { type AnswerEstimate, estimateAnswer } from "./deployment.ts";
import type { Serving } from "./deploymentTarget.ts";
import type { Split } from "./split.ts";

/** What a deployment leaves open: parts of the split that are absent, and the batch where it is "BEST". */
export interface OpenServing extends Omit<Serving, "split" | "batch"> {
  /** The accelerators of all replicas together. */
  count: number;
  split: Partial<Split>;
  batch: number | "BEST";
  /** The longest times that are allowed, in seconds, at the 95th percentile. */
  ttftP95?: number | null;
  interTokenP95?: number | null;
}

export interface ChosenServing {
  serving: Serving;
  /** Null where it does not fit, or where nothing is fast enough. */
  estimate: AnswerEstimate | null;
  /** Whether some deployment fits, but none is fast enough. */
  isTooSlow: boolean;
}

/** Engines do not run more answers at the same time than about this many, with data-parallel attention in each group. */
const LARGEST_BATCH = 4096;

/**
 * Settles what a deployment leaves open: of all ways to split the model over the accelerators, and of all batches where the
 * best is asked for, the one that writes most tokens a second within the allowed times.
 */
export function chooseServing(
  architecture: Architecture,
  open: OpenServing,
  promptTokens: number,
  outputTokens: number,
): ChosenServing {
  const splits = splitsOf(architecture, open);
  let best: ChosenServing | null = null;
  let isTooSlow = false;
  for (const split of splits) {
    for (const batch of batchesOf(architecture, open, split, promptTokens + outputTokens)) {
      const serving = servingWith(open, split, batch);
      const estimate = estimateAnswer(architecture, serving, promptTokens, outputTokens);
      if (estimate === null) continue;
      if (!isFastEnough(estimate, open)) {
        isTooSlow = true;
        continue;
      }
      if (best?.estimate && best.estimate.throughput >= estimate.throughput) continue;
      best = { serving, estimate, isTooSlow: false };
    }
  }
  if (best) return best;
  const batch = open.batch === "BEST" ? 1 : open.batch;
  return { serving: servingWith(open, splits[0]!, batch), estimate: null, isTooSlow };
}

function servingWith(
  { accelerator, precision, cacheBits, engine, version }: OpenServing,
  split: Split,
  batch: number,
): Serving {
  return { accelerator, precision, cacheBits, engine, version, split, batch };
}

function isFastEnough(estimate: AnswerEstimate, { ttftP95, interTokenP95 }: OpenServing): boolean {
  return estimate.ttftP95 <= (ttftP95 ?? Infinity) && estimate.interTokenP95 <= (interTokenP95 ?? Infinity);
}

/** The splits that meet what is given, the one with the fewest copies of weights first. */
export function splitsOf(architecture: Architecture, { count, split }: OpenServing): Split[] {
  const pipelines = split.pipeline === undefined ? [1] : [split.pipeline];
  const withExperts = hasExperts(architecture);
  const found = pipelines.flatMap((pipeline) =>
    (split.replicas === undefined ? divisorsOf(count / pipeline) : [split.replicas]).flatMap((replicas) => {
      const sharers = count / pipeline / replicas;
      return attentionGroups(split, sharers, withExperts).map((attention) => ({
        replicas,
        tensor: sharers / attention,
        attention,
        pipeline,
        expert: split.expert ?? (withExperts && attention > 1 ? sharers : 1),
      }));
    }),
  );
  const allowed = found.filter(
    (one) =>
      Object.values(one).every((part) => Number.isInteger(part) && part >= 1) &&
      (split.tensor === undefined || one.tensor === split.tensor) &&
      (one.tensor * one.attention) % one.expert === 0,
  );
  return allowed.sort((a, b) => a.replicas - b.replicas || a.attention - b.attention);
}

/** Data-parallel attention is a choice where experts are shared all the same; without them, replicas do better. */
function attentionGroups(split: Partial<Split>, sharers: number, withExperts: boolean): number[] {
  if (split.attention !== undefined) return [split.attention];
  if (split.tensor !== undefined) return withExperts || sharers === split.tensor ? [sharers / split.tensor] : [];
  return withExperts && sharers > 1 ? [1, sharers] : [1];
}

function divisorsOf(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1).filter((divisor) => count % divisor === 0);
}

/** The given batch, or powers of two, what is between them, and the largest that fits. */
function batchesOf(architecture: Architecture, open: OpenServing, split: Split, contextTokens: number): number[] {
  if (open.batch !== "BEST") return [open.batch];
  const memory = memoryOfReplica(architecture, servingWith(open, split, 1), contextTokens);
  const most = LARGEST_BATCH * split.attention;
  const largest = Math.min(most, largestBatch(memory) ?? most);
  const steps = Array.from({ length: Math.ceil(Math.log2(most)) + 1 }, (_, power) => [
    2 ** power,
    3 * 2 ** power,
  ]).flat();
  return [...new Set([...steps.filter((batch) => batch < largest), largest])].filter((batch) => batch >= 1);
}
