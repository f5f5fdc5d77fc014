import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { findAccelerator } from "../../src/compute/accelerators/accelerators.ts";
import { readArchitecture } from "../../src/compute/config/readArchitecture.ts";
import { answerFlops } from "../../src/compute/cost/flops.ts";
import { estimateAnswer } from "../../src/compute/serving/deployment.ts";
import { type AssumedHardware, readExpectedCost } from "../../src/evaluation/expectedCost.ts";
import type { PlannedRun } from "../../src/evaluation/planRuns.ts";
import { defineBenchmark } from "../../src/plugins/contract/definePlugin.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { CONFIG, fillSmallStore, recordRun } from "../support/smallStore.ts";
import { toyPlugins } from "./toyPlugins.ts";

let store: Store;
const { plugins } = toyPlugins();
for (const name of ["proofs", "new"]) {
  plugins.register(
    defineBenchmark({
      ...(plugins.find("benchmark", "sums") as any),
      name,
      options: z.strictObject({ subset: z.string().optional() }),
    }),
    "test",
  );
}
beforeAll(async () => {
  store = await openStore({});
  await fillSmallStore(store);
  const tokens = (value: number) => ({ measures: { accuracy: { value: 0.5 }, output_tokens: { value } } });
  await recordRun(store, { mode: "off", ...tokens(10) });
  await recordRun(store, { mode: "on", ...tokens(30) });
  await recordRun(store, { model: "acme/large", mode: "off", ...tokens(200) });
});
afterAll(() => store.close());

interface Given {
  model?: string;
  benchmark?: string;
  mode?: string;
  limit?: number;
  options?: object;
  launch?: object;
  mostConcurrent?: number;
}

/** The cost of a planned run of two answers to each of the four problems, with what is given instead. */
const costOf = (given: Given = {}, assumed?: AssumedHardware) => {
  const { limit, options = {}, launch, mostConcurrent = 256, ...run } = given;
  const runner = { name: "toy", version: "1", options: { endpoint: "memory", ...(launch && { launch }) } };
  const benchmark = { name: run.benchmark ?? "sums", version: "1", options };
  const recipe = { repeats: 2, limit, runner, benchmark, byOperator: true, mostConcurrent };
  const planned = { model: "acme/small", benchmark: "sums", mode: "off", ...run, recipe } as unknown as PlannedRun;
  return readExpectedCost(store, plugins, planned, assumed);
};
const ARCHITECTURE = readArchitecture(CONFIG);

