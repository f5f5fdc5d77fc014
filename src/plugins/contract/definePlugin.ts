import { z } from "zod";
import type { ArchitecturePlugin } from "./architecture.ts";
import type { BenchmarkPlugin, Problem } from "./benchmark.ts";
import { type AnyPlugin, checkPlugin } from "./checkPlugin.ts";
import type { EstimatorPlugin } from "./estimator.ts";
import type { ExporterPlugin } from "./exporter.ts";
import type { ImporterPlugin } from "./importer.ts";
import type { Message } from "./message.ts";
import type { MeterPlugin } from "./meter.ts";
import type { MetricPlugin } from "./metric.ts";
import type { RunnerPlugin } from "./runner.ts";

/**
 * Checks and returns a plugin of any kind, or a list of plugins: the default export of a module that brings plugins.
 *
 * @throws PluginError if a plugin lacks something or is written for another major version of the contract.
 */
export function definePlugin<Options>(plugin: BenchmarkPlugin<Options>): BenchmarkPlugin<Options>;
export function definePlugin<Options>(plugin: RunnerPlugin<Options>): RunnerPlugin<Options>;
export function definePlugin<Options>(plugin: MeterPlugin<Options>): MeterPlugin<Options>;
export function definePlugin<Options>(plugin: ImporterPlugin<Options>): ImporterPlugin<Options>;
export function definePlugin<Options>(plugin: ArchitecturePlugin<Options>): ArchitecturePlugin<Options>;
export function definePlugin<Options>(plugin: MetricPlugin<Options>): MetricPlugin<Options>;
export function definePlugin<Options>(plugin: ExporterPlugin<Options>): ExporterPlugin<Options>;
export function definePlugin<Options>(plugin: EstimatorPlugin<Options>): EstimatorPlugin<Options>;
export function definePlugin(plugins: readonly AnyPlugin[]): readonly AnyPlugin[];
export function definePlugin(given: AnyPlugin | readonly AnyPlugin[]): AnyPlugin | readonly AnyPlugin[] {
  for (const plugin of [given].flat()) checkPlugin(plugin);
  return given;
}

/** Defines an inference engine. Throws a `PluginError` that says what is missing. */
export function defineRunner<Options>(runner: Omit<RunnerPlugin<Options>, "kind">): RunnerPlugin<Options> {
  return definePlugin({ ...runner, kind: "runner" });
}

/** Defines a benchmark. Throws a `PluginError` that says what is missing. */
export function defineBenchmark<Options, Messages extends Prompted = Message[]>(
  benchmark: Omit<BenchmarkPlugin<Options>, "kind" | "prompt"> & Prompting<Options, Messages>,
): Omit<BenchmarkPlugin<Options>, "prompt"> & Prompting<Options, Messages> {
  return definePlugin<Options>({ ...benchmark, kind: "benchmark" }) as BenchmarkPlugin<Options> &
    Prompting<Options, Messages>;
}

type Prompted = ReturnType<BenchmarkPlugin["prompt"]>;

/** A benchmark keeps what its own `prompt` gives, so that one that gives texts at once can be asked for them at once. */
export interface Prompting<Options, Messages extends Prompted> {
  prompt(problem: Problem, options: Options, repeat: number): Messages;
}

/** Defines a way to meter GPUs. Throws a `PluginError` that says what is missing. */
export function defineMeter<Options>(meter: Omit<MeterPlugin<Options>, "kind">): MeterPlugin<Options> {
  return definePlugin({ ...meter, kind: "meter" });
}

/** Defines a way to read the result files of another tool. Throws a `PluginError` that says what is missing. */
export function defineImporter<Options>(importer: Omit<ImporterPlugin<Options>, "kind">): ImporterPlugin<Options> {
  return definePlugin({ ...importer, kind: "importer" });
}

/** Defines a way to read the configs of models of an unknown type. Throws a `PluginError` that says what is missing. */
export function defineArchitecture<Options>(
  architecture: Omit<ArchitecturePlugin<Options>, "kind">,
): ArchitecturePlugin<Options> {
  return definePlugin({ ...architecture, kind: "architecture" });
}

/** The fields of a metric that follow from others where they are left out. */
type MetricDefaults = "title" | "scale" | "of" | "options";

/**
 * Defines a metric that is computed from others. Where they are left out, its title is its name, its scale is linear, it is a
 * value of a run, and it has no options. Throws a `PluginError` that says what is missing.
 */
export function defineMetric<Options = Record<string, never>>(
  metric: Omit<MetricPlugin<Options>, "kind" | MetricDefaults> & Partial<Pick<MetricPlugin<Options>, MetricDefaults>>,
): MetricPlugin<Options> {
  const options = z.strictObject({}) as unknown as z.ZodType<Options>;
  const given = Object.entries(metric).filter(([, value]) => value !== undefined);
  const defaults = { title: metric.name, scale: "linear", of: "run", options } as const;
  return definePlugin({ ...defaults, ...(Object.fromEntries(given) as typeof metric), kind: "metric" });
}

/** Defines a way to write runs in the format of another tool. Throws a `PluginError` that says what is missing. */
export function defineExporter<Options>(exporter: Omit<ExporterPlugin<Options>, "kind">): ExporterPlugin<Options> {
  return definePlugin({ ...exporter, kind: "exporter" });
}

/** Defines a way to estimate how fast models are served. Throws a `PluginError` that says what is missing. */
export function defineEstimator<Options>(estimator: Omit<EstimatorPlugin<Options>, "kind">): EstimatorPlugin<Options> {
  return definePlugin({ ...estimator, kind: "estimator" });
}
