import { judgesOf } from "./judging/judgeStoredAnswers.ts";
import { type Opening, openingOf } from "./permission/chosenPlugin.ts";
import { type Recipe, recipe as recipeSchema } from "./plan/recipe.ts";
import type { ExecutionContext } from "./setup/executionContext.ts";
import { misfitOn, placeOn } from "./setup/gpuSet.ts";
import type { Preferences } from "./takeRuns.ts";

/** How the engine of a run and those of its judges are opened here, in this order. Throws as `openingOf` does. */
export async function openingsOf(
  recipe: Recipe,
  { plugins, gpus }: Pick<ExecutionContext, "plugins" | "gpus">,
): Promise<Opening[]> {
  const chosen = [recipe.runner, ...judgesOf(recipe)];
  return placeOn(gpus, await Promise.all(chosen.map((one) => openingOf(one, recipe.byOperator, plugins))));
}

/**
 * What a worker prefers: runs of an engine that it holds, since launching one takes minutes. Runs whose engines do not fit on
 * its GPUs are left to others, with a line in the log. A run that cannot be opened at all is taken, so that it ends with its
 * reason.
 */
export function preferencesOf({ plugins, gpus, engines, log }: ExecutionContext): Preferences {
  const said = new Set<number>();
  return async (stored, runId) => {
    try {
      const recipe = recipeSchema.parse(stored);
      const bare = await openingsOf(recipe, { plugins });
      const misfit = misfitOn(gpus, bare);
      if (misfit === null) return engines.holds(placeOn(gpus, bare)[0]!) ? "FIRST" : "ALLOWED";
      if (!said.has(runId)) log(`Run ${runId} is left to another worker: ${misfit}`);
      said.add(runId);
      return "NEVER";
    } catch {
      return "ALLOWED";
    }
  };
}
