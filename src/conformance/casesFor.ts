import type { AnyPlugin } from "../plugins/contract/checkPlugin.ts";
import { benchmarkCases } from "./benchmarkCases.ts";
import type { BenchmarkSetup } from "./benchmarkSubject.ts";
import type { ConformanceCase } from "./conformanceCase.ts";
import { estimatorCases } from "./estimatorCases.ts";
import { type ImporterSetup, importerCases } from "./importerCases.ts";
import { type MetricToTry, metricCases } from "./metricCases.ts";
import { checkedOptions, pluginCases } from "./pluginCases.ts";
import { type RunnerSetup, runnerCases } from "./runnerCases.ts";

/** What can be said of the checks of a plugin without code, as in the package.json of its package. */
export interface CheckSetup extends Pick<BenchmarkSetup, "dataFile" | "cacheFolder" | "hubUrl" | "token" | "problems"> {
  options?: unknown;
  /** Files of an importer's format. */
  files?: ImporterSetup["files"];
  /** What further paths of a scripted server answer. */
  pages?: RunnerSetup["pages"];
  /** The codes of cases that do not fit the plugin, each with the reason. */
  skip?: Record<string, string>;
  /** The address of the module that brings the plugin, whose code then runs in a process of its own. */
  module?: string;
}

/** The cases of a plugin of any kind. */
export function casesFor(plugin: AnyPlugin, setup: CheckSetup = {}): ConformanceCase[] {
  const { skip = {} } = setup;
  return casesOfKind(plugin, setup).map((one) =>
    skip[one.code] === undefined ? one : { ...one, skipped: skip[one.code]! },
  );
}

function casesOfKind(plugin: AnyPlugin, { files, pages, ...setup }: CheckSetup): ConformanceCase[] {
  if (plugin.kind === "benchmark") return benchmarkCases(plugin, setup);
  if (plugin.kind === "runner") {
    const given = setup.options as Record<string, unknown> | undefined;
    return runnerCases(plugin, {
      ...(pages && { pages }),
      own: given,
      ...(given && "endpoint" in given && { options: (endpoint) => ({ ...given, endpoint }) }),
    });
  }
  if (plugin.kind === "importer") return importerCases(plugin, { files, options: setup.options });
  const common = pluginCases(plugin, setup.options);
  const options = checkedOptions(plugin, setup.options);
  if (plugin.kind === "estimator") return [...common, ...estimatorCases(plugin, { options })];
  if (plugin.kind !== "metric") return common;
  return [...common, ...metricCases(plugin as unknown as MetricToTry, { options })];
}
