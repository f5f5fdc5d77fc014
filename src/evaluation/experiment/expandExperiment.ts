import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { isErrorOf } from "../../errors/codedError.ts";
import { RequestError } from "../../errors/requestError.ts";
import type { PluginRegistry } from "../../plugins/registry.ts";
import type { Catalogue } from "../../store/catalogue.ts";
import { COMMAND } from "../permission/command.ts";
import type { RunRequestInput } from "../plan/runParameters.ts";
import { type PlannedRun, planRuns } from "../planRuns.ts";
import type { Experiment } from "./experimentSchema.ts";

/** The most runs of one experiment. */
const MOST_RUNS = 10_000;

/** A run of an experiment, with the name under which the same file finds it again. */
export interface ExperimentRun {
  planned: PlannedRun;
  key: string;
}

/**
 * The runs of an experiment: one for each model, benchmark and way of thinking, those of a model together. Throws
 * `BAD_EXPERIMENT` where a run cannot be planned, with the model and the benchmark, or where two runs ask the same.
 */
export async function expandExperiment(
  experiment: Experiment,
  plugins: PluginRegistry,
  catalogue: Catalogue,
): Promise<ExperimentRun[]> {
  const seen = new Map<string, string>();
  const runs: ExperimentRun[] = [];
  for (const [i, model] of experiment.models.entries()) {
    for (const [k, benchmark] of experiment.benchmarks.entries()) {
      const place = `models[${i}] (${model.model}), benchmarks[${k}] (${benchmark.benchmark})`;
      for (const planned of await plan(requestOf(experiment, model, benchmark), place, plugins, catalogue)) {
        const key = keyOf(planned);
        const other = seen.get(key);
        if (other !== undefined) throw bad(`${place} in the mode ${planned.mode} asks the same as ${other}`);
        seen.set(key, place);
        runs.push({
          key,
          planned: { ...planned, recipe: { ...planned.recipe, experiment: { name: experiment.name, key } } },
        });
        if (runs.length > MOST_RUNS)
          throw bad(`it asks for more than ${MOST_RUNS} runs. Make several experiments of it`);
      }
    }
  }
  return runs;
}

async function plan(
  request: RunRequestInput,
  place: string,
  plugins: PluginRegistry,
  catalogue: Catalogue,
): Promise<PlannedRun[]> {
  try {
    const planned = await planRuns(request, plugins, catalogue, COMMAND);
    for (const { recipe } of planned) {
      requireKnown("runnerOptions", request.runnerOptions, recipe.runner.options);
      requireKnown("benchmarkOptions", request.benchmarkOptions, recipe.benchmark.options);
    }
    return planned;
  } catch (error) {
    throw isErrorOf("request", error) ? bad(`${place}: ${error.message.replace(/\.$/, "")}`) : error;
  }
}

/** A plugin may drop options that it does not know, and a name that is written wrong must not be dropped. */
function requireKnown(argument: string, given: unknown, read: unknown): void {
  if (!isObject(given) || !isObject(read)) return;
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(read, name));
  if (unknown !== undefined)
    throw new RequestError("BAD_RUN", `${argument}.${unknown}: there is no such option.`, argument);
}

type Entry<Name extends string> = Record<string, unknown> & Record<Name, string>;

function requestOf(
  { shared }: Experiment,
  { model, ...ofModel }: Entry<"model">,
  { benchmark, ...ofBenchmark }: Entry<"benchmark">,
): RunRequestInput {
  const { thinking, ...given } = { ...shared, ...ofBenchmark, ...ofModel, ...engineOf(shared, ofModel, model) };
  return {
    ...withoutUndefined(given),
    ...(thinking !== undefined && { thinking: (thinking as (string | number)[]).map(String) }),
    ...{ model, benchmarks: [benchmark] },
  } as RunRequestInput;
}

type Options = Record<string, unknown>;

/**
 * The engine of a model: what it says itself, on top of what the experiment says for all. A model that names another engine
 * or another runner takes nothing of the shared one. What is launched is the model itself, unless the launch says otherwise.
 */
function engineOf(shared: Options, own: Options, model: string): Options {
  const inherits = own.engine === undefined && (own.runner === undefined || own.runner === shared.runner);
  const base = inherits ? shared : {};
  const [engine, runner] = [own.engine ?? (own.runnerOptions ? undefined : base.engine), own.runner ?? base.runner];
  const [baseOptions, ownOptions] = [base.runnerOptions ?? {}, own.runnerOptions ?? {}];
  // The check of the request says what is wrong with options of another form.
  if (!isObject(baseOptions) || !isObject(ownOptions)) {
    return { engine, runner, runnerOptions: own.runnerOptions ?? base.runnerOptions };
  }
  const options: Options = { ...baseOptions, ...ownOptions };
  const [baseLaunch, ownLaunch] = [baseOptions.launch, ownOptions.launch];
  // Who names the address of an engine does not launch one.
  if (ownOptions.endpoint !== undefined && ownLaunch === undefined) delete options.launch;
  else if (isObject(baseLaunch) || isObject(ownLaunch)) {
    options.launch = { model, ...(baseLaunch as Options), ...(ownLaunch as Options) };
  }
  return { engine, runner, runnerOptions: Object.keys(options).length > 0 ? options : undefined };
}

/** What decides how long is waited and what is tolerated, but about no answer. */
const TOLERANCES = ["maxErrors", "timeout", "judgePrice", "allowNameMismatch", "usualRepeats", "waitEngine"];
/** The options that say where an engine is and how long it takes, and nothing that is measured. */
const PLACE = ["endpoint", "timeouts", "apiKeyEnv"];
const PLACE_OF_LAUNCH = ["port", "gpus", "readyWithin", "stopWithin"];

/**
 * The name of a run in its experiment: the digest of what it asks and of the engine that answers. Versions of plugins, where
 * the engine is, and how long it is waited for are no part of it, so that changing them does not measure everything anew.
 */
function keyOf({ recipe, ...planned }: PlannedRun): string {
  const bare = ({ version, options, ...chosen }: PlannedRun["recipe"]["runner"]) => ({
    ...chosen,
    options: withoutPlace(options),
  });
  const asked = {
    ...planned,
    ...without(recipe, TOLERANCES),
    ...{ runner: bare(recipe.runner), benchmark: bare(recipe.benchmark) },
    ...(recipe.judge && { judge: bare(recipe.judge) }),
    ...(recipe.secondJudge && { secondJudge: bare(recipe.secondJudge) }),
  };
  return createHash("sha256").update(canonicalize(asked)!).digest("hex").slice(0, 32);
}

function withoutPlace(options: unknown): unknown {
  if (!isObject(options)) return options ?? null;
  const { launch, ...others } = options;
  const own = without(others, PLACE);
  return isObject(launch) ? { ...own, launch: without(launch, PLACE_OF_LAUNCH) } : own;
}

const without = (value: Options, names: readonly string[]): Options =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

const withoutUndefined = (value: Options): Options =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));

const isObject = (value: unknown): value is Options =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const bad = (fault: string) => new RequestError("BAD_EXPERIMENT", `${fault}.`, "experiment");
