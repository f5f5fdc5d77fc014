import { z } from "zod";
import type { ArchitecturePlugin } from "./architecture.ts";
import type { BenchmarkPlugin } from "./benchmark.ts";
import type { EstimatorPlugin } from "./estimator.ts";
import type { ExporterPlugin } from "./exporter.ts";
import type { ImporterPlugin } from "./importer.ts";
import type { MeterPlugin } from "./meter.ts";
import type { MetricPlugin } from "./metric.ts";
import { PLUGIN_API_VERSION } from "./plugin.ts";
import { PluginError } from "./pluginError.ts";
import { publishedScore } from "./publishedScore.ts";
import type { RunnerPlugin } from "./runner.ts";

export type AnyPlugin =
  | RunnerPlugin
  | BenchmarkPlugin
  | MeterPlugin
  | ImporterPlugin
  | ArchitecturePlugin
  | MetricPlugin
  | ExporterPlugin
  | EstimatorPlugin;

const callable = z.custom((value) => typeof value === "function", "must be a function");
const semver = z.string().regex(/^\d+\.\d+\.\d+(?:[-+].+)?$/, "must be a version such as 1.0.0");
const text = z.string().min(1).max(10_000);
/** A name of the fields of an object, which must not be one that every object has. */
const metricName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,59}$/, "must be of up to 60 small letters, digits and underscores and begin with a letter")
  .refine((name) => !(name in {}), "must not be the name of what every object has");
const ofMetric = {
  name: metricName,
  title: text,
  unit: text,
  direction: z.enum(["MAXIMIZE", "MINIMIZE"]),
  scale: z.enum(["linear", "log"]),
  description: text,
};
const metric = z.looseObject(ofMetric);
const variantValues = z
  .array(
    z.union([z.string().regex(/^[\w. -]{1,100}$/, "must be of letters, digits, blanks, dots and dashes"), z.number()]),
  )
  .min(1)
  .max(1000);
const everyPlugin = {
  name: z
    .string()
    .max(100)
    .regex(/^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9._-]+)*$/, "must be of lower-case letters, digits, dots and dashes"),
  version: semver,
  apiVersion: semver,
  description: text,
  options: z.custom((value) => value instanceof Object && "_zod" in value, "must be a schema of zod 4"),
  callerOptions: z.array(z.string()).optional(),
  metrics: z.array(metric).optional(),
};
const shape = z.discriminatedUnion("kind", [
  z.looseObject({
    ...everyPlugin,
    kind: z.literal("runner"),
    inputs: z.array(z.enum(["image", "file"])).optional(),
    use: callable.optional(),
    open: callable,
  }),
  z.looseObject({
    ...everyPlugin,
    kind: z.literal("meter"),
    list: callable,
    processes: callable.optional(),
    follow: callable,
  }),
  z.looseObject({
    ...everyPlugin,
    kind: z.literal("importer"),
    title: z.string().min(1),
    versions: z.string().min(1),
    find: callable,
    read: callable,
  }),
  z.looseObject({
    ...everyPlugin,
    kind: z.literal("architecture"),
    modelTypes: z.array(z.string().min(1).max(100)).min(1).max(100),
    translate: callable,
  }),
  z.looseObject({
    ...everyPlugin,
    kind: z.literal("metric"),
    ...ofMetric,
    of: z.enum(["run", "sample"]),
    requires: z.array(metricName).min(1).max(50),
    monotonic: z.record(z.string(), z.enum(["RISES", "FALLS"])).optional(),
    compute: callable,
  }),
  z.looseObject({
    ...everyPlugin,
    kind: z.literal("exporter"),
    title: text,
    mediaType: z.string().regex(/^[\w.+-]+\/[\w.+-]+(;[ -~]*)?$/, "must be a media type such as application/json"),
    extension: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.]{0,19}$/, "must be an ending such as json, without the dot before it"),
    write: callable,
  }),
  z.looseObject({
    ...everyPlugin,
    kind: z.literal("estimator"),
    errors: z
      .array(
        z.strictObject({
          engine: z.enum(["VLLM", "SGLANG", "TENSORRT_LLM"]),
          accelerator: text.optional(),
          models: z.enum(["dense", "experts"]),
          rows: z.int().min(1),
          mean: z.number().min(0),
          median: z.number().min(0),
        }),
      )
      .max(1000),
    estimate: callable,
  }),
  z.looseObject({
    ...everyPlugin,
    kind: z.literal("benchmark"),
    title: z.string().min(1),
    domain: z.string().min(1),
    source: z.looseObject({ url: z.url().nullable(), license: z.string() }),
    problemsVersion: z.string().min(1).max(100).optional(),
    problemOptions: z.array(z.string()).optional(),
    published: z.array(publishedScore).max(100).optional(),
    optionCount: z.int().min(2).max(26).optional(),
    chanceLevel: z.number().min(0).lt(1).optional(),
    usualRepeats: z.int().min(1).max(10_000).optional(),
    strata: z.array(z.string().min(1).max(100)).max(20).optional(),
    variants: z
      .strictObject({
        subset: variantValues.optional(),
        language: variantValues.optional(),
        shots: variantValues.optional(),
        systemPrompt: variantValues.optional(),
      })
      .optional(),
    data: z.strictObject({ private: z.boolean().optional(), canary: text.optional() }).optional(),
    asksJudge: z.boolean().optional(),
    load: callable,
    prompt: callable,
    grade: callable,
  }),
]);

/** Throws a `PluginError` unless the value is a plugin that is written for this major version of the contract. */
export function checkPlugin(value: unknown): asserts value is AnyPlugin {
  const { name, apiVersion } = named.safeParse(value).data ?? {};
  const title = name === undefined ? "A plugin without a name" : `The plugin "${name}"`;
  if (apiVersion !== undefined && semver.safeParse(apiVersion).success && majorOf(apiVersion) !== HOST_MAJOR)
    throw new PluginError(
      "API_VERSION_UNSUPPORTED",
      `${title} is written for version ${apiVersion} of the plugin contract, and this is ${PLUGIN_API_VERSION}: ` +
        `use a version of the plugin for ${HOST_MAJOR}.x${majorOf(apiVersion) > HOST_MAJOR ? ", or a newer Paretograph" : ""}.`,
    );
  const checked = shape.safeParse(value);
  if (checked.success) return;
  const faults = checked.error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
  throw new PluginError(
    "INVALID_PLUGIN",
    `${title} can't be used (${faults.join("; ")}): make it with the function of its kind, such as defineBenchmark or defineMetric, and give what is missing.`,
  );
}

const named = z.looseObject({ name: z.string().optional(), apiVersion: z.string().optional() });
const HOST_MAJOR = majorOf(PLUGIN_API_VERSION);

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
