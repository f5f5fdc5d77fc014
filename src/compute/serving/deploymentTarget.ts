import type { Accelerator } from "../accelerators/dataSheet.ts";
import type { Precision } from "../accelerators/precision.ts";
import { ComputeError } from "../computeError.ts";

/** The hardware and the setting in which a model is served. */
export interface DeploymentTarget {
  accelerator: Accelerator;
  /** The number of accelerators that serve the model together, each layer cut among them (tensor and expert parallelism). */
  count: number;
  precision: Precision;
  /** The number of answers that are written at the same time. */
  batch: number;
}

/** @throws ComputeError INVALID_DEPLOYMENT where the count or the batch is not a whole number from 1. */
export function requireTarget({ count, batch }: DeploymentTarget): void {
  for (const [name, value] of Object.entries({ count, batch })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ComputeError("INVALID_DEPLOYMENT", `${name} is ${value}: a whole number from 1 is allowed.`);
  }
}
