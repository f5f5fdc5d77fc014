import { afterAll, beforeAll, expect, it } from "vitest";
import { createTokens } from "../../../src/access/tokens.ts";
import { serverDestination, storeDestination } from "../../../src/cli/imports/destination.ts";
import { openServer } from "../../../src/cli/runningServer.ts";
import { readSettings } from "../../../src/cli/settings.ts";
import type { PlacedRun } from "../../../src/exchange/importing/importResults.ts";
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

it("imports into the server that has the store open as into the store itself", async () => {
  const { token } = await createTokens(store).create({ scope: "operate" });
  const settings = readSettings({ SERVER_TOKEN: token });
  const { server } = await openServer(api.url.replace("/graphql", ""), settings);
  const there = serverDestination(server);
  const here = storeDestination(store);

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
