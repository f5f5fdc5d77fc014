import { z } from "zod";
import type { ArchitecturePlugin } from "./architecture.ts";
import type { BenchmarkPlugin } from "./benchmark.ts";
import type { ImporterPlugin } from "./importer.ts";
import type { MeterPlugin } from "./meter.ts";
import { PLUGIN_API_VERSION } from "./plugin.ts";
import { PluginError } from "./pluginError.ts";
import { publishedScore } from "./publishedScore.ts";
import type { RunnerPlugin } from "./runner.ts";

export type AnyPlugin = RunnerPlugin | BenchmarkPlugin | MeterPlugin | ImporterPlugin | ArchitecturePlugin;

const callable = z.custom((value) => typeof value === "function", "must be a function");
const semver = z.string().regex(/^\d+\.\d+\.\d+(?:[-+].+)?$/, "must be a version such as 1.0.0");
const metric = z.looseObject({
  name: z.string().min(1),
  title: z.string(),
  unit: z.string(),
  direction: z.enum(["MAXIMIZE", "MINIMIZE"]),
  scale: z.enum(["linear", "log"]),
  description: z.string(),
});
const everyPlugin = {
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9._-]+)*$/, "must be of lower-case letters, digits, dots and dashes"),
  version: semver,
  apiVersion: semver,
  description: z.string().min(1),
  options: z.custom((value) => value instanceof Object && "_zod" in value, "must be a schema of zod 4"),
  callerOptions: z.array(z.string()).optional(),
  metrics: z.array(metric).optional(),
};
const shape = z.discriminatedUnion("kind", [
  z.looseObject({ ...everyPlugin, kind: z.literal("runner"), open: callable }),
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
    `${title} can't be used (${faults.join("; ")}): make it with defineRunner, defineBenchmark, defineMeter, defineImporter or defineArchitecture and give what is missing.`,
  );
}

const named = z.looseObject({ name: z.string().optional(), apiVersion: z.string().optional() });
const HOST_MAJOR = majorOf(PLUGIN_API_VERSION);

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
