import type { Serving } from "./deploymentTarget.ts";
import { countOf } from "./split.ts";
import type { TokenTime } from "./tokenTime.ts";

/** The shares of the board's power that are drawn at any load, in addition at the full bandwidth, and at the full FLOP/s. */
export interface PowerShares {
  idle: number;
  memory: number;
  /** The board's limit is reached long before the full FLOP/s. */
  compute: number;
}

/** Fitted to the energy that ML.ENERGY measured, with the times that the profiles give. */
export const POWER: PowerShares = { idle: 0.508, memory: 0.242, compute: 2.61 };

/** The mean power of all accelerators together while they are full, in watts; null where that of one is not known. */
export function powerOf({ accelerator, split }: Serving, time: TokenTime, shares = POWER): number | null {
  if (accelerator.power === null) return null;
  const used = (time.peakCompute * shares.compute + time.peakMemory * shares.memory) / time.total;
  return countOf(split) * accelerator.power * Math.min(1, shares.idle + used);
}
