import { cpus } from "node:os";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { isErrorOf } from "../errors/codedError.ts";
import type { Engine } from "../plugins/contract/runner.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import type { MeasureSubmission } from "../recording/submitted/submission.ts";
import type { EngineTraces } from "../runners/meter/engineGpus.ts";
import { type GpuMeter, gpuMeterOptions, startGpuMeter } from "../runners/meter/gpuMeter.ts";
import { GpuMeterError } from "../runners/meter/gpuMeterError.ts";
import type { GpuMeasurement } from "../runners/meter/tally.ts";
import type { SteadyPart } from "./answers/steadyLoad.ts";
import { type Opening, useOf } from "./permission/chosenPlugin.ts";
import type { Recipe } from "./plan/recipe.ts";
import { hardware } from "./plan/runParameters.ts";

/** The hardware that computed a run's answers, absent where it is not known, and the measures that were metered. */
export interface Metered {
  hardware?: { name: string; count: number };
  measures: Record<string, MeasureSubmission>;
  /** How the GPUs were metered, for the recipe of the run. */
  metering?: Record<string, unknown>;
  /** Why GPUs were not metered that were to be. */
  note?: string;
}

/** The part of a run that is metered: from its first request to its last answer, in seconds of `performance.now()`. */
export interface MeteredSpan {
  from: number;
  to: number;
  answers: number;
  steady: SteadyPart | null;
}

export interface Meter {
  /** Whether GPUs are metered. */
  readonly isRunning: boolean;
  /** Ends the metering and gives the measures of a span; without one, those that are known anyway. */
  stop(span: MeteredSpan | null): Promise<Metered>;
}

/** The GPUs without work of ours are watched for so many seconds before the first request. */
const IDLE_SECONDS = 1;
/** Energy is called estimated where the ends of its time are known no better than to this share of it. */
const GOOD_ENOUGH = 0.02;

/**
 * Meters the GPUs that compute the answers, as the recipe or the declared engine says, or this machine's own for an engine
 * that is launched here. An engine that only has an address may run anywhere, so that its hardware is not known. Throws as
 * `startGpuMeter` does where a meter was asked for.
 */
export async function startMeter(
  recipe: Recipe,
  opening: Opening,
  engine: Engine,
  plugins: PluginRegistry,
): Promise<Meter> {
  const { options: engineOptions, declared } = opening;
  const { launch: given } = (engineOptions ?? {}) as { launch?: Launch };
  const { endpoint, launches, gpus, metered: isMetered = launches } = useOf(opening);
  const launch: Launch | undefined = launches ? (given ?? { gpus: gpus && [...gpus] }) : undefined;
  const stated = declared?.hardware === undefined ? recipe.hardware : hardware.parse(declared.hardware);
  const asked = recipe.meter ?? declared?.meter;
  let note: string | undefined;
  let meter: GpuMeter | null = null;
  if (asked !== undefined || isMetered) {
    const options = gpuMeterOptions.parse(asked ?? {});
    const plugin = options.plugin && plugins.find("meter", options.plugin.name);
    meter = await startGpuMeter(options, tracesOf(launch, endpoint, engine, stated?.count), plugin).catch((error) => {
      if (asked !== undefined || !(error instanceof GpuMeterError)) throw error;
      note = `the GPUs were not metered: ${error.message}`;
      return null;
    });
  }
  const idleFrom = performance.now() / 1000;
  if (meter) await delay(1000 * IDLE_SECONDS);
  const idleTo = performance.now() / 1000;
  return {
    isRunning: meter !== null,
    async stop(span) {
      if (meter) {
        const failure = await stop(meter);
        if (failure !== null) return { hardware: stated ?? hardwareOf(meter), measures: {}, note: failure };
        return { ...metered(meter, span, meter.between(idleFrom, idleTo), stated) };
      }
      const processor = cpus()[0]?.model.trim();
      const seen = launch && processor ? { name: processor, count: 1 } : undefined;
      return { hardware: stated ?? seen, measures: {}, ...(note !== undefined && { note }) };
    },
  };
}

/** Ends the metering. Gives in a sentence why nothing of it counts, where the meter of a plugin failed meanwhile. */
async function stop(meter: GpuMeter): Promise<string | null> {
  try {
    await meter.stop();
    return null;
  } catch (error) {
    // The answers are there, and are not lost with the figures of the meter.
    if (isErrorOf("plugin", error)) return `the GPUs were not metered: ${error.message}`;
    throw error;
  }
}

