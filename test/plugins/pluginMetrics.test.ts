import { expect, it } from "vitest";
import { z } from "zod";
import { createMetricCatalogue } from "../../src/frontier/metricCatalogue.ts";
import type { Metric } from "../../src/frontier/metrics.ts";
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
  const metrics = createMetricCatalogue();
  createPluginRegistry(metrics).register(runner, "test");
  createPluginRegistry(metrics).register(runner, "test");
  expect(metrics.find("carbon")).toEqual({ ...CARBON, provider: "runner toy@1.0.0 of test" });
  expect(createMetricCatalogue().find("carbon")).toBeUndefined();
  const other = { ...runner, metrics: [{ ...CARBON, unit: "kg/problem" }] };
  expect(() => createPluginRegistry(metrics).register(other, "test")).toThrow(
    expect.objectContaining({ code: "INVALID_PLUGIN", message: expect.stringMatching(/plugin "toy" .*"carbon"/) }),
  );
});

it("takes no metric of a plugin that is refused", () => {
  const { plugins } = toyPlugins();
  const metrics = createMetricCatalogue();
  const dated = { ...plugins.find("runner", "toy"), metrics: [CARBON], options: z.strictObject({ since: z.date() }) };
  expect(() => createPluginRegistry(metrics).register(dated, "test")).toThrow("JSON Schema");
  expect(metrics.find("carbon")).toBeUndefined();
});
