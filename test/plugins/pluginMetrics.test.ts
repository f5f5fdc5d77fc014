import { expect, it } from "vitest";
import { findMetric, type Metric } from "../../src/frontier/metrics.ts";
import { createPluginRegistry } from "../../src/plugins/registry.ts";
import { toyPlugins } from "../evaluation/toyPlugins.ts";

const CARBON: Metric = {
  name: "carbon",
  title: "Carbon",
  unit: "g/problem",
  direction: "MINIMIZE",
  scale: "log",
  description: "Carbon dioxide of the energy drawn for a problem.",
};

it("adds a plugin's metrics to the catalogue, and refuses another meaning of a known name", () => {
  const runner = { ...toyPlugins().plugins.find("runner", "toy"), metrics: [CARBON] };
  createPluginRegistry().register(runner, "test");
  createPluginRegistry().register(runner, "test");
  expect(findMetric("carbon")).toEqual(CARBON);
  const other = { ...runner, metrics: [{ ...CARBON, unit: "kg/problem" }] };
  expect(() => createPluginRegistry().register(other, "test")).toThrow('"carbon"');
});
