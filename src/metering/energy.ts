import type { GpuMeter } from "../runners/meter/gpuMeter.ts";
import type { GpuMeasurement } from "../runners/meter/tally.ts";
import { instantOf, type Recorder } from "./recorder.ts";
import type { EnergyLine } from "./records/logLines.ts";
import type { WriteAheadLog } from "./records/writeAhead.ts";

/** Milliseconds between two lines while there are requests. */
const INTERVAL = 1000;

/**
 * Writes the work of the GPUs since the meter began, once a second as long as requests are under way, so that the work in
 * any span between two lines is known. Gives the function that ends the meter with a last line.
 */
export function recordEnergy(
  meter: Pick<GpuMeter, "soFar" | "stop">,
  recorder: Pick<Recorder, "lastMoved" | "inFlight">,
  log: Pick<WriteAheadLog, "add">,
): () => Promise<void> {
  const began = instantOf(performance.now());
  let writtenAt = 0;
  const write = (measured: GpuMeasurement | null) => {
    writtenAt = performance.now();
    if (measured) void log.add(energyLine(began, measured));
  };
  const first = { kind: "energy", at: began, joules: 0, gpuSeconds: 0, from: null } as const;
  void log.add(first);
  const timer = setInterval(() => {
    if (recorder.inFlight > 0 || recorder.lastMoved > writtenAt) write(meter.soFar());
  }, INTERVAL);
  timer.unref();
  return async () => {
    clearInterval(timer);
    write(await meter.stop());
  };
}

function energyLine(began: number, { seconds, energy, gpuSeconds, energyFrom }: GpuMeasurement): EnergyLine {
  return { kind: "energy", at: began + 1000 * seconds, joules: energy, gpuSeconds, from: energyFrom };
}

/**
 * The joules and the seconds of the GPUs between two instants, by straight lines between the lines of the log; null where
 * these do not reach both, or a GPU does not tell its energy. Up to a second at the ends may be without a line.
 */
export function energyBetween(
  lines: EnergyLine[],
  from: number,
  to: number,
): { joules: number | null; gpuSeconds: number } | null {
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last || first === last || from < first.at - INTERVAL || to > last.at + INTERVAL) return null;
  const [begin, end] = [at(lines, from), at(lines, to)];
  return {
    joules: begin.joules === null || end.joules === null ? null : end.joules - begin.joules,
    gpuSeconds: end.gpuSeconds - begin.gpuSeconds,
  };
}

function at(lines: EnergyLine[], moment: number): { joules: number | null; gpuSeconds: number } {
  const next = lines.findIndex((line) => line.at >= moment);
  if (next === -1) return lines.at(-1)!;
  if (next === 0) return lines[0]!;
  const [before, after] = [lines[next - 1]!, lines[next]!];
  const share = (moment - before.at) / (after.at - before.at);
  const between = (from: number, to: number) => from + share * (to - from);
  return {
    joules: before.joules === null || after.joules === null ? null : between(before.joules, after.joules),
    gpuSeconds: between(before.gpuSeconds, after.gpuSeconds),
  };
}
