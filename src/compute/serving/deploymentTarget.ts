import type { Accelerator } from "../accelerators/dataSheet.ts";
import type { Precision } from "../accelerators/precision.ts";
import { ComputeError } from "../computeError.ts";

/** Where a model is served. */
export interface DeploymentTarget {
  accelerator: Accelerator;
  /** How many serve the model together, each layer cut among them (tensor and expert parallelism). */
  count: number;
  precision: Precision;
  /** How many answers are written at once. */
  batch: number;
}

/** @throws ComputeError INVALID_DEPLOYMENT for a count or batch that is no whole number from 1. */
export function requireTarget({ count, batch }: DeploymentTarget): void {
  for (const [name, value] of Object.entries({ count, batch })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ComputeError("INVALID_DEPLOYMENT", `${name} is ${value}: a whole number from 1 is allowed.`);
  }
}
