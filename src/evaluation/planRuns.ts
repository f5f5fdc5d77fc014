import { z } from "zod";
import { mayDo, type Principal } from "../access/principal.ts";
import type { Decoding } from "../decoding/decoding.ts";
import { PRESETS } from "../decoding/presets.ts";
import { modeOf, readThinking } from "../decoding/thinking.ts";
import { isErrorOf } from "../errors/codedError.ts";
import { RequestError } from "../errors/requestError.ts";
import { engineUse } from "../plugins/boundary/engineUse.ts";
import type { HostedRunner } from "../plugins/boundary/hostedPlugins.ts";
import type { BenchmarkPlugin } from "../plugins/contract/benchmark.ts";
import { faultOfOptions } from "../plugins/optionFault.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import type { Catalogue } from "../store/catalogue.ts";
import { findByName } from "../store/catalogue.ts";
import { operatorsOnly, requireCallerOptions } from "./permission/callerOptions.ts";
import { declaredEngine, reachOf } from "./permission/chosenPlugin.ts";
import { COMMAND } from "./permission/command.ts";
import { requireDeclaredFolder } from "./permission/dataFiles.ts";
import type { Recipe } from "./plan/recipe.ts";
import {
  DECODING_PARAMETERS,
  RECIPE_PARAMETERS,
  type RunRequest,
  type RunRequestInput,
  runRequest,
} from "./plan/runParameters.ts";

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

/** The most runs that one request may ask for. */
const MOST_RUNS = 100;

/**
 * Checks a request and plans its runs, one for each benchmark and each way of thinking. Throws a `RequestError` that
 * names the argument at fault: `FORBIDDEN` for what this caller may not give.
 */
export async function planRuns(
  input: RunRequestInput,
  plugins: PluginRegistry,
  catalogue: Catalogue,
  principal: Principal,
): Promise<PlannedRun[]> {
  const asked = checked(runRequest, input, "input");
  const request = { ...asked, model: findByName(catalogue, "models", asked.model, "model").slug };
  const byOperator = mayDo(principal, "operate");
  requirePermission(request, byOperator, plugins, principal);
  const choose = byOperator ? chooseAny : chooseAsCaller;
  const runner = await chooseRunner(choose, plugins, request.engine, request.runner, request.runnerOptions, "runner");
  const { judge, secondJudge } = await judgesIn(request, plugins, choose);
  const count = request.benchmarks.length * request.thinking.length;
  if (count > MOST_RUNS) {
    const message = `benchmarks, thinking: together they ask for ${count} runs. Ask for ${MOST_RUNS} at most.`;
    throw new RequestError("BAD_RUN", message, "benchmarks");
  }
  const planned: PlannedRun[] = [];
  for (const [i, name] of request.benchmarks.entries()) {
    const argument = `benchmarks[${i}]`;
    const benchmark = await named(argument, () =>
      choose(plugins, plugins.find("benchmark", name), request.benchmarkOptions, argument),
    );
    const { usualRepeats: usual, data, variants } = plugins.find("benchmark", benchmark.name);
    requireVariants(variants, benchmark.options, "benchmarkOptions");
    if (data?.private && judge) {
      const message = `judge: the data of ${name} are private, so that its answers are not kept for a judge. Leave judge out.`;
      throw new RequestError("BAD_RUN", message, "judge");
    }
    for (const [k, word] of request.thinking.entries()) {
      planned.push(plan(request, { runner, benchmark, judge, secondJudge, byOperator }, word, `thinking[${k}]`, usual));
    }
  }
  return planned;
}

/** Throws `BAD_RUN` for a value that is none of those that a benchmark declares for the option. */
function requireVariants(variants: BenchmarkPlugin["variants"], options: unknown, argument: string): void {
  const given = (options ?? {}) as Record<string, unknown>;
  for (const [option, values] of Object.entries(variants ?? {})) {
    const value = given[option];
    if (value == null || (values as readonly unknown[]).includes(value)) continue;
    const message = `${argument}.${option}: ${JSON.stringify(value)} is none of ${values.map((one) => JSON.stringify(one)).join(", ")}.`;
    throw new RequestError("BAD_RUN", message, `${argument}.${option}`);
  }
}

const judgeRequest = runRequest.pick({ judge: true, secondJudge: true, judgePrice: true });
type JudgeRequest = z.infer<typeof judgeRequest>;

/** Checks a request for judges alone, for a run that is there. Throws a `RequestError` as `planRuns` does. */
export async function chosenJudges(input: z.input<typeof judgeRequest>, plugins: PluginRegistry, principal: Principal) {
  const request = checked(judgeRequest, input, "input");
  const choose = mayDo(principal, "operate") ? chooseAny : chooseAsCaller;
  return { ...(await judgesIn(request, plugins, choose)), judgePrice: request.judgePrice };
}

