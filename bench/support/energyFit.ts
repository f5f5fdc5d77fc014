import { POWER, type PowerShares, powerOf } from "../../src/compute/serving/power.ts";
import { batchWork, timeToken } from "../../src/compute/serving/tokenTime.ts";
import { patternSearch } from "./patternSearch.ts";
import { readMlEnergy, type ServingMeasurement } from "./servingMeasurements.ts";

/** A configuration of ML.ENERGY with its estimate of J a token at given shares of the board's power. */
export interface MeasuredEnergy {
  one: ServingMeasurement;
  half: "train" | "test";
  quotient: (shares: PowerShares) => number;
}

/** All configurations; in the order of their models, every second architecture is for testing. */
export function readMeasuredEnergy(): MeasuredEnergy[] {
  const rows = readMlEnergy().filter(({ unexplained }) => !unexplained);
  const order = [...new Set(rows.toSorted((a, b) => (a.model < b.model ? -1 : 1)).map(({ dimensions }) => dimensions))];
  return rows.map((one) => {
    const work = batchWork(one.architecture, one.target, one);
    const time = timeToken(work, one.target);
    return {
      one,
      half: order.indexOf(one.dimensions) % 2 === 0 ? "train" : "test",
      quotient: (shares) => (powerOf(one.target, time, shares)! * time.total) / one.target.batch / one.energyPerToken!,
    };
  });
}

/** The shares of power with the lowest mean of |ln(estimate / measurement)| of J a token. */
export function fitPower(rows: readonly MeasuredEnergy[]): PowerShares {
  const sharesAt = ([idle, memory, compute]: number[]) => ({ idle: idle!, memory: memory!, compute: compute! });
  const loss = (at: number[]) =>
    rows.reduce((sum, { quotient }) => sum + Math.abs(Math.log(quotient(sharesAt(at)))), 0) / rows.length;
  return sharesAt(patternSearch([POWER.idle, POWER.memory, POWER.compute], loss));
}
