import { isDeepStrictEqual } from "node:util";
import { mayDo, type Principal } from "../access/principal.ts";
import { modeOf } from "../decoding/thinking.ts";
import { isErrorOf } from "../errors/codedError.ts";
import { RequestError } from "../errors/requestError.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import type { MeasuredRun, QueuedRun } from "../recording/measuredRuns.ts";
import { namedRun } from "../recording/namedRun.ts";
import type { Store } from "../store/store.ts";
import { judgesOf } from "./judging/judgeStoredAnswers.ts";
import { operatorsOnly } from "./permission/callerOptions.ts";
import { type Recipe, recipe as recipeSchema } from "./plan/recipe.ts";

/**
 * A run that asks the same as a stored one: its recipe and its decoding, on the plugins of today.
 *
 * @param name the row number, the content hash, or the name of a run that has not ended.
 * @throws RequestError `BAD_RUN` where there is no such run, or none that was measured here; `FORBIDDEN` for what this
 *   caller may not ask for.
 */
export async function planRerun(
  store: Store,
  plugins: PluginRegistry,
  name: number | string,
  principal: Principal,
): Promise<QueuedRun> {
  const run = await namedRun(store, name);
  const recipe = recipeOf(run, plugins, principal);
  const byOperator = recipe.byOperator && mayDo(principal, "operate");
  const { engine, served, dataset, sampling, metering, ...asked } = recipe;
  return {
    modelId: run.modelId,
    mode: modeOf(recipe.thinking),
    benchmarkId: run.benchmarkId,
    labId: run.labId,
    runner: recipe.runner.name,
    decoding: run.decoding,
    recipe: {
      ...{ ...asked, byOperator },
      runner: usableNow("runner", recipe.runner, plugins),
      benchmark: usableNow("benchmark", recipe.benchmark, plugins),
      ...(recipe.judge && { judge: usableNow("runner", recipe.judge, plugins) }),
      ...(recipe.secondJudge && { secondJudge: usableNow("runner", recipe.secondJudge, plugins) }),
      // The decoding of a run that has ended is the one that was used.
      fixedDecoding: recipe.fixedDecoding || run.status === "SUCCEEDED",
      rerunOf: run.contentHash,
    },
  };
}

/**
 * The recipe of a run that this caller may measure by it.
 *
 * @throws RequestError `BAD_RUN` where it was not measured here, `FORBIDDEN` for what this caller may not ask for.
 */
export function recipeOf(run: MeasuredRun, plugins: PluginRegistry, principal: Principal): Recipe {
  const read = recipeSchema.safeParse(run.recipe);
  if (run.provenance !== "MEASURED" || !read.success || run.runner === null) {
    throw badRun(`run ${run.contentHash} was not measured by this software, and has no recipe to run again`);
  }
  if (read.data.byOperator && !mayDo(principal, "operate")) requireHarmless(read.data, plugins);
  return read.data;
}

type Chosen = Recipe["runner"];

/** Throws `FORBIDDEN` where the recipe of an operator holds what another caller may not ask for. */
function requireHarmless(recipe: Recipe, plugins: PluginRegistry): void {
  const { runner, benchmark, dataFile, meter } = recipe;
  const isDeclared = [runner, ...judgesOf(recipe)].every(({ engine }) => engine !== undefined);
  const plainOptions = plugins.find("benchmark", benchmark.name).options.safeParse({}).data;
  const isPlain = isDeepStrictEqual(benchmark.options, plainOptions) && dataFile === undefined && meter === undefined;
  if (!isDeclared || !isPlain) throw operatorsOnly("id");
}

/** A plugin of a recipe with its version of today. Throws `BAD_RUN` where it is gone or does not take its options any more. */
export function usableNow(kind: "runner" | "benchmark", chosen: Chosen, plugins: PluginRegistry): Chosen {
  try {
    const { version, options } = plugins.find(kind, chosen.name);
    const fault = chosen.engine === undefined && !options.safeParse(chosen.options).success;
    if (!fault) return { ...chosen, version };
  } catch (error) {
    throw isErrorOf("plugin", error) ? badRun(error.message) : error;
  }
  throw badRun(`the ${kind} ${chosen.name} does not take the options of the recipe any more`);
}

export const badRun = (fault: string) => new RequestError("BAD_RUN", `id: ${fault}.`, "id");
