import { RunnerError } from "../../plugins/contract/runnerError.ts";
import { gpusNeeded } from "../../runners/launch/gpusNeeded.ts";
import type { LaunchOptions } from "../../runners/launch/options.ts";
import type { Opening } from "../permission/chosenPlugin.ts";

/**
 * The engines of a run on the GPUs of a worker: each launch gets as many as it needs, one engine after another, so that
 * the same engines are always on the same GPUs. Engines that run already have their own. Without a set, engines are left as
 * they are. Throws `LAUNCH_FAILED` where the set is too small or a launch names GPUs outside of it.
 *
 * @param set indexes or UUIDs of GPUs.
 */
export function placeOn(set: readonly string[] | undefined, openings: Opening[]): Opening[] {
  if (!set) return openings;
  let free = [...set];
  return openings.map((opening) => {
    const launch = launchOf(opening);
    if (!launch) return opening;
    const count = gpusNeeded(launch);
    const gpus = launch.gpus ?? free.slice(0, count);
    const outside = gpus.filter((gpu) => !set.includes(gpu));
    if (gpus.length < count || outside.length > 0) {
      const missing = outside.length > 0 ? `GPU ${outside.join(", ")}` : `${count} GPUs`;
      throw new RunnerError(
        "LAUNCH_FAILED",
        `The launch of ${launch.model} needs ${missing}, and this worker has ${free.length} free of ${set.join(", ")}.`,
      );
    }
    free = free.filter((gpu) => !gpus.includes(gpu));
    return { ...opening, options: { ...(opening.options as object), launch: { ...launch, gpus } } };
  });
}

/** Why the engines of a run do not fit on the GPUs of a worker; null where they do. */
export function misfitOn(set: readonly string[] | undefined, openings: Opening[]): string | null {
  try {
    placeOn(set, openings);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** How an engine is launched; undefined for one that runs already. */
export function launchOf({ options }: Pick<Opening, "options">): LaunchOptions | undefined {
  return (options as { launch?: LaunchOptions } | null)?.launch;
}
