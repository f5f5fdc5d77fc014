import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { loadPlugins } from "../../src/evaluation/loadPlugins.ts";
import { createMetricCatalogue } from "../../src/frontier/metricCatalogue.ts";
import { BUILT_IN_NAMES } from "../../src/plugins/builtInNames.ts";

it("are the names of the plugins that are built in", async () => {
  const { registry } = await loadPlugins(tmpdir(), createMetricCatalogue());
  const names = Map.groupBy(registry.list(), ({ plugin }) => plugin.kind as keyof typeof BUILT_IN_NAMES);
  for (const kind of Object.keys(BUILT_IN_NAMES) as (keyof typeof BUILT_IN_NAMES)[]) {
    expect([kind, (names.get(kind) ?? []).map(({ plugin }) => plugin.name)]).toEqual([kind, BUILT_IN_NAMES[kind]]);
  }
});
