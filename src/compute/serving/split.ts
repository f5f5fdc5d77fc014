import { ComputeError } from "../computeError.ts";

/** How the accelerators of a deployment share a model and its answers. */
export interface Split {
  /** Copies of the whole deployment side by side, each with a batch of its own. */
  replicas: number;
  /** Accelerators that cut each layer among them (tensor parallelism). */
  tensor: number;
  /**
   * Groups of `tensor` accelerators that each attend for their own part of the batch and work together on all else
   * (data-parallel attention); 1 without.
   */
  attention: number;
  /** Stages of layers that follow each other (pipeline parallelism). */
  pipeline: number;
  /** Groups that each hold whole routed experts (expert parallelism); 1 where each expert is cut like other matrices. */
  expert: number;
}

export const UNSPLIT: Split = { replicas: 1, tensor: 1, attention: 1, pipeline: 1, expert: 1 };

/** The accelerators that work together on a layer. */
export const sharersOf = ({ tensor, attention }: Split): number => tensor * attention;

/** The accelerators of all replicas together. */
export const countOf = (split: Split): number => split.replicas * split.pipeline * sharersOf(split);

/** @throws ComputeError INVALID_DEPLOYMENT for a part that is not a whole number from 1, and experts cut unevenly. */
export function requireSplit(split: Split): void {
  for (const [name, value] of Object.entries(split)) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ComputeError("INVALID_DEPLOYMENT", `${name} is ${value}: a whole number from 1 is allowed.`);
  }
  const sharers = sharersOf(split);
  if (sharers % split.expert === 0) return;
  const message = `expert is ${split.expert}: a divisor of the ${sharers} accelerators that share a layer is allowed.`;
  throw new ComputeError("INVALID_DEPLOYMENT", message);
}
