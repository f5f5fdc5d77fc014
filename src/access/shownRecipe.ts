import { textWithoutCredentials } from "./credentials.ts";

type Json = Record<string, unknown>;

/** The parts of a recipe that say what was measured and not how its operator's machines are reached. */
const PUBLIC_PARTS = [
  "thinking",
  "repeats",
  "usualRepeats",
  "limit",
  "mostConcurrent",
  "timeout",
  "chatTemplateKwargs",
  "hardware",
  "sampling",
];
/** The options of a runner that say how it was asked. Those that a plugin adds are the operator's matter. */
const PUBLIC_RUNNER_OPTIONS = ["model", "timeouts", "thinkingSwitch", "extensions"];
const PUBLIC_ENGINE_PARTS = ["engine", "version", "model", "modelRoot", "contextLength"];

/**
 * The recipe of a run as its reader may see it: whole for those who may measure for its lab, and for others without the
 * options of plugins, addresses and files. Nobody sees the user and the password of an address, or the dataset's canary.
 */
export function shownRecipe(recipe: Json, whole: boolean): Json {
  return withoutCredentials(whole ? withoutCanaryOf(recipe) : publicPart(recipe)) as Json;
}

function withoutCanaryOf({ dataset, ...recipe }: Json): Json {
  if (!isObject(dataset)) return dataset === undefined ? recipe : { ...recipe, dataset };
  const { canary: _, ...shown } = dataset;
  return { ...recipe, dataset: shown };
}

function publicPart(recipe: Json): Json {
  const { runner, benchmark, judge, secondJudge, engine, dataset } = recipe;
  return {
    ...(isObject(runner) && { runner: runnerPart(runner) }),
    ...(isObject(benchmark) && {
      benchmark: { ...pick(benchmark, [...NAMES, "private"]), options: figuresOf(benchmark.options) },
    }),
    ...(isObject(judge) && { judge: runnerPart(judge) }),
    ...(isObject(secondJudge) && { secondJudge: runnerPart(secondJudge) }),
    ...(withoutPlaces(pick(recipe, PUBLIC_PARTS)) as Json),
    ...(isObject(engine) && { engine: withoutPlaces(pick(engine, PUBLIC_ENGINE_PARTS)) }),
    ...(isObject(dataset) && { dataset: datasetPart(dataset) }),
  };
}

const NAMES = ["name", "version"];
const named = (plugin: Json) => pick(plugin, NAMES);

const runnerPart = (runner: Json) => ({
  ...named(runner),
  ...pick(runner, ["engine"]),
  options: isObject(runner.options) ? withoutPlaces(pick(runner.options, PUBLIC_RUNNER_OPTIONS)) : {},
});

/** A problem set is public if it was read by https; other sources are files of the operator. */
function datasetPart({ source, ...dataset }: Json): Json {
  const isPublic = typeof source === "string" && source.startsWith("https://");
  return { ...pick(dataset, ["revision", "sha256"]), ...(isPublic && { source }) };
}

/** The numbers and switches among the options of a plugin. A text could be anything, also a key. */
function figuresOf(options: unknown): Json {
  if (!isObject(options)) return {};
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => typeof value === "number" || typeof value === "boolean"),
  );
}

/** A value without the texts in it that are addresses or paths. */
function withoutPlaces(value: unknown): unknown {
  const isPlace = (text: unknown) => typeof text === "string" && /:\/\/|^[/~.\\]|^[A-Za-z]:[\\/]/.test(text);
  if (Array.isArray(value)) return value.filter((one) => !isPlace(one)).map(withoutPlaces);
  if (!isObject(value)) return value;
  const shown = Object.entries(value).filter(([, one]) => !isPlace(one));
  return Object.fromEntries(shown.map(([name, one]) => [name, withoutPlaces(one)]));
}

/** A value in which no address has a user or a password, also where it is a part of a longer text. */
export function withoutCredentials(value: unknown): unknown {
  if (typeof value === "string") return textWithoutCredentials(value);
  if (Array.isArray(value)) return value.map(withoutCredentials);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutCredentials(one)]));
}

const pick = (from: Json, names: string[]): Json =>
  Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]]));

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
