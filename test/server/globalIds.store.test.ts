import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storeBundledCatalogue, storeBundledLab } from "../../src/recording/bundled/bundledCatalogue.ts";
import { readBundledRuns } from "../../src/recording/bundled/bundledFiles.ts";
import { finishRun, queueRuns, readMeasuredRun, storeSamples } from "../../src/recording/measuredRuns.ts";
import { recordRuns } from "../../src/recording/record.ts";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { ENGINES } from "../support/stores.ts";

const LABS = ["matharena", "nemo-skills"];

describe("global ids", () => {
  let stores: Store[];
  let apis: Api[];
  beforeAll(async () => {
    stores = await Promise.all(ENGINES.map(([, open]) => open()));
    for (const [i, store] of stores.entries()) {
      await storeBundledCatalogue(store);
      for (const lab of LABS) await storeBundledLab(store, lab);
      const submissions = LABS.flatMap(readBundledRuns);
      await recordRuns(store, i === 0 ? submissions : submissions.toReversed());
    }
    apis = await Promise.all(stores.map((store) => serveApi(store)));
  });
  afterAll(async () => {
    await Promise.all(apis.map((api) => api.close()));
    await Promise.all(stores.map((store) => store.close()));
  });

  it("are the same of the same run and sample in two stores that were filled in different order", async () => {
    const [first, second] = apis as [Api, Api];
    const ofRun = "__typename id contentHash notes";
    const ofSample = "__typename id problemId repeat correct";
    const { runs } = await first.data(
      `{ runs(first: 100) { edges { node { ${ofRun} samples(last: 3) { edges { node { ${ofSample} } } } } } } }`,
    );
    const nodes = runs.edges.flatMap(({ node: { samples, ...run } }: any) => [
      run,
      ...samples.edges.map(({ node }: any) => node),
    ]);
    expect(nodes.length).toBeGreaterThan(46 + 3 * 16 - 1);
    const ids = nodes.map(({ id }: any) => id);
    const found = await second.data(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Run { ${ofRun} } ... on Sample { ${ofSample} } } }`,
      { ids },
    );
    expect(found.nodes).toEqual(nodes);
    const text = Buffer.from(ids[0], "base64").toString();
    expect(text).toBe(`Run:${nodes[0].contentHash}`);
  });

  it("go on naming a run, and its samples, that had none when they were given", async () => {
    const [store] = stores as [Store];
    const [api] = apis as [Api];
    const { models, benchmarks, labs } = await store.catalogue();
    const [rowId] = await queueRuns(store, [
      {
        ...{ modelId: models.all[0]!.id, mode: "on", benchmarkId: benchmarks.all[0]!.id, labId: labs.all[0]!.id },
        ...{ runner: "vllm", decoding: {}, recipe: {} },
      },
    ]);
    await storeSamples(store, rowId!, [{ problem: "a:b", repeat: 1, correct: true }], [null]);
    const ask = "query ($id: ID!) { node(id: $id) { id ... on Run { status samples { edges { node { id } } } } } }";
    const before = await readMeasuredRun(store, rowId!);
    const id = Buffer.from(`Run:${before!.contentHash}`).toString("base64");
    const { node: queued } = await api.data(ask, { id });
    expect(queued).toMatchObject({ id, status: "QUEUED" });

    await finishRun(store, before!, {});
    const { node: ended } = await api.data(ask, { id });
    expect(ended.status).toBe("SUCCEEDED");
    const after = await readMeasuredRun(store, rowId!);
    expect(Buffer.from(ended.id, "base64").toString()).toBe(`Run:${after!.contentHash}`);
    expect(after!.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect((await api.data(ask, { id: ended.id })).node).toEqual(ended);
    const [{ node: sample }] = ended.samples.edges;
    expect(Buffer.from(sample.id, "base64").toString()).toBe(`Sample:${after!.contentHash}:1:a:b`);
    expect((await api.data(ask, { id: queued.samples.edges[0].node.id })).node.id).toBe(sample.id);
  });
});
