import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/** A benchmark's own problems: which benchmark, which part of it, in which language, in which version. */
export interface Variant {
  benchmark: string;
  /** The part of the problems, or null for all: the option `subset`, and others that change problems as `name=value`. */
  subset: string | null;
  language: string | null;
  problemsVersion: string;
}

/** What a benchmark plugin declares of its problems. */
export interface DeclaredProblems {
  name: string;
  version: string;
  problemsVersion?: string;
  /** The options that change problems. Where they are left out, all of them may. */
  problemOptions?: readonly string[];
}

type Json = Record<string, unknown>;

/**
 * The variant that a run with these options answers. Options that have their default values leave no trace in it, so that
 * a plugin's plain name stands for its plain problems.
 */
export function variantOf(plugin: DeclaredProblems, options: unknown, defaults: unknown): Variant {
  const given = isObject(options) ? options : {};
  const usual = isObject(defaults) ? defaults : {};
  const changed = (plugin.problemOptions ?? Object.keys(given))
    .filter((name) => given[name] != null && canonicalize(given[name]) !== canonicalize(usual[name]))
    .sort();
  const named = (name: string) => (changed.includes(name) ? textOf(given[name]) : null);
  const others = changed
    .filter((name) => name !== "subset" && name !== "language")
    .map((name) => `${name}=${textOf(given[name])}`);
  return {
    benchmark: plugin.name,
    subset: [named("subset"), ...others].filter((part) => part !== null).join(",") || null,
    language: named("language"),
    problemsVersion: plugin.problemsVersion ?? plugin.version,
  };
}

const textOf = (value: unknown) => (typeof value === "string" ? value : canonicalize(value)!);

/** The slug of a variant: `capitals`, `capitals/easy`, `capitals/easy/de`, `capitals@2.0.0`. The first version has no mark. */
export function slugOfVariant({ benchmark, subset, language, problemsVersion }: Variant): string {
  const path = [benchmark, subset ?? (language === null ? null : "all"), language].filter((part) => part !== null);
  return `${path.join("/")}${/^1(\.0)*$/.test(problemsVersion) ? "" : `@${problemsVersion}`}`;
}

/** A fact of how a model was served, as a submission states it. */
export type ServingFact = "provider" | "engine" | "precision" | "cachePrecision" | "effort" | "version" | "date";

/** The parts of a run that say how it was asked and served. */
export interface RunFacts {
  protocol?: Json | undefined;
  servedAs?: string | undefined;
  serving?: Partial<Record<ServingFact, string | undefined>> | undefined;
  runner?: string | undefined;
  deployment?: Record<string, unknown> | undefined;
  decoding?: { temperature?: number | undefined } | undefined;
  recipe?: Json | undefined;
}

/**
 * The protocol of a run as it was stated, or as its recipe gives it: prompt, shots, extraction, grader, judge and the class
 * of its temperature. Null where nobody said it.
 */
function protocolOf({ protocol, recipe, decoding }: RunFacts): Json | null {
  if (protocol) return protocol;
  const benchmark = recipe?.benchmark;
  if (!recipe || !isObject(benchmark)) return null;
  const temperature = decoding?.temperature;
  return withoutUndefined({
    // The version of the plugin is that of its prompt, its extraction and its grader.
    benchmark: benchmark.version,
    options: promptOptions(benchmark),
    shots: recipe.shots,
    systemPrompt: recipe.systemPrompt,
    chatTemplateKwargs: recipe.chatTemplateKwargs,
    judge: judgeOf(recipe.judge),
    secondJudge: judgeOf(recipe.secondJudge),
    temperature: temperature === undefined ? undefined : temperature > 0 ? "sampled" : "greedy",
  });
}

/** The options that do not change problems, and so change the prompt. Old recipes do not say which do: there all count as problems. */
function promptOptions({ options, problemOptions }: Json): Json | undefined {
  if (!isObject(options) || !Array.isArray(problemOptions)) return undefined;
  const own = Object.entries(options).filter(([name]) => !problemOptions.includes(name));
  return own.length > 0 ? Object.fromEntries(own) : undefined;
}

const judgeOf = (judge: unknown): Json | undefined =>
  isObject(judge) ? withoutUndefined({ name: judge.name, model: modelOf(judge) }) : undefined;

const modelOf = ({ options, engine }: Json) => (isObject(options) ? options.model : undefined) ?? engine;

/** The name of a run's protocol: 16 hexadecimal digits of its SHA-256. The same protocol has the same name in every store. */
export function protocolIdOf(run: RunFacts): string | null {
  const protocol = protocolOf(run);
  return protocol && createHash("sha256").update(canonicalize(protocol)!).digest("hex").slice(0, 16);
}

/**
 * The provider or the engine, the precision of the weights and that of the cache, as `vllm, fp8, fp8 cache`; null if nothing
 * is known. Further facts that a submission states of the serving follow them, so that runs served differently are not pooled.
 */
export function servedAsOf({ servedAs, serving = {}, runner, deployment, recipe }: RunFacts): string | null {
  if (servedAs) return servedAs;
  const engine = isObject(recipe?.engine) ? recipe.engine : {};
  const weights = serving.precision ?? engine.quantization ?? engine.dtype ?? deployment?.precision;
  const cache = serving.cachePrecision ?? engine.cacheDtype;
  const parts = [
    serving.provider,
    serving.engine ?? engine.engine ?? runner,
    weights,
    isAutomatic(cache) ? null : `${cache} cache`,
    serving.effort && `effort ${serving.effort}`,
    serving.version,
    serving.date,
  ];
  return parts.filter((part) => typeof part === "string" && !isAutomatic(part)).join(", ") || null;
}

const isAutomatic = (value: unknown) => value == null || value === "" || value === "auto";

const withoutUndefined = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined && one !== null));

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Whether runs with a metric are kept apart from those without it when they are pooled, as the function `pool_key` of the
 * database does. Figures that say how whole a run is are no results of it and keep none apart: a pool may hold runs with
 * such a figure and runs without it.
 */
export function keepsRunsApart(metric: string): boolean {
  return metric !== "coverage" && !metric.endsWith("_share");
}
