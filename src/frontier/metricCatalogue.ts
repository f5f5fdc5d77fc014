import { METRICS, type Metric } from "./metrics.ts";

/** The metrics that are known to one store: the built-in ones, then those that plugins added. */
export interface MetricCatalogue {
  /** Every metric, the built-in ones first. */
  list(): Metric[];
  find(name: string): Metric | undefined;
  /** Adds the metric of a plugin; the same one again is no error. Throws if another metric has its name. */
  add(metric: Metric): void;
}

export function createMetricCatalogue(): MetricCatalogue {
  const metrics = new Map<string, Metric>(METRICS.map((metric) => [metric.name, metric]));
  return {
    list: () => [...metrics.values()],
    find: (name) => metrics.get(name),
    add(metric) {
      const known = metrics.get(metric.name);
      if (known && JSON.stringify(known) !== JSON.stringify(metric)) {
        throw new Error(`The metric "${metric.name}" is registered already.`);
      }
      metrics.set(metric.name, metric);
    },
  };
}
