import type { MeasuredRunFacts, MetricPlugin } from "../contract/metric.ts";
import { checkedResult, invalidResult } from "./checkedResult.ts";
import { pluginFailed } from "./pluginFailed.ts";
import { createPluginProcess, DEADLINES } from "./pluginProcess.ts";

/** The code of a metric. Throws a `PluginError` where it fails, takes too long, or gives what is no value. */
export interface MetricCode {
  /** The values of several rows of required metrics; null where the metric has none. */
  compute(rows: Record<string, number>[], options: unknown, about: MeasuredRunFacts): Promise<(number | null)[]>;
  close(): Promise<void>;
}

/** The code of a metric: in a process of its own where it comes from a module, else in this one. */
export function metricCode(plugin: MetricPlugin, module: string | null, deadlines = DEADLINES): MetricCode {
  const { name, version } = plugin;
  const own = module === null ? null : createPluginProcess({ module, name, version, kind: "metric" }, deadlines);
  return {
    async compute(rows, options, about) {
      const given = own
        ? await own.call({ method: "compute", rows, options, about })
        : await computedHere(plugin, rows, options, about);
      const values = checkedResult(plugin, "compute", given);
      if (values.length === rows.length) return values;
      throw invalidResult(plugin, "compute", `${values.length} values for ${rows.length} rows`);
    },
    close: async () => own?.close(),
  };
}

async function computedHere(
  plugin: MetricPlugin,
  rows: Record<string, number>[],
  options: unknown,
  about: MeasuredRunFacts,
): Promise<unknown[]> {
  try {
    const values: unknown[] = [];
    for (const row of rows) values.push(await plugin.compute(row, options, about));
    return values;
  } catch (error) {
    throw pluginFailed(plugin, "compute", error);
  }
}
