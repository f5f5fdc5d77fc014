import type { Engine } from "../plugins/contract/runner.ts";
import { type LoadPlan, START } from "./answers/concurrency.ts";
import type { Recipe } from "./plan/recipe.ts";

/** The settings that say how many requests an engine works on at once: vLLM's, SGLang's and TGI's. */
const LIMITS = ["max_num_seqs", "max_running_requests", "max_concurrent_requests"];

/**
 * How many requests a run keeps in flight: a fixed number where the request says so or GPUs are metered, since the load is
 * part of what is measured; else a number that begins with what the engine says it can take.
 */
export function planLoad(recipe: Recipe, options: unknown, { identity }: Engine, isMetered: boolean): LoadPlan {
  const { mostConcurrent: most } = recipe;
  const how = recipe.load ?? (isMetered ? "fixed" : "auto");
  const launched = (options as { launch?: { maxSequences?: number } } | null)?.launch?.maxSequences;
  const stated = LIMITS.map((name) => identity.flags?.[name]).find((value) => typeof value === "number" && value > 0);
  const [start, startFrom] =
    launched !== undefined
      ? [launched, "the launch"]
      : typeof stated === "number"
        ? [stated, "the engine's settings"]
        : [START, "no statement of the engine"];
  return { how, most, start: Math.min(start, most), startFrom };
}
