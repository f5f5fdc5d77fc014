import { findAcceleratorByName, listAccelerators } from "../../compute/accelerators/accelerators.ts";
import type { Precision } from "../../compute/accelerators/precision.ts";
import type { EngineName } from "../../compute/serving/engines.ts";
import type { Split } from "../../compute/serving/split.ts";
import { RequestError } from "../../errors/requestError.ts";
import { alternatives, shortened } from "../../errors/unknownValue.ts";
import type { KnownPrices } from "../../store/catalogue.ts";
import { originOf, priceInForce } from "../../store/prices.ts";

/** The deployment that a caller asks for. */
export interface DeploymentInput {
  hardware: string;
  count?: number | null;
  replicas?: number | null;
  tensorParallel?: number | null;
  attentionParallel?: number | null;
  pipelineParallel?: number | null;
  expertParallel?: number | null;
  precision?: Precision | null;
  choosePrecision?: boolean | null;
  kvCacheBits?: number | null;
  engine?: EngineName | null;
  engineVersion?: string | null;
  batch?: number | "BEST" | null;
  ttftP95?: number | null;
  itlP95?: number | null;
  dollarsPerHour?: number | null;
}

/** A deployment whose settings have been checked. */
export interface DeploymentPlan {
  /** The slug of an accelerator whose figures are known. */
  hardware: string;
  /** The number of accelerators of all replicas together. */
  count: number;
  /** The parts of the split that the caller states; the others are chosen for each model. */
  split: Partial<Split>;
  /** The precision of the weights; null for the one in which the model was published. */
  precision: Precision | null;
  /** Without a precision: whether it is chosen among those in which the model and its quantized checkpoints are published. */
  choosePrecision: boolean;
  /** The bits of a cached key or value. */
  cacheBits: 8 | 16;
  engine: EngineName;
  /** The engine's version; null for one in the middle of those that were measured. */
  engineVersion: string | null;
  /** The number of answers that each replica generates at the same time, or the one with the most tokens a second. */
  batch: number | "BEST";
  /** The longest times to the first token and between two tokens, in seconds, at the 95th percentile; null without a limit. */
  ttftP95: number | null;
  itlP95: number | null;
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
  const split = requireParts(input);
  return {
    hardware: accelerator.slug,
    count: requireAccelerators(input.count ?? null, split),
    split,
    precision: input.precision ?? null,
    choosePrecision: input.precision == null && input.choosePrecision === true,
    cacheBits: requireCacheBits(input.kvCacheBits ?? 16),
    engine: input.engine ?? "VLLM",
    engineVersion: input.engineVersion?.trim().slice(0, LONGEST_VERSION) || null,
    batch: input.batch === "BEST" ? "BEST" : requireCount("on.batch", input.batch ?? 1, LARGEST_BATCH),
    ttftP95: requireSeconds("on.ttftP95", input.ttftP95),
    itlP95: requireSeconds("on.itlP95", input.itlP95),
    dollarsPerHour,
    ...(rental && { priceFrom: originOf(rental) }),
  };
}

const LONGEST_VERSION = 64;

/** The parts of the split in the input, by the name of each part. */
const PARTS = {
  replicas: "replicas",
  tensor: "tensorParallel",
  attention: "attentionParallel",
  pipeline: "pipelineParallel",
  expert: "expertParallel",
} as const satisfies Record<keyof Split, keyof DeploymentInput>;

function requireParts(input: DeploymentInput): Partial<Split> {
  const given = Object.entries(PARTS).flatMap(([part, name]) => {
    const value = input[name];
    return value == null ? [] : [[part, requireCount(`on.${name}`, value, MOST_ACCELERATORS)]];
  });
  return Object.fromEntries(given);
}

/** The accelerators in all: those that are stated, or those that the stated parts need. */
function requireAccelerators(stated: number | null, split: Partial<Split>): number {
  const { replicas = 1, tensor = 1, attention = 1, pipeline = 1, expert = 1 } = split;
  const product = replicas * tensor * attention * pipeline;
  const count = requireCount("on.count", stated ?? Math.max(product, expert * replicas * pipeline), MOST_ACCELERATORS);
  if (count % product !== 0) {
    const message = `on.count: ${count} accelerators cannot be cut into ${product}, the product of replicas and of tensor, attention and pipeline parallelism.`;
    throw new RequestError("BAD_DEPLOYMENT", message, "on.count");
  }
  const isWhole = split.replicas !== undefined && split.tensor !== undefined;
  if (isWhole && split.attention !== undefined && count !== product) {
    const message = `on.count: ${product} accelerators are stated by the parts, and ${count} in all. Leave one of them out.`;
    throw new RequestError("BAD_DEPLOYMENT", message, "on.count");
  }
  if ((count / pipeline / replicas) % expert === 0) return count;
  const message = `on.expertParallel: ${expert} does not divide the ${count / pipeline / replicas} accelerators of a replica.`;
  throw new RequestError("BAD_DEPLOYMENT", message, "on.expertParallel");
}

function requireCacheBits(bits: number): 8 | 16 {
  if (bits === 8 || bits === 16) return bits;
  throw new RequestError("BAD_DEPLOYMENT", `on.kvCacheBits: ${bits} is neither 8 nor 16.`, "on.kvCacheBits");
}

function requireSeconds(argument: string, value: number | null | undefined): number | null {
  if (value == null) return null;
  if (value > 0 && Number.isFinite(value)) return value;
  throw new RequestError(
    "BAD_DEPLOYMENT",
    `${argument}: ${value} is not a time. A time is more than 0 seconds.`,
    argument,
  );
}

function requireCount(argument: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new RequestError("BAD_DEPLOYMENT", `${argument}: ${value} is not a whole number from 1 to ${most}.`, argument);
}
