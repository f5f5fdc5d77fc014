/** A GPU that is measured. */
export interface Gpu {
  /** By which it is known on any machine, e.g. `GPU-5b4e07f6-3a86-4340-039d-25f2a83cdc43`. */
  uuid: string;
  /** By which nvidia-smi counts it. */
  index: string;
  /** As the driver calls it, e.g. `NVIDIA H100 80GB HBM3`. */
  name: string;
}

/** What one GPU shows at a moment; null for what it does not tell. */
export interface GpuState {
  /** Bytes in use, by anyone. */
  memory: number | null;
  /** Watts. */
  power: number | null;
  /** Joules since some start, which may come again. */
  energy: number | null;
  /** Share of the last moments in which it had work, between 0 and 1. */
  utilization: number | null;
}

/** All measured GPUs at a moment. */
export interface GpuReading {
  /** Seconds on any clock that runs evenly. */
  at: number;
  /** By UUID. */
  gpus: Map<string, GpuState>;
}

/** What the GPUs did from the first reading to the last. Null where they do not tell; nothing is estimated. */
export interface GpuMeasurement {
  gpus: Gpu[];
  seconds: number;
  /** Seconds times GPUs, at work or not. */
  gpuSeconds: number;
  /** Bytes in use on all of them together, at the reading that had most. */
  peakMemory: number | null;
  /** Joules of all of them together. */
  energy: number | null;
  /** By their energy counters, or by the power they drew, integrated over time. */
  energyFrom: "counter" | "power" | null;
  /** Mean share of the time in which a GPU had work, between 0 and 1. */
  utilization: number | null;
  readings: number;
  /** The longest time that a GPU went without a reading, in seconds: what the integrals bridge by a straight line. */
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

/** Adds readings up. */
export interface GpuTally {
  /** False for a reading that is not later than the one before, as when the clock was set back: it does not count. */
  add(reading: GpuReading): boolean;
  /** What they come to; null before there are two. */
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
 * What a counter went up by. One that fell by more than half started anew from 0 (a driver that was loaded again), and
 * what it shows is what came since; a smaller fall is a late value, since a counter only starts anew near 0.
 */
function counted(before: number | null, after: number | null): number | null {
  if (before === null || after === null) return null;
  if (after >= before) return after - before;
  return after < before / 2 ? after : 0;
}
