import type { Serving } from "./deploymentTarget.ts";
import { POWER_SHARES } from "./profileErrors.ts";
import { countOf } from "./split.ts";
import type { TokenTime } from "./tokenTime.ts";

/** The shares of the board's power that are drawn at any load, in addition at the full bandwidth, and at the full FLOP/s. */
export interface PowerShares {
  idle: number;
  memory: number;
  /** The board's limit is reached long before the full FLOP/s. */
  compute: number;
}

/** Fitted by data/scripts/engineProfiles.ts to half of the models whose energy ML.ENERGY measured. */
export const POWER: PowerShares = POWER_SHARES;

/** The mean power of all accelerators together while they are full, in watts; null where that of one is not known. */
export function powerOf({ accelerator, split }: Serving, time: TokenTime, shares = POWER): number | null {
  if (accelerator.power === null) return null;
  const used = (time.peakCompute * shares.compute + time.peakMemory * shares.memory) / time.total;
  return countOf(split) * accelerator.power * Math.min(1, shares.idle + used);
}
