import { extname } from "node:path";
import { Piscina } from "piscina";
import { RequestError } from "../../errors/requestError.ts";
import type { FrontierUncertainty } from "../../frontier/choice/frontierUncertainty.ts";
import type { Axis } from "../../frontier/objective.ts";
import type { ResamplingInput } from "../../frontier/statistics/resampling.ts";
import type { ComparisonInput, GroupIntervals } from "../../frontier/studies/resampledComparison.ts";
import type { ResampledSaturation, SaturationInput } from "../../frontier/studies/saturationInterval.ts";
import { requestEnding } from "../../store/database/requestScope.ts";
import type { BootstrapTask } from "./bootstrapWorker.ts";

/** The most tasks that wait for the thread. Each takes up to some seconds. */
const MOST_WAITING = 16;
const RETRY_SECONDS = 10;

let pool: Piscina | undefined;

/** How sure a frontier is (`frontierUncertainty`), computed in a thread. */
export function bootstrapFrontier(
  input: ResamplingInput,
  drawn: Uint8Array,
  axes: Axis[],
): Promise<FrontierUncertainty> {
  return run({ kind: "frontier", input, drawn, axes }) as Promise<FrontierUncertainty>;
}

/** The saturation point with its interval (`resampledSaturation`), computed in a thread. */
export function bootstrapSaturation(input: SaturationInput): Promise<ResampledSaturation | null> {
  return run({ kind: "saturation", input }) as Promise<ResampledSaturation | null>;
}

/** The intervals of a comparison of groups (`resampledComparison`), computed in a thread. */
export function bootstrapComparison(input: ComparisonInput): Promise<GroupIntervals[]> {
  return run({ kind: "comparison", input }) as Promise<GroupIntervals[]>;
}

/**
 * Runs a task in the one thread there is, so that a core is left for answers. It is taken out of the queue, or its thread
 * is ended, when the request that it works for is ended. The thread ends after ten idle seconds and keeps no process alive.
 *
 * @throws RequestError `OVERLOADED` if too many tasks wait already.
 */
function run(task: BootstrapTask): Promise<unknown> {
  pool ??= new Piscina({
    filename: new URL(`./bootstrapWorker${extname(import.meta.url)}`, import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 10_000,
    maxQueue: MOST_WAITING,
  });
  const ending = requestEnding();
  return pool.run(task, ending ? { signal: ending.signal } : {}).catch((error) => {
    ending?.throwIfEnded();
    if (!/queue/i.test(error.message)) throw error;
    const message = `${MOST_WAITING} computations wait already for the resampling of answers. Ask again later.`;
    throw new RequestError("OVERLOADED", message, undefined, { retryAfter: RETRY_SECONDS });
  });
}

/** The number of tasks that wait for the thread. */
export const waitingBootstraps = () => pool?.queueSize ?? 0;

/** Ends the thread, if there is one, as soon as its tasks are done. A later task starts another thread. */
export async function closeBootstrapPool(): Promise<void> {
  const open = pool;
  pool = undefined;
  await open?.close();
}
