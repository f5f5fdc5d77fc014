import type { Gpu, GpuReading, GpuState } from "./reading.ts";

/** The work of the GPUs from the first reading to the last. Values that they do not report are null, never estimates. */
export interface GpuMeasurement {
  gpus: Gpu[];
  seconds: number;
  /** Seconds times the number of GPUs, whether they had work or not. */
  gpuSeconds: number;
  /** The most bytes in use on all GPUs together at one reading. */
  peakMemory: number | null;
  /** Joules of all GPUs together. */
  energy: number | null;
  /** `counter` where every GPU has an energy counter; `power` where that of some GPU is its power, integrated over time. */
  energyFrom: "counter" | "power" | null;
  /** The mean share of the time in which a GPU had work, between 0 and 1. */
  utilization: number | null;
  readings: number;
  /** The longest time in seconds that a GPU went without a reading; the integrals bridge it by a straight line. */
  longestGap: number;
}

/** The sums of one GPU so far; null once a reading lacked the value. */
interface Sums {
  last: GpuState;
  at: number;
  energyByPower: number | null;
  energyByCounter: number | null;
  busy: number | null;
  longestGap: number;
}

/** Readings that are added up as they come. */
export interface GpuTally {
  /**
   * Adds a reading; false where it is not later than the one before, as when the clock was set back. Such a reading is
   * left out.
   */
  add(reading: GpuReading): boolean;
  /** The measurement so far; null before the second reading. */
  result(): GpuMeasurement | null;
}

export function tallyReadings(gpus: Gpu[]): GpuTally {
  const sums = new Map<string, Sums>();
  let readings = 0;
  let first = 0;
  let last = 0;
  let peakMemory: number | null = 0;

  const add = (reading: GpuReading): boolean => {
    if (readings === 0) first = reading.at;
    else if (reading.at <= last) return false;
    readings++;
    last = reading.at;
    for (const [uuid, state] of reading.gpus) sums.set(uuid, withState(sums.get(uuid), state, reading.at));
    const inUse = total([...reading.gpus.values()].map(({ memory }) => memory));
    peakMemory = inUse === null || peakMemory === null ? null : Math.max(peakMemory, inUse);
    return true;
  };

  const result = (): GpuMeasurement | null => {
    if (readings < 2) return null;
    const seconds = last - first;
    const all = gpus.map(({ uuid }) => sums.get(uuid));
    const energies = all.map((sum) => sum?.energyByCounter ?? sum?.energyByPower ?? null);
    const isByCounter = all.every((sum) => sum?.energyByCounter != null);
    const busy = total(all.map((sum) => sum?.busy ?? null));
    const energy = total(energies);
    return {
      gpus,
      seconds,
      gpuSeconds: seconds * gpus.length,
      peakMemory: all.includes(undefined) ? null : peakMemory,
      energy,
      energyFrom: energy === null ? null : isByCounter ? "counter" : "power",
      utilization: busy === null ? null : busy / (seconds * gpus.length),
      readings,
      longestGap: Math.max(...all.map((sum) => (sum ? Math.max(sum.longestGap, last - sum.at) : seconds))),
    };
  };
  return { add, result };
}

function withState(sums: Sums | undefined, state: GpuState, at: number): Sums {
  if (!sums) {
    const start = (value: number | null) => (value === null ? null : 0);
    const [energyByPower, energyByCounter, busy] = [state.power, state.energy, state.utilization].map(start);
    return {
      last: state,
      at,
      energyByPower: energyByPower!,
      energyByCounter: energyByCounter!,
      busy: busy!,
      longestGap: 0,
    };
  }
  const { last } = sums;
  const gap = at - sums.at;
  return {
    last: state,
    at,
    energyByPower: plus(sums.energyByPower, trapezoid(last.power, state.power, gap)),
    energyByCounter: plus(sums.energyByCounter, counted(last.energy, state.energy)),
    busy: plus(sums.busy, trapezoid(last.utilization, state.utilization, gap)),
    longestGap: Math.max(sums.longestGap, gap),
  };
}

const plus = (sum: number | null, part: number | null) => (sum === null || part === null ? null : sum + part);

const total = (values: (number | null)[]) => values.reduce(plus, 0);

/** The integral over the time between two readings, by the trapezoidal rule. */
function trapezoid(before: number | null, after: number | null, seconds: number): number | null {
  return before === null || after === null ? null : ((before + after) / 2) * seconds;
}

/**
 * The increase of a counter. A counter that fell by more than half has started anew from 0, as when the driver was loaded
 * again, and shows the energy since then. A smaller fall is a value that came late, and counts as no increase.
 */
function counted(before: number | null, after: number | null): number | null {
  if (before === null || after === null) return null;
  if (after >= before) return after - before;
  return after < before / 2 ? after : 0;
}
