import { z } from "zod";
import type { Decoding } from "../decoding/decoding.ts";
import { defaultTemperature, modeOf, readThinking } from "../decoding/thinking.ts";
import { RequestError } from "../errors/requestError.ts";
import { PluginError } from "../plugins/contract/pluginError.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import type { Catalogue } from "../store/catalogue.ts";
import { findBySlug } from "../store/catalogue.ts";
import type { Recipe } from "./recipe.ts";
import {
  DECODING_PARAMETERS,
  RECIPE_PARAMETERS,
  type RunRequest,
  type RunRequestInput,
  runRequest,
} from "./runParameters.ts";

/** A run that is checked and can be queued. */
export interface PlannedRun {
  model: string;
  benchmark: string;
  lab: string;
  runner: string;
  mode: string;
  decoding: Decoding;
  recipe: Recipe;
}

/**
 * Checks a request and plans its runs, one for each benchmark and each way of thinking. Throws a `RequestError` that
 * names the argument at fault.
 */
export function planRuns(input: RunRequestInput, plugins: PluginRegistry, catalogue: Catalogue): PlannedRun[] {
  const request = checked(runRequest, input, "input");
  findBySlug(catalogue, "models", request.model, "model");
  const runner = choose(plugins, "runner", request.runner, request.runnerOptions, "runner");
  const judge = request.judge && choose(plugins, "runner", request.judge.name, request.judge.options, "judge");
  return request.benchmarks.flatMap((name, i) => {
    const benchmark = choose(plugins, "benchmark", name, request.benchmarkOptions, `benchmarks[${i}]`);
    return request.thinking.map((word, k) => plan(request, { runner, benchmark, judge }, word, `thinking[${k}]`));
  });
}

type Chosen = Recipe["runner"];

function plan(
  request: RunRequest,
  chosen: { runner: Chosen; benchmark: Chosen; judge: Chosen | undefined },
  word: string,
  argument: string,
): PlannedRun {
  const thinking = readThinking(word, argument);
  return {
    model: request.model,
    benchmark: chosen.benchmark.name,
    lab: request.lab,
    runner: chosen.runner.name,
    mode: modeOf(thinking),
    decoding: {
      ...pick(request, DECODING_PARAMETERS),
      temperature: request.temperature ?? defaultTemperature(thinking),
      ...(typeof thinking === "object" && { thinkingBudget: thinking.budget }),
    },
    recipe: { ...chosen, thinking, ...pick(request, RECIPE_PARAMETERS) },
  };
}

/** The part of a request that these parameters ask for. */
function pick<Names extends keyof RunRequest>(request: RunRequest, parameters: Record<Names, unknown>) {
  const names = Object.keys(parameters) as Names[];
  return Object.fromEntries(names.map((name) => [name, request[name]])) as Pick<RunRequest, Names>;
}

function choose(
  plugins: PluginRegistry,
  kind: "runner" | "benchmark",
  name: string,
  options: unknown,
  argument: string,
): Chosen {
  try {
    const plugin = plugins.find(kind, name);
    // The options are checked here, so that a mistake is found now and not by a worker later. Their defaults are filled
    // in, so that the run records all options that it was measured with.
    return { name, version: plugin.version, options: checked(plugin.options, options, `${argument} options`) };
  } catch (error) {
    if (error instanceof PluginError) throw new RequestError("BAD_RUN", `${argument}: ${error.message}`, argument);
    throw error;
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, argument: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new RequestError("BAD_RUN", `${argument}: ${z.prettifyError(result.error)}`, argument);
}
