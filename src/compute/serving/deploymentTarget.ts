import type { Accelerator } from "../accelerators/dataSheet.ts";
import type { Precision } from "../accelerators/precision.ts";
import { ComputeError } from "../computeError.ts";
import type { EngineName } from "./engines.ts";
import { requireSplit, type Split } from "./split.ts";

/** The hardware and the setting in which a model is served. */
export interface DeploymentTarget {
  accelerator: Accelerator;
  split: Split;
  /** The precision of the weights. */
  precision: Precision;
  /** The bits of a cached key or value. */
  cacheBits: 8 | 16;
  engine: EngineName;
  /** The engine's version; null where it is not known. */
  version: string | null;
  /** The number of answers that each replica writes at the same time. */
  batch: number;
}

/** @throws ComputeError INVALID_DEPLOYMENT where the batch or a part of the split is not a whole number from 1. */
export function requireTarget({ split, batch }: DeploymentTarget): void {
  requireSplit(split);
  if (Number.isInteger(batch) && batch >= 1) return;
  throw new ComputeError("INVALID_DEPLOYMENT", `batch is ${batch}: a whole number from 1 is allowed.`);
}
