import { expect, it } from "vitest";
import { createEvaluation } from "../../src/evaluation/evaluation.ts";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import { openStore } from "../../src/store/store.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { toyPlugins } from "./toyPlugins.ts";

it("a benchmark that a plugin brings is stored with all that the plugin states of it", async () => {
  const store = await openStore({});
  try {
    await fillSmallStore(store);
    const { plugins } = toyPlugins();
    plugins.register({ ...plugins.find("benchmark", "sums"), name: "sums-of-ten", optionCount: 10 }, "test");
    const noQueue = {
      send: async () => {},
      work: async () => {},
      stop: async () => {},
      waiting: async () => new Set<number>(),
    };
    const evaluation = await createEvaluation(store, noQueue, plugins);
    await evaluation.startRuns({ model: "acme/small", benchmarks: ["sums-of-ten"], runner: "toy" }, COMMAND);
    const { benchmarks } = await store.catalogue();
    expect(benchmarks.bySlug.get("sums-of-ten")).toMatchObject({
      name: "Sums",
      domain: "mathematics",
      version: "1.0.0",
      url: "https://example.org/sums",
      plugin: "sums-of-ten",
      optionCount: 10,
    });
  } finally {
    await store.close();
  }
});
