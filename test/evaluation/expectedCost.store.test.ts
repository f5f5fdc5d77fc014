import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readArchitecture } from "../../src/compute/config/readArchitecture.ts";
import { answerFlops } from "../../src/compute/cost/flops.ts";
import { readExpectedCost } from "../../src/evaluation/expectedCost.ts";
import type { PlannedRun } from "../../src/evaluation/planRuns.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";

let store: Store;
beforeAll(async () => {
  store = await openStore({});
  await fillSmallStore(store);
  const tokens = (value: number) => ({ measures: { accuracy: { value: 0.5 }, output_tokens: { value } } });
  await recordRun(store, { mode: "off", ...tokens(10) });
  await recordRun(store, { mode: "on", ...tokens(30) });
  await recordRun(store, { model: "acme/large", ...tokens(200) });
});
afterAll(() => store.close());

/** A planned run of two answers to each of the four problems, with what is given instead. */
const planned = (given: { model?: string; benchmark?: string; mode?: string; limit?: number }) => {
  const { limit, ...run } = given;
  return { model: "acme/small", benchmark: "sums", mode: "off", ...run, recipe: { repeats: 2, limit } } as PlannedRun;
};

/** The FLOP of an answer of the small model to a prompt of 100 tokens, the benchmark's mean. */
async function flops(model: string, outputTokens: number): Promise<number> {
  const [row] = await store.rows("select config from models where slug = $1", [model]);
  return answerFlops(readArchitecture(row![0] as object), 100, outputTokens).total;
}

describe("the expected cost of a run", () => {
  it("follows from the model's own results in the mode", async () => {
    expect(await readExpectedCost(store, planned({}))).toEqual({
      ...{ answers: 8, outputTokens: 80, source: "the model's own runs in this mode" },
      flops: 8 * (await flops("acme/small", 10)),
    });
  });

  it("else from its results in other modes, else from the median over other models", async () => {
    expect(await readExpectedCost(store, planned({ mode: "budget-8", limit: 3 }))).toMatchObject({
      ...{ answers: 6, outputTokens: 6 * 20, source: "the model's runs in other modes" },
    });
    // The median of 10, 30 and 200. The architecture of the model is not known.
    expect(await readExpectedCost(store, planned({ model: "closed/best", limit: 10 }))).toEqual({
      ...{ answers: 8, outputTokens: 8 * 30, flops: null, source: "the median of 3 other results" },
    });
  });

  it("is unknown where the store has no tokens, or no number of problems", async () => {
    const nothing = { outputTokens: null, flops: null, source: null };
    expect(await readExpectedCost(store, planned({ benchmark: "proofs" }))).toEqual({ answers: 4, ...nothing });
    expect(await readExpectedCost(store, planned({ benchmark: "new" }))).toEqual({ answers: null, ...nothing });
    expect(await readExpectedCost(store, planned({ benchmark: "new", limit: 5 }))).toEqual({ answers: 10, ...nothing });
  });
});