async function judgesIn(request: JudgeRequest, plugins: PluginRegistry, choose: Choose) {
  const judgeOf = async (argument: "judge" | "secondJudge") => {
    const asked = request[argument];
    return asked && chooseRunner(choose, plugins, asked.engine, asked.name, asked.options, argument);
  };
  const [judge, secondJudge] = [await judgeOf("judge"), await judgeOf("secondJudge")];
  if (secondJudge && !judge) {
    throw new RequestError("BAD_RUN", "secondJudge: it stands beside a first one: give judge too.", "secondJudge");
  }
  return { judge, secondJudge };
}

/** Throws `FORBIDDEN` for a parameter that this caller may not give. */
function requirePermission(
  { meter, dataFile }: RunRequest,
  byOperator: boolean,
  { declared }: PluginRegistry,
  principal: Principal,
): void {
  if (!byOperator && meter !== undefined) throw operatorsOnly("meter");
  if (dataFile === undefined) return;
  if (!byOperator) throw operatorsOnly("dataFile");
  if (principal !== COMMAND) requireDeclaredFolder(dataFile, declared, "dataFile");
}

type Chosen = Recipe["runner"];

function plan(
  request: RunRequest,
  chosen: Pick<Recipe, "runner" | "benchmark" | "judge" | "secondJudge" | "byOperator">,
  word: string,
  argument: string,
  usualRepeats: number | undefined,
): PlannedRun {
  const thinking = readThinking(word, argument);
  const asked = pick(request, DECODING_PARAMETERS);
  const preset = request.preset && PRESETS[request.preset](thinking);
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return {
    model: request.model,
    benchmark: chosen.benchmark.name,
    lab: request.lab,
    runner: chosen.runner.name,
    mode: modeOf(thinking),
    decoding: {
      ...{ ...preset, ...given },
      ...(typeof thinking === "object" && { thinkingBudget: thinking.budget }),
    },
    recipe: {
      ...{ ...chosen, thinking, ...pick(request, RECIPE_PARAMETERS) },
      ...{ repeats: request.repeats ?? usualRepeats ?? 1, usualRepeats },
      fixedDecoding: preset !== undefined,
      // The limit of a recipe without a seed, as older runs have it, means the first problems.
      ...(request.limit !== undefined && { sampleSeed: request.sampleSeed ?? 0 }),
    },
  };
}

/** The part of a request that these parameters ask for. */
function pick<Names extends keyof RunRequest>(request: RunRequest, parameters: Record<Names, unknown>) {
  const names = Object.keys(parameters) as Names[];
  return Object.fromEntries(names.map((name) => [name, request[name]])) as Pick<RunRequest, Names>;
}

/** Chooses a declared engine, or a runner with its options. */
async function chooseRunner(
  choose: Choose,
  plugins: PluginRegistry,
  engine: string | undefined,
  name: string | undefined,
  options: unknown,
  argument: string,
): Promise<Chosen> {
  if (engine === undefined) {
    if (name === undefined) throw new RequestError("BAD_RUN", `${argument}: name a runner or an engine.`, argument);
    return named(argument, () => choose(plugins, plugins.find("runner", name), options, argument));
  }
  return named(argument, () => {
    const { runner } = declaredEngine(plugins.declared, engine);
    const fault =
      name !== undefined && name !== runner
        ? `the engine "${engine}" is one of the runner ${runner}, not of ${name}`
        : Object.keys(options ?? {}).length > 0 && `the engine "${engine}" has its own options: give none beside it`;
    if (fault) throw new RequestError("BAD_RUN", `${argument}: ${fault}.`, argument);
    return { name: runner, version: plugins.find("runner", runner).version, engine };
  });
}

type Choose = (
  plugins: PluginRegistry,
  plugin: Choosable,
  options: unknown,
  argument: string,
) => Chosen | Promise<Chosen>;
type Choosable = BenchmarkPlugin | HostedRunner;

/** Checks options now, so that a worker does not find a mistake later, and fills in their defaults for the recipe. */
function chooseAny(_: PluginRegistry, plugin: Choosable, options: unknown, argument: string): Chosen {
  const { name, version } = plugin;
  const { success, data, error } = plugin.options.safeParse(options);
  if (success) return { name, version, options: data };
  throw new RequestError("BAD_RUN", `${argument} options: ${faultOfOptions(plugin, error)}`, `${argument} options`);
}

/** As `chooseAny`, for a caller who may give harmless options alone. */
async function chooseAsCaller(
  plugins: PluginRegistry,
  plugin: Choosable,
  options: unknown,
  argument: string,
): Promise<Chosen> {
  requireCallerOptions(plugin, options, `${argument} options`);
  const chosen = chooseAny(plugins, plugin, options, argument);
  if (plugin.kind === "runner") {
    reachOf(await named(argument, () => engineUse(plugin, chosen.options)), plugins.declared, `${argument} options`);
  }
  return chosen;
}

/** What `choose` gives. Where a plugin or an engine is not there, the message names the argument. */
async function named<T>(argument: string, choose: () => T | Promise<T>): Promise<T> {
  try {
    return await choose();
  } catch (error) {
    if (isErrorOf("plugin", error)) throw new RequestError("BAD_RUN", `${argument}: ${error.message}`, argument);
    throw error;
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, argument: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new RequestError("BAD_RUN", `${argument}: ${z.prettifyError(result.error)}`, argument);
}
