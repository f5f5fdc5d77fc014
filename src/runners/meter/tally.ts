import type { Gpu, GpuReading } from "../../plugins/contract/meter.ts";
import { counter, integral } from "./curve.ts";

/** The work of GPUs in a time. Values that they do not report are null, never estimates. */
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
  /** The longest time in seconds for which a GPU gave no new value of its energy; a straight line bridges it. */
  longestGap: number;
}

/** Readings that are added up as they come. */
export interface GpuTally {
  /** Adds a reading; false where it is not later than the one before. Such a reading is left out. */
  add(reading: GpuReading): boolean;
  /** The measurement from the first reading to the last; null before the second one. */
  result(): GpuMeasurement | null;
  /** The measurement between two moments, on the clock of the readings; null where the readings do not reach both. */
  between(from: number, to: number): GpuMeasurement | null;
  /** Whether every GPU has been read after a moment. */
  isReadAfter(moment: number): boolean;
  /** Whether every GPU has given a new value of its energy after a moment, so that the energy until then is known well. */
  isRenewedAfter(moment: number): boolean;
  /** The moment of the last reading. */
  lastReading(): number;
}

/** The GPUs are read one after the other, so that the readings of one moment are some milliseconds apart. */
const SAME_MOMENT = 0.001;

export function tallyReadings(gpus: Gpu[]): GpuTally {
  const curves = new Map(
    gpus.map(({ uuid }) => [
      uuid,
      { energy: counter(), power: integral(), busy: integral(), seen: null as number | null, gap: 0 },
    ]),
  );
  let readings = 0;
  let first = 0;
  let last = 0;
  let peakMemory: number | null = null;

  const between = (from: number, to: number): GpuMeasurement | null => {
    if (readings < 2 || from < first - SAME_MOMENT || to > last + SAME_MOMENT || to <= from) return null;
    const seconds = to - from;
    const [begin, end] = [Math.max(from, first), Math.min(to, last)];
    const all = [...curves.values()].map((of) => energyOf(of, begin, end));
    const energy = total(all.map((of) => of.energy));
    const busy = total([...curves.values()].map((of) => of.busy.between(begin, end)));
    const isByCounter = all.every(({ isByCounter }) => isByCounter);
    return {
      gpus,
      seconds,
      gpuSeconds: seconds * gpus.length,
      peakMemory,
      energy,
      energyFrom: energy === null ? null : isByCounter ? "counter" : "power",
      utilization: busy === null ? null : busy / (seconds * gpus.length),
      readings,
      longestGap: Math.max(
        ...all.map(({ longestGap }) => longestGap),
        ...[...curves.values()].map(({ seen, gap }) => Math.max(gap, seen === null ? seconds : last - seen)),
      ),
    };
  };
  return {
    between,
    add(reading) {
      if (readings > 0 && reading.at <= last) return false;
      if (readings === 0) first = reading.at;
      readings++;
      last = reading.at;
      for (const [uuid, state] of reading.gpus) {
        const of = curves.get(uuid);
        if (!of) continue;
        of.energy.add(last, state.energy);
        of.power.add(last, state.power);
        of.busy.add(last, state.utilization);
        of.gap = Math.max(of.gap, last - (of.seen ?? first));
        of.seen = last;
      }
      const inUse = total(gpus.map(({ uuid }) => reading.gpus.get(uuid)?.memory ?? null));
      if (inUse !== null) peakMemory = Math.max(peakMemory ?? 0, inUse);
      return true;
    },
    result: () => between(first, last),
    isReadAfter: (moment) => [...curves.values()].every(({ seen }) => seen !== null && seen >= moment),
    isRenewedAfter: (moment) =>
      [...curves.values()].every(({ energy, power }) =>
        energy.moves ? energy.reaches(moment) : power.reaches(moment),
      ),
    lastReading: () => last,
  };
}

type CurvesOfGpu = { energy: ReturnType<typeof counter>; power: ReturnType<typeof integral> };

/** By the counter, unless there is none or it stands still while the GPU draws power, as that of a virtual GPU does. */
function energyOf({ energy, power }: CurvesOfGpu, from: number, to: number) {
  const [counted, drawn] = [energy.between(from, to), power.between(from, to)];
  const isByCounter = counted !== null && (energy.moves || !drawn);
  return {
    energy: isByCounter ? counted : drawn,
    isByCounter,
    longestGap: isByCounter ? energy.longestGap : power.longestGap,
  };
}

const total = (values: (number | null)[]) =>
  values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
