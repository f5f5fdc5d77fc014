import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTokens } from "../../../src/access/tokens.ts";
import { serverDestination, storeDestination } from "../../../src/cli/imports/destination.ts";
import { openServer } from "../../../src/cli/runningServer.ts";
import { readSettings } from "../../../src/cli/settings.ts";
import type { PlacedRun } from "../../../src/exchange/importing/importResults.ts";
import { defineMetric } from "../../../src/plugins/contract/definePlugin.ts";
import { createPluginRegistry } from "../../../src/plugins/registry.ts";
import type { Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { BUNDLED_ENGINES } from "../../support/bundledStores.ts";

let store: Store;
let api: Api;
beforeAll(async () => {
  store = await BUNDLED_ENGINES[0]![1]();
  api = await serveApi(store);
});
afterAll(async () => {
  await api.close();
  await store.close();
});

const run = (more: Partial<PlacedRun["run"]> = {}, rest: Partial<PlacedRun> = {}): PlacedRun => ({
  place: "results.json: results.gsm8k",
  run: {
    ...{ lab: "far", model: "Qwen/Qwen3-8B", benchmark: "gsm8k", mode: "default", decoding: {}, measures: {} },
    samples: [
      { problem: "0", repeat: 0, correct: true },
      { problem: "1", repeat: 0, correct: false },
    ],
    ...more,
  },
  ...rest,
});

const perToken = defineMetric({
  ...{ name: "right_per_token", version: "1.0.0", apiVersion: "1.6.0", unit: "1/token", direction: "MAXIMIZE" },
  ...{ description: "Accuracy for each token of an answer.", requires: ["accuracy", "output_tokens"] },
  compute: ({ accuracy, output_tokens: tokens }) => accuracy! / tokens!,
});
const failing = defineMetric({
  ...{ name: "never", version: "1.0.0", apiVersion: "1.6.0", unit: "1", direction: "MAXIMIZE" },
  ...{ description: "Fails.", requires: ["accuracy"] },
  compute: () => {
    throw new Error("no value today");
  },
});

function pluginsWithMetric() {
  const plugins = createPluginRegistry(store.metrics);
  for (const plugin of [perToken, failing]) plugins.register(plugin, "a test");
  return plugins;
}

it("computes the metrics of plugins when a run is imported, and says which failed", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const here = await storeDestination(store, pluginsWithMetric());
  const measured = run({ lab: "near", measures: { output_tokens: { value: 40 } } });
  const [known, lacking] = await here.store([measured, run({ lab: "nearer" })]);
  await here.close();
  expect([known!.status, lacking!.status]).toEqual(["STORED", "STORED"]);
  const { runs } = await api.data(
    `{ runs(first: 5, where: { lab: ["near", "nearer"] }) { nodes { lab { slug } measures { metric { name unit } value note } } } }`,
  );
  const own = (lab: string) =>
    runs.nodes
      .find((one: any) => one.lab.slug === lab)
      .measures.filter(({ metric }: any) => metric.name === "right_per_token");
  expect(own("near")).toEqual([
    {
      metric: { name: "right_per_token", unit: "1/token" },
      ...{ value: 0.5 / 40, note: "computed by right_per_token 1.0.0 from accuracy, output_tokens" },
    },
  ]);
  expect(own("nearer")).toEqual([]);
  expect(said.mock.calls.flat().join("\n")).toContain(
    'No never: PluginError: The plugin "never" 1.0.0 failed in compute: no value today.',
  );
  said.mockRestore();
});

it("imports into the server that has the store open as into the store itself", async () => {
  const { token } = await createTokens(store).create({ scope: "operate" });
  const settings = readSettings({ SERVER_TOKEN: token });
  const { server } = await openServer(api.url.replace("/graphql", ""), settings);
  const there = serverDestination(server);
  const here = await storeDestination(store, pluginsWithMetric());

  const [ours, theirs] = [await here.names(), await there.names()];
  expect(theirs.models.all.map(({ slug }) => slug).sort()).toEqual(ours.models.all.map(({ slug }) => slug).sort());
  expect(theirs.benchmarks.bySlug.get("gsm8k")).toMatchObject({
    url: ours.benchmarks.bySlug.get("gsm8k")!.url,
    plugin: ours.benchmarks.bySlug.get("gsm8k")!.plugin,
  });

  const described = { slug: "riddles", name: "Riddles", url: "https://example.org/riddles", license: "CC0-1.0" };
  const placed = [
    run({}, { accelerator: { name: "NVIDIA H100 80GB HBM3", count: 2 } }),
    run({ model: "" }),
    run(
      { model: "nobody/new-1b", benchmark: "riddles" },
      { newModel: { name: "nobody/new-1b" }, newBenchmark: described },
    ),
    run({ benchmark: "nowhere" }),
    run({ mode: "think" }),
    run({ benchmark: "puzzles" }, { newBenchmark: { slug: "puzzles", name: "Puzzles", url: null } }),
  ];
  const outcomes = await there.store(placed);
  expect(outcomes.map(({ status }) => status)).toEqual(["STORED", "REFUSED", "STORED", "REFUSED", "STORED", "REFUSED"]);
  expect(outcomes[1]).toMatchObject({ error: { message: expect.stringContaining("--model") } });
  expect(outcomes[5]).toMatchObject({ error: { message: expect.stringContaining('"puzzles" is new') } });
  expect(outcomes[3]).toMatchObject({ error: { code: "UNKNOWN_BENCHMARK" } });
  expect((await here.store(placed)).map(({ status }) => status)).toEqual([
    "KNOWN",
    "REFUSED",
    "KNOWN",
    "REFUSED",
    "KNOWN",
    "STORED",
  ]);
});
