import { type MetricCode, metricCode } from "../../plugins/boundary/metricCode.ts";
import type { MetricPlugin } from "../../plugins/contract/metric.ts";
import type { PluginRegistry } from "../../plugins/registry.ts";

/** A metric of a plugin that can be computed. */
export interface OpenMetric {
  plugin: MetricPlugin;
  code: MetricCode;
  options: unknown;
}

/** The metrics of plugins, each after those that it requires. Their codes are to be closed. */
export function openMetrics(plugins: PluginRegistry): OpenMetric[] {
  const waiting = plugins
    .list()
    .flatMap(({ plugin, module }) => (plugin.kind === "metric" ? [{ plugin, module }] : []));
  const ordered: OpenMetric[] = [];
  while (waiting.length > 0) {
    const isOpen = (name: string) => !waiting.some(({ plugin }) => plugin.name === name);
    // The registry has left out those that require themselves.
    const next = waiting.findIndex(({ plugin }) => plugin.requires.every(isOpen));
    const [{ plugin, module }] = waiting.splice(Math.max(0, next), 1) as [(typeof waiting)[0]];
    const options = plugin.options.parse(plugins.declared.metrics.get(plugin.name) ?? {});
    ordered.push({ plugin, options, code: metricCode(plugin, module) });
  }
  return ordered;
}

export const closeMetrics = (metrics: readonly OpenMetric[]) => Promise.all(metrics.map(({ code }) => code.close()));
