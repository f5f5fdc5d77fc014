import { findAcceleratorByName, listAccelerators } from "../../compute/accelerators/accelerators.ts";
import type { Precision } from "../../compute/accelerators/precision.ts";
import { RequestError } from "../../errors/requestError.ts";
import { alternatives, shortened } from "../../errors/unknownValue.ts";
import type { KnownPrices } from "../../store/catalogue.ts";
import { originOf, priceInForce } from "../../store/prices.ts";

/** The deployment that a caller asks for. */
export interface DeploymentInput {
  hardware: string;
  count?: number | null;
  precision?: Precision | null;
  batch?: number | null;
  dollarsPerHour?: number | null;
}

/** A deployment whose settings have been checked. */
export interface DeploymentPlan {
  /** The slug of an accelerator whose figures are known. */
  hardware: string;
  /** The number of accelerators that serve the model together. */
  count: number;
  /** The precision of the weights; null for the one in which the model was published. */
  precision: Precision | null;
  /** The number of answers that are generated at the same time. */
  batch: number;
  /** The price of one accelerator in US dollars per hour, or null if no cost is asked. */
  dollarsPerHour: number | null;
  /** Where that price is from, in words, if a table of prices gave it and not the caller. */
  priceFrom?: string;
}

const MOST_ACCELERATORS = 1_024;
const LARGEST_BATCH = 100_000;

/**
 * Checks a deployment. Throws a `RequestError` that names the wrong argument and the values that are allowed.
 *
 * @param prices the prices an hour by accelerator, which hold where the caller states none.
 */
export function requireDeployment(
  input: DeploymentInput,
  prices: KnownPrices["byAccelerator"] = new Map(),
): DeploymentPlan {
  const accelerator = findAcceleratorByName(input.hardware);
  if (!accelerator) {
    const known = listAccelerators().map(({ slug }) => slug);
    const refusal = `on.hardware: no data sheet of "${shortened(input.hardware)}" is known.`;
    const message = [refusal, ...alternatives({ value: input.hardware, known })].join(" ");
    throw new RequestError("UNKNOWN_HARDWARE", message, "on.hardware");
  }
  const rental = input.dollarsPerHour == null ? priceInForce(prices.get(accelerator.slug)) : undefined;
  const dollarsPerHour = input.dollarsPerHour ?? rental?.dollarsPerHour ?? null;
  if (dollarsPerHour !== null && !(dollarsPerHour >= 0 && Number.isFinite(dollarsPerHour))) {
    const message = `on.dollarsPerHour: ${dollarsPerHour} is not a price. A price is 0 or more.`;
    throw new RequestError("BAD_DEPLOYMENT", message, "on.dollarsPerHour");
  }
  return {
    hardware: accelerator.slug,
    count: requireCount("on.count", input.count ?? 1, MOST_ACCELERATORS),
    precision: input.precision ?? null,
    batch: requireCount("on.batch", input.batch ?? 1, LARGEST_BATCH),
    dollarsPerHour,
    ...(rental && { priceFrom: originOf(rental) }),
  };
}

function requireCount(argument: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new RequestError("BAD_DEPLOYMENT", `${argument}: ${value} is not a whole number from 1 to ${most}.`, argument);
}