describe("the expected cost of a run", () => {
  it("follows from the model's own results in the mode, each mode for itself", async () => {
    const [off, on] = [await costOf(), await costOf({ mode: "on" })];
    expect(off).toMatchObject({ problems: { value: 4 }, answers: { value: 8 }, outputTokens: { value: 80 } });
    // The benchmark's mean prompt has 100 tokens.
    expect(off.flops.value).toBeCloseTo(8 * answerFlops(ARCHITECTURE, 100, 10).total, 0);
    expect(on.outputTokens.value).toBe(240);
    expect(on.flops.value).toBeCloseTo(8 * answerFlops(ARCHITECTURE, 100, 30).total, 0);
  });

  it("counts the other ways by their ratio, and a limit and budgets as they are", async () => {
    // The small model's answers are three times as long with thinking.
    expect((await costOf({ model: "acme/large", mode: "on" })).outputTokens.value).toBe(8 * 600);
    expect((await costOf({ mode: "budget-8", limit: 3 })).outputTokens.value).toBe(6 * 18);
  });

  it("is unknown with its reason where the store has no tokens, no architecture, or no number of problems", async () => {
    const closed = await costOf({ model: "closed/best" });
    expect(closed.outputTokens.value).toBe(8 * 105);
    expect(closed.flops).toEqual({ value: null, note: "the architecture of the model is not known" });
    const proofs = await costOf({ benchmark: "proofs" });
    expect(proofs.answers.value).toBe(4);
    expect(proofs.outputTokens).toEqual({ value: null, note: expect.stringContaining("no result on the benchmark") });
    expect((await costOf({ benchmark: "new" })).answers).toEqual({
      value: null,
      note: expect.stringContaining("how many problems"),
    });
    expect((await costOf({ benchmark: "new", limit: 5 })).answers.value).toBe(10);
    // A part of a benchmark has other problems, of which nothing is known.
    expect((await costOf({ benchmark: "proofs", options: { subset: "hard" } })).answers.value).toBeNull();
  });

  it("has GPU hours, energy and dollars for the hardware that is assumed and the parallelism of the launch", async () => {
    const launch = { model: "m", tensorParallel: 2 };
    const cost = await costOf({ launch }, { hardware: "H100-SXM", dollarsPerGpuHour: 2 });
    // No more requests are in flight than there are answers.
    const target = { accelerator: findAccelerator("H100-SXM")!, count: 2, precision: "BF16" as const, batch: 8 };
    const answer = estimateAnswer(ARCHITECTURE, target, 100, 10)!;
    expect(cost.gpuHours.value).toBeCloseTo((8 * answer.gpuTime) / 3600, 12);
    expect(cost.energy.value).toBeCloseTo(8 * answer.energy!, 6);
    expect(cost.dollars.value).toBeCloseTo((2 * 8 * answer.gpuTime) / 3600, 12);
  });

  it.each([
    [{}, {}, "no hardware is stated"],
    [{}, { hardware: "Abacus" }, "no data sheet of Abacus is known"],
    [{ launch: { model: "m", gpus: [] } }, { hardware: "H100-SXM" }, "the engine uses no GPU"],
    [{ model: "closed/best" }, { hardware: "H100-SXM" }, "architecture of closed/best is not known"],
    [{ benchmark: "proofs" }, { hardware: "H100-SXM" }, "no result on the benchmark"],
  ])("says why these are unknown for %j on %j", async (given, assumed, reason) => {
    expect((await costOf(given, assumed)).gpuHours).toEqual({ value: null, note: expect.stringContaining(reason) });
  });

  it("has the dollars of the store's prices: of an hour of the GPUs, and of tokens where none is stated", {
    timeout: 120_000,
  }, async () => {
    const common = { provider: "Acme Cloud", date: "2025-08", source: "the price list" };
    const token = { ...common, model: "acme/small", input: 0.5, output: 2, cached: null, license: null, note: null };
    const hour = { ...common, accelerator: "H100-SXM", dollarsPerHour: 3.6 };
    const priced = await openStore({}, { tokens: [token], accelerators: [hour] });
    const before = store;
    try {
      await fillSmallStore(priced);
      await recordRun(priced, {
        mode: "off",
        measures: { accuracy: { value: 0.5 }, output_tokens: { value: 10 } },
      });
      store = priced;
      const served = await costOf({}, { hardware: "H100-SXM" });
      expect(served.dollars.value).toBeCloseTo(served.gpuHours.value! * 3.6, 12);
      expect((await costOf({}, { hardware: "H100-SXM", dollarsPerGpuHour: 2 })).dollars.value).toBeCloseTo(
        served.gpuHours.value! * 2,
        12,
      );
      // Eight answers of 100 prompt tokens and 10 output tokens.
      const paid = await costOf();
      expect(paid.dollars.value).toBeCloseTo((8 * (100 * 0.5 + 10 * 2)) / 1e6, 12);
      expect(paid.dollars.note).toBe("tokens at the price of Acme Cloud, 2025-08; the price list");
    } finally {
      store = before;
      await priced.close();
    }
  });

  it("has no dollars without a price", async () => {
    const { gpuHours, dollars } = await costOf({}, { hardware: "H100-SXM" });
    expect(gpuHours.value).toBeGreaterThan(0);
    expect(dollars).toEqual({ value: null, note: "no price of an hour of a GPU is stated" });
  });
});
