import type { LoadInput } from "../../analysis/planning/load.ts";
import type { DeploymentInput } from "../../analysis/request/deploymentPlan.ts";
import type { FrontierArguments } from "../../analysis/request/frontierRequest.ts";
import { CommandError } from "../settings.ts";
import { type Machine, readMachine, readRate } from "./servingFlags.ts";

/** The flags that ask for plans. */
export interface PlanFlags {
  load?: string;
  promptTokens?: string;
  beside: string[];
  estimator?: string;
}

export interface PlansAsked {
  load: LoadInput;
  beside: Machine[];
  estimator: string | undefined;
}

/** What the flags ask for; null without a load. Throws a `CommandError` for a flag that says something of none. */
export function plansAsked(flags: PlanFlags & Record<string, unknown>): PlansAsked | null {
  const { load, promptTokens, beside, estimator } = flags;
  if (load === undefined) {
    const names = { "--prompt-tokens": promptTokens, "--beside": beside[0], "--estimator": estimator };
    const [name] = Object.entries(names).find(([, value]) => value !== undefined) ?? [];
    if (name !== undefined)
      throw new CommandError(`${name} says how a load is carried: add --load, e.g. --load "2 req/s".`);
    return null;
  }
  if (flags.on === undefined) throw new CommandError("--load needs accelerators: add --on, e.g. --on 2xRTX-4090.");
  if (flags.svg !== undefined)
    throw new CommandError("--load prints plans, and --svg draws a frontier: ask for one of them.");
  const tokens = promptTokens === undefined ? {} : { promptTokens: numberOf("--prompt-tokens", promptTokens) };
  return {
    load: { requestsPerSecond: readRate(load), ...tokens },
    beside: beside.map((text) => readMachine("--beside", text)),
    estimator,
  };
}

function numberOf(flag: string, text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(number)) return number;
  throw new CommandError(`${flag} "${text.slice(0, 100)}" is not a number.`);
}

/**
 * The machine of `--on` and those beside it. What is said of engine, limits, precision and cache holds of all of them; the
 * split, the number and the price are each machine's own. Without a stated precision it is chosen.
 */
export function machinesOf({ on }: FrontierArguments, { beside }: PlansAsked): DeploymentInput[] {
  const { kvCacheBits, engine, engineVersion, ttftP95, itlP95, precision } = on!;
  const ofAll = { kvCacheBits, engine, engineVersion, ttftP95, itlP95, precision, batch: on!.batch };
  const choose = precision == null ? { choosePrecision: true } : {};
  return [
    { ...on!, ...choose },
    ...beside.map(({ hardware, count, dollarsPerHour }) => ({
      ...ofAll,
      ...choose,
      hardware,
      ...(count !== undefined && { count: Number(count) }),
      ...(dollarsPerHour !== undefined && { dollarsPerHour: Number(dollarsPerHour) }),
    })),
  ];
}
