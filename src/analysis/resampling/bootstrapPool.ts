import { extname } from "node:path";
import { Piscina } from "piscina";
import type { Direction } from "../../frontier/metrics.ts";
import type { ResamplingInput } from "../../frontier/statistics/resampling.ts";
import type { ComparisonInput, GroupIntervals } from "../../frontier/studies/resampledComparison.ts";
import type { ResampledSaturation, SaturationInput } from "../../frontier/studies/saturationInterval.ts";
import type { BootstrapTask } from "./bootstrapWorker.ts";

let pool: Piscina | undefined;

/** The probability of each candidate to stand on the frontier (`membership`), off the event loop. */
export function bootstrapMembership(input: ResamplingInput, directions: Direction[]): Promise<Float64Array> {
  return run({ kind: "membership", input, directions }) as Promise<Float64Array>;
}

/** Where compute saturates, with its interval (`resampledSaturation`), off the event loop. */
export function bootstrapSaturation(input: SaturationInput): Promise<ResampledSaturation | null> {
  return run({ kind: "saturation", input }) as Promise<ResampledSaturation | null>;
}

/** The intervals of how groups compare (`resampledComparison`), off the event loop. */
export function bootstrapComparison(input: ComparisonInput): Promise<GroupIntervals[]> {
  return run({ kind: "comparison", input }) as Promise<GroupIntervals[]>;
}

/** One thread, since a core must stay for answers; it ends when it has been idle, and keeps no process alive. */
function run(task: BootstrapTask): Promise<unknown> {
  pool ??= new Piscina({
    filename: new URL(`./bootstrapWorker${extname(import.meta.url)}`, import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 10_000,
  });
  return pool.run(task);
}

/** Ends the thread once its tasks are done, where one was started; another task starts another. */
export async function closeBootstrapPool(): Promise<void> {
  const open = pool;
  pool = undefined;
  await open?.close();
}
