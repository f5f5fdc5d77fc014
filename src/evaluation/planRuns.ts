import { z } from "zod";
import { RequestError } from "../errors/requestError.ts";
import { PluginError } from "../plugins/contract/pluginError.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import type { Catalogue } from "../store/catalogue.ts";
import { findBySlug } from "../store/catalogue.ts";
import type { Recipe } from "./recipe.ts";
import { type RunRequest, type RunRequestInput, runRequest } from "./runRequest.ts";
import { defaultTemperature, modeOf, readThinking } from "./thinking.ts";

/** A run to be: what the store needs to queue it. */
export interface PlannedRun {
  model: string;
  benchmark: string;
  lab: string;
  runner: string;
  mode: string;
  decoding: {
    temperature: number;
    topP?: number;
    topK?: number;
    frequencyPenalty: number;
    maxTokens?: number;
    seed: number;
    thinkingBudget?: number;
  };
  recipe: Recipe;
}

/** Checks a request and plans its runs. Throws a `RequestError` that names the argument at fault. */
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
  { runner, benchmark, judge }: { runner: Chosen; benchmark: Chosen; judge: Chosen | undefined },
  word: string,
  argument: string,
): PlannedRun {
  const thinking = readThinking(word, argument);
  const { repeats, limit, mostConcurrent, timeout, chatTemplateKwargs, hardware, dataFile, meter } = request;
  const { topP, topK, frequencyPenalty, maxTokens, seed } = request;
  return {
    model: request.model,
    benchmark: benchmark.name,
    lab: request.lab,
    runner: runner.name,
    mode: modeOf(thinking),
    decoding: {
      temperature: request.temperature ?? defaultTemperature(thinking),
      ...{ topP, topK, frequencyPenalty, maxTokens, seed },
      ...(typeof thinking === "object" && { thinkingBudget: thinking.budget }),
    },
    recipe: {
      ...{ runner, benchmark, judge, thinking, repeats, limit, mostConcurrent, timeout },
      ...{ chatTemplateKwargs, hardware, dataFile, meter },
    },
  };
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
    // Checked here, so that a mistake is met now and not by a worker later; defaults are filled in, so that a run records
    // what it went by.
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
