import { findAcceleratorByName, listAccelerators } from "../../compute/accelerators/accelerators.ts";
import type { Precision } from "../../compute/accelerators/precision.ts";
import { RequestError } from "../../errors/requestError.ts";

/** Where a caller would serve models. */
export interface DeploymentInput {
  hardware: string;
  count?: number | null;
  precision?: Precision | null;
  batch?: number | null;
  dollarsPerHour?: number | null;
}

/** The same, checked. */
export interface DeploymentPlan {
  /** The slug of an accelerator whose figures are known. */
  hardware: string;
  /** How many of them serve the model together. */
  count: number;
  /** Of the weights; null: as the model was published. */
  precision: Precision | null;
  /** How many answers are written at once. */
  batch: number;
  /** What one accelerator costs, in US dollars; null where that is not asked. */
  dollarsPerHour: number | null;
}

const MOST_ACCELERATORS = 1_024;
const LARGEST_BATCH = 100_000;

/** Checks a deployment. Throws a `RequestError` that names what is wrong and what is allowed. */
export function requireDeployment(input: DeploymentInput): DeploymentPlan {
  const accelerator = findAcceleratorByName(input.hardware);
  if (!accelerator) {
    const known = listAccelerators().map(({ slug }) => slug);
    const message = `on.hardware: no data sheet of "${input.hardware}" is known. Known: ${known.join(", ")}.`;
    throw new RequestError("UNKNOWN_HARDWARE", message, "on.hardware");
  }
  const dollarsPerHour = input.dollarsPerHour ?? null;
  if (dollarsPerHour !== null && !(dollarsPerHour >= 0 && Number.isFinite(dollarsPerHour))) {
    const message = `on.dollarsPerHour: ${dollarsPerHour} is no price; it is 0 or more.`;
    throw new RequestError("BAD_DEPLOYMENT", message, "on.dollarsPerHour");
  }
  return {
    hardware: accelerator.slug,
    count: requireCount("on.count", input.count ?? 1, MOST_ACCELERATORS),
    precision: input.precision ?? null,
    batch: requireCount("on.batch", input.batch ?? 1, LARGEST_BATCH),
    dollarsPerHour,
  };
}

function requireCount(argument: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new RequestError("BAD_DEPLOYMENT", `${argument}: ${value} is not a whole number from 1 to ${most}.`, argument);
}
