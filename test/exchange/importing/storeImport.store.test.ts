import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../../src/access/principal.ts";
import type { PlacedRun } from "../../../src/exchange/importing/importResults.ts";
import { storeImport } from "../../../src/exchange/importing/storeImport.ts";
import type { Store } from "../../../src/store/store.ts";
import { BUNDLED_ENGINES } from "../../support/bundledStores.ts";

const WHO: Principal = { id: "test", scope: "operate", lab: null };
const RUN: PlacedRun = {
  place: "results.json: results.riddles",
  accelerator: { name: "NVIDIA H100 80GB HBM3", count: 2 },
  newModel: { name: "nobody/new-8b" },
  newBenchmark: {
    slug: "riddles",
    name: "Riddles",
    url: "https://example.org/riddles",
    problemCount: 4,
    chanceLevel: 0.25,
  },
  run: {
    lab: "imported-lab",
    model: "nobody/new-8b",
    benchmark: "riddles",
    mode: "default",
    decoding: { temperature: 0 },
    protocol: { harness: "lm-eval", task: "riddles", filter: "none" },
    measures: {},
    samples: [
      { problem: "0", repeat: 0, correct: true, outputTokens: 10 },
      { problem: "1", repeat: 0, correct: false, outputTokens: 20 },
      { problem: "2", repeat: 0, error: "The request failed." },
    ],
  },
};

describe.each(BUNDLED_ENGINES)("importing into %s", (_, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  it("stores each run whole or refuses it, adds what is new, and stores the same run once", async () => {
    const twice = { ...RUN, run: { ...RUN.run, samples: [RUN.run.samples![0]!, RUN.run.samples![0]!] } };
    const nameless = { ...RUN, newModel: undefined as never, run: { ...RUN.run, model: "" } };
    const outcomes = await storeImport(store, [RUN, twice, nameless], WHO);
    expect(outcomes).toMatchObject([
      { status: "STORED" },
      { status: "REFUSED", error: { code: "BAD_RUN" } },
      { status: "REFUSED", error: { code: "BAD_FILE", message: expect.stringContaining("--model") } },
    ]);
    expect(await storeImport(store, [RUN], WHO)).toMatchObject([{ status: "KNOWN" }]);

    const { models, benchmarks, labs } = await store.catalogue();
    expect(models.bySlug.get("nobody/new-8b")).toMatchObject({
      name: "new-8b",
      developer: "nobody",
      architecture: null,
    });
    expect(benchmarks.bySlug.get("riddles")).toMatchObject({
      name: "Riddles",
      problemCount: 4,
      chanceLevel: 0.25,
      plugin: null,
    });
    expect(labs.bySlug.has("imported-lab")).toBe(true);
  });
});
