import type { Load } from "../../compute/fleets/fleet.ts";
import { RequestError } from "../../errors/requestError.ts";

/** The load of a service, as a caller states it. */
export interface LoadInput {
  requestsPerSecond: number;
  promptTokens?: number | null;
  ttftP95?: number | null;
  itlP95?: number | null;
}

/** A load whose prompts have the length of the benchmark's where none is stated. */
export type CheckedLoad = Omit<Load, "promptTokens"> & { promptTokens: number | null };

const LARGEST = { requestsPerSecond: 1e6, promptTokens: 10_000_000, seconds: 86_400 };
const SMALLEST_RATE = 1e-6;

/** Checks a load. Throws `BAD_LOAD`, which names the field at fault and what is allowed. */
export function requireLoad({ requestsPerSecond, promptTokens, ttftP95, itlP95 }: LoadInput): CheckedLoad {
  return {
    requestsPerSecond: within("requestsPerSecond", requestsPerSecond, SMALLEST_RATE, LARGEST.requestsPerSecond),
    promptTokens: promptTokens == null ? null : within("promptTokens", promptTokens, 1, LARGEST.promptTokens),
    ttftP95: ttftP95 == null ? null : within("ttftP95", ttftP95, 1e-6, LARGEST.seconds),
    itlP95: itlP95 == null ? null : within("itlP95", itlP95, 1e-6, LARGEST.seconds),
  };
}

function within(field: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  const argument = `load.${field}`;
  throw new RequestError("BAD_LOAD", `${argument}: ${value} is not between ${least} and ${most}.`, argument);
}
