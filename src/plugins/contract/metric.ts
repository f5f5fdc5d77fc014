import type { Metric } from "../../frontier/metrics.ts";
import type { Plugin } from "./plugin.ts";

/**
 * A metric that is computed from others. Its name is that of the plugin. Runs that are measured get it when they end, and
 * stored runs by `paretograph backfill`.
 */
export interface MetricPlugin<Options = unknown> extends Plugin<Options>, Metric {
  kind: "metric";
  /**
   * What a value is computed of: of a run, from its measures; or of a single answer, from what the answer took, so that the
   * run has the mean of its answers with its interval.
   */
  of: "run" | "sample";
  /**
   * The metrics that it is computed from, such as `energy`, also those of other plugins. A run or an answer that lacks one of
   * them has no value. Of an answer those are known that `Sample.measures` shows.
   */
  requires: readonly string[];
  /**
   * In which of the required metrics it rises or falls as they rise. Where it says so of all of them, the ends of their
   * intervals give an interval of a run's value.
   */
  monotonic?: Readonly<Record<string, "RISES" | "FALLS">>;
  /**
   * Computes a value in the metric's unit; null where it has none. The same values must always give the same. It is called
   * in a process of its own, for one run or answer after another.
   *
   * @param values the required metrics, in their units.
   * @param options the options that the project's config states for the metric, with their defaults.
   */
  compute(
    values: Readonly<Record<string, number>>,
    options: Options,
    about: MeasuredRunFacts,
  ): number | null | Promise<number | null>;
}

/** The run for which a metric is computed. */
export interface MeasuredRunFacts {
  /** The slug of the model. */
  model: string;
  /** The slug of the benchmark. */
  benchmark: string;
  /** The slug of the lab. */
  lab: string;
  /** The mode in which the model answered, such as `thinking`. */
  mode: string;
  /** The engine that served the model; null where it is not known. */
  runner: string | null;
  /** The slug of the accelerator and how many there were; null where it is not known. */
  hardware: { slug: string; count: number } | null;
  /** The time at which it ended, as RFC 3339; null where it is not known. */
  finishedAt: string | null;
}