interface Launch {
  gpus?: string[];
  dockerImage?: string;
  environment?: Record<string, string>;
}

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

function tracesOf(
  launch: Launch | undefined,
  endpoint: string | undefined,
  engine: Engine,
  count: number | undefined,
): EngineTraces {
  if (launch) {
    // A container gets only the variables that its launch names.
    const { CUDA_VISIBLE_DEVICES: own } = launch.dockerImage ? {} : process.env;
    const visible = launch.environment?.CUDA_VISIBLE_DEVICES ?? own;
    return { launchedOn: launch.gpus, visible, process: engine.process, count };
  }
  const address = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (!address || !LOOPBACK.includes(address.hostname)) return { count };
  return { port: Number(address.port || (address.protocol === "https:" ? 443 : 80)), count };
}

function metered(
  meter: GpuMeter,
  span: MeteredSpan | null,
  idle: GpuMeasurement | null,
  stated: Metered["hardware"],
): Metered {
  const hardware = stated ?? hardwareOf(meter);
  const whole = span && meter.between(span.from, span.to);
  if (!span || !whole || span.answers === 0) return { hardware, measures: {} };
  const { answers, steady } = span;
  const atFullLoad = steady && meter.between(steady.from, steady.to);
  const measures: Metered["measures"] = {
    gpu_time: {
      value: whole.gpuSeconds / answers,
      count: answers,
      note: `${meter.gpus.length} GPUs for ${seconds(whole.seconds)}, from the first request to the last answer, divided by the answers`,
    },
  };
  if (whole.peakMemory !== null) {
    measures.gpu_memory = {
      value: whole.peakMemory,
      note: "most in use at one reading, by any process, on all GPUs together",
    };
  }
  const idlePower = idle && idle.energy !== null ? idle.energy / idle.seconds : null;
  if (whole.energy !== null) {
    const beside = idlePower === null ? "" : `; ${idlePower.toFixed(1)} W before the first request, which are included`;
    measures.energy = {
      value: whole.energy / answers,
      count: answers,
      ...estimatedIf(whole),
      note: `${sourceOf(meter, whole)} from the first request to the last answer, ${seconds(whole.seconds)}, divided by the answers${beside}`,
    };
    const [best, part] =
      steady && atFullLoad?.energy != null
        ? [atFullLoad, `the steady part of ${seconds(atFullLoad.seconds)}, without ${leftOut(steady)}`]
        : [whole, `the whole run of ${seconds(whole.seconds)}, which was too short for a steady part`];
    const note = `${sourceOf(meter, best)} in ${part}`;
    measures.power = { value: best.energy! / best.seconds, ...estimatedIf(best), note };
    if (steady && best === atFullLoad && steady.tokens > 0) {
      measures.energy_per_token = { value: best.energy! / steady.tokens, ...estimatedIf(best), note };
    }
  }
  const { gpus, chosenBy, source, interval } = meter;
  const { energy, energyFrom, readings, longestGap, seconds: span_ } = whole;
  return {
    hardware,
    measures,
    metering: {
      ...{ gpus, chosenBy, source, interval, readings, longestGap, energyFrom },
      ...{ seconds: span_, joules: energy, idleWatts: idlePower, idleSeconds: idle?.seconds ?? null },
      steady: atFullLoad && { seconds: atFullLoad.seconds, joules: atFullLoad.energy, tokens: steady!.tokens },
    },
  };
}

const hardwareOf = ({ gpus }: GpuMeter) => ({ name: gpus[0]!.name, count: gpus.length });

const estimatedIf = ({ longestGap, seconds }: GpuMeasurement) =>
  longestGap > GOOD_ENOUGH * seconds ? { estimated: true } : {};

function sourceOf({ source, gpus }: GpuMeter, { energyFrom, longestGap }: GpuMeasurement): string {
  const how = energyFrom === "counter" ? "energy counter" : "power over time";
  return `${how} of ${gpus.length} GPUs by ${source} (longest gap ${seconds(longestGap)})`;
}

/** What the steady part leaves out, in words. */
export function leftOut({ warmUp, tail }: SteadyPart): string {
  return `${seconds(warmUp)} of warm-up and ${seconds(tail)} of tail`;
}

const seconds = (value: number) => `${value.toPrecision(3)} s`;
