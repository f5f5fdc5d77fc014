import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fateOf } from "../../../src/store/sampleFate.ts";
import type { Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

const FATES = ["RIGHT", "WRONG", "TRUNCATED", "UNDECIDED", "ERROR"];
/** Every way in which an answer can end. */
const ENDS = [true, false, null].flatMap((correct) =>
  [null, "The engine was away."].flatMap((error) =>
    [null, "stop", "length", "timeout"].map((finishReason) => ({ correct, error, finishReason })),
  ),
);

describe.each(ENGINES)("what became of answers on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    const samples = ENDS.filter(({ correct, error }) => correct === null || error === null).map((end, repeat) => ({
      ...end,
      problem: "a",
      repeat,
    }));
    await recordRun(store, { samples });
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api?.close();
    await store?.close();
  });

  it("is told of each answer, and chooses among them as the field itself says", async () => {
    const fields = "totalCount nodes { repeat fate correct error finishReason }";
    const lists = FATES.map((fate) => `${fate}: samples(first: 100, fate: ${fate}) { ${fields} }`).join(" ");
    const { runs } = await api.data(`{ runs { nodes { all: samples(first: 100) { ${fields} } ${lists} } } }`);
    const [{ all, ...byFate }] = runs.nodes;
    expect(all.totalCount).toBeGreaterThan(10);
    for (const sample of all.nodes) expect(sample.fate).toBe(fateOf(sample));
    for (const fate of FATES) {
      expect(byFate[fate].nodes.length).toBeGreaterThan(0);
      expect(byFate[fate].nodes).toEqual(all.nodes.filter((sample: { fate: string }) => sample.fate === fate));
      expect(byFate[fate].totalCount).toBe(byFate[fate].nodes.length);
    }
  });
});
