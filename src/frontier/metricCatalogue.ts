import { METRICS, type Metric } from "./metrics.ts";

/** A metric of one store, with who computes or measures it. */
export interface KnownMetric extends Metric {
  /** `built in`, or the plugin with its version and source; null where the plugin that added it is not here any more. */
  provider: string | null;
}

/** The metrics that are known to one store: the built-in ones, then those that plugins added, now or earlier. */
export interface MetricCatalogue {
  /** Every metric, the built-in ones first. */
  list(): KnownMetric[];
  find(name: string): KnownMetric | undefined;
  /** Throws where another metric has its name: a value of the one would be read as one of the other. */
  check(metric: Metric, provider: string): void;
  /** Adds the metric of a plugin. Throws as `check` does. */
  add(metric: Metric, provider: string): void;
  /**
   * Takes in a metric that a plugin added earlier, as the store remembers it. Where no value of it is stored, the plugin may
   * change what it means.
   */
  remember(metric: Metric, provider: string, hasValues: boolean): void;
  /** Takes back a metric that a plugin added; one that the store remembers stays as one that nobody provides. */
  withdraw(name: string): void;
}

const BUILT_IN = "built in";

export function createMetricCatalogue(): MetricCatalogue {
  const metrics = new Map<string, KnownMetric>(
    METRICS.map((metric) => [metric.name, { ...metric, provider: BUILT_IN }]),
  );
  /** The providers of metrics whose plugin is not here, and whether values of them are stored. */
  const earlier = new Map<string, { provider: string; hasValues: boolean }>();
  const check = (metric: Metric, provider: string) => {
    const known = metrics.get(metric.name);
    if (!known || sameQuantity(known, metric)) return;
    const before = earlier.get(metric.name);
    if (known.provider === null && !before?.hasValues) return;
    const other = known.provider ?? `${before!.provider}, which is not here but of which values are stored`;
    throw new Error(
      `The metric "${metric.name}" of ${provider}, in ${described(metric)}, has the name of one of ${other}, in ${described(known)}: rename one.`,
    );
  };
  return {
    list: () => [...metrics.values()],
    find: (name) => metrics.get(name),
    check,
    add(metric, provider) {
      check(metric, provider);
      const known = metrics.get(metric.name);
      if (!known?.provider) metrics.set(metric.name, { ...metric, provider });
    },
    remember(metric, provider, hasValues) {
      if (metrics.has(metric.name)) return;
      metrics.set(metric.name, { ...metric, provider: null });
      earlier.set(metric.name, { provider, hasValues });
    },
    withdraw(name) {
      const known = metrics.get(name);
      if (!known?.provider || known.provider === BUILT_IN) return;
      if (earlier.has(name)) metrics.set(name, { ...known, provider: null });
      else metrics.delete(name);
    },
  };
}

/** Titles and descriptions may be worded anew: a value means the same as long as its unit and direction are the same. */
const sameQuantity = (a: Metric, b: Metric) => a.unit === b.unit && a.direction === b.direction;

const described = ({ unit, direction }: Metric) => `${unit}, ${direction === "MAXIMIZE" ? "more" : "less"} is better`;
