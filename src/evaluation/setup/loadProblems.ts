import type { BenchmarkCode } from "../../plugins/boundary/benchmarkCode.ts";
import { operatorsOnly } from "../permission/callerOptions.ts";
import { pathInFolders } from "../permission/dataFiles.ts";
import type { Recipe } from "../plan/recipe.ts";
import type { ExecutionContext } from "./executionContext.ts";

/** Loads all problems of a benchmark, from a file where the run names one and may read it. */
export async function loadProblems(
  context: Pick<ExecutionContext, "cacheFolder" | "readsAnyFile" | "plugins">,
  benchmark: BenchmarkCode,
  recipe: Pick<Recipe, "benchmark" | "dataFile" | "byOperator">,
  signal: AbortSignal,
) {
  const { dataFile, byOperator } = recipe;
  if (dataFile !== undefined && !byOperator) throw operatorsOnly("dataFile");
  const isFree = dataFile === undefined || context.readsAnyFile === true;
  return benchmark.load(recipe.benchmark.options, {
    cacheFolder: context.cacheFolder,
    dataFile: isFree ? dataFile : await pathInFolders(dataFile, context.plugins.declared),
    hubUrl: process.env.HF_ENDPOINT,
    token: process.env.HF_TOKEN,
    reach: byOperator ? "any" : "public",
    signal,
  });
}
