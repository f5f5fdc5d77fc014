import type { Accelerator } from "../accelerators/dataSheet.ts";
import type { Precision } from "../accelerators/precision.ts";
import { ComputeError } from "../computeError.ts";
import type { EngineName } from "./engines.ts";
import { requireSplit, type Split, UNSPLIT } from "./split.ts";

/** The hardware and the setting in which a model is served. */
export interface DeploymentTarget {
  accelerator: Accelerator;
  /** Without a split: the number of accelerators, each layer cut among all of them (tensor parallelism). */
  count?: number;
  /** How the accelerators share the model and its answers. */
  split?: Split;
  /** The precision of the weights. */
  precision: Precision;
  /** The bits of a cached key or value; 16 if not given, the default of engines. */
  cacheBits?: 8 | 16;
  /** vLLM if not given. */
  engine?: EngineName;
  /** The engine's version; if none is given, one in the middle of those that were measured. */
  version?: string | null;
  /** The number of answers that each replica writes at the same time. */
  batch: number;
}

/** A target with all that it left open. */
export type Serving = Required<Omit<DeploymentTarget, "count">>;

/** @throws ComputeError INVALID_DEPLOYMENT where count, batch or a part of the split is not a whole number from 1. */
export function servingOf(target: DeploymentTarget): Serving {
  const { count = 1, batch } = target;
  requireWhole({ count, batch });
  const { accelerator, split = { ...UNSPLIT, tensor: count }, precision, cacheBits = 16 } = target;
  requireSplit(split);
  return {
    accelerator,
    split,
    precision,
    cacheBits,
    engine: target.engine ?? "VLLM",
    version: target.version ?? null,
    batch,
  };
}

function requireWhole(numbers: Record<string, number>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ComputeError("INVALID_DEPLOYMENT", `${name} is ${value}: a whole number from 1 is allowed.`);
  }
}
