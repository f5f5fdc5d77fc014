import { inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { pooledResults, runs, samples } from "../../src/store/tables.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

describe.each(ENGINES)("recording runs on %s", (_, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
  });
  afterAll(() => store.close());

  it("computes measures from samples, each over those that have a value", async () => {
    const hash = await recordRun(store, {
      samples: [
        { problem: "1", repeat: 0, correct: true, outputTokens: 100 },
        { problem: "2", repeat: 0, correct: false, outputTokens: 300 },
        { problem: "3", repeat: 0, correct: true },
        { problem: "4", repeat: 0, error: "timed out" },
      ],
    });
    const run = (await store.drizzle.select().from(runs)).find(({ contentHash }) => contentHash === hash)!;
    expect(run.sampleCount).toBe(4);
    expect(run.measures.accuracy).toMatchObject({ value: 2 / 3, count: 3 });
    expect(run.measures.output_tokens).toMatchObject({ value: 200, count: 2 });
    expect(run.accuracy).toBe(2 / 3);
    expect(run.measures.flops).toMatchObject({ count: 2, estimated: true });
    expect(run.measures.flops!.note).toContain("taken as 100 (measured by Lab A)");
    expect(await store.drizzle.select().from(samples)).toHaveLength(4);
  });

  it("restates a submission in columns, which runs are listed, filtered and pooled by", async () => {
    const stated = {
      ...{ mode: "whole", runner: "vllm", runnerVersion: "0.32", hardware: { slug: "h100", count: 8 } },
      ...{ deployment: { precision: "fp8" }, provenance: "FEDERATED" as const, license: "MIT", notes: "as it was" },
      ...{ sourceUrl: "https://lab-a.example/results", problemCount: 30, recipe: { limit: null } },
      startedAt: "2026-01-01T01:00:00.123456+01:00",
      finishedAt: "2026-01-01T00:00:01Z",
      decoding: { temperature: 0.6 },
    };
    const columns = {
      ...{ mode: "whole", runner: "vllm", runnerVersion: "0.32", hardwareId: 1, hardwareCount: 8 },
      ...{ deployment: { precision: "fp8" }, provenance: "FEDERATED", license: "MIT", notes: "as it was" },
      ...{ sourceUrl: "https://lab-a.example/results", problemCount: 30, recipe: { limit: null } },
      startedAt: "2026-01-01 00:00:00.123456+00",
      finishedAt: "2026-01-01 00:00:01+00",
      decoding: { temperature: 0.6 },
      ...{
        modelId: 2,
        benchmarkId: 2,
        labId: 2,
        status: "SUCCEEDED",
        bundle: null,
        provisionalHash: null,
        error: null,
      },
    };
    const places = { model: "acme/large", benchmark: "proofs", lab: "lab-b" };
    const measures = { accuracy: { value: 0.5, count: 60 } };
    await recordRun(store, { ...stated, ...places, measures });
    const of = async (mode: string) => (await store.drizzle.select().from(runs)).find((run) => run.mode === mode);
    expect(await of("whole")).toMatchObject({ ...columns, sampleCount: 60, weight: 60 });

    const { problemCount, ...rest } = stated;
    const samples = ["1", "1", "2"].map((problem, repeat) => ({ problem, repeat }));
    await recordRun(store, { ...rest, ...places, mode: "sampled", samples });
    expect(await of("sampled")).toMatchObject({
      ...columns,
      mode: "sampled",
      problemCount: 2,
      sampleCount: 3,
      weight: 3,
    });
    await store.drizzle.delete(runs).where(inArray(runs.mode, ["whole", "sampled"]));
  });

  it("stores the same submission once", async () => {
    const run = { mode: "twice", measures: { accuracy: { value: 0.5, count: 10 } } };
    expect(await recordRun(store, run)).toBe(await recordRun(store, run));
    const stored = (await store.drizzle.select().from(runs)).filter(({ mode }) => mode === "twice");
    expect(stored).toHaveLength(1);
    const [pooled] = (await store.drizzle.select().from(pooledResults)).filter(({ mode }) => mode === "twice");
    expect(pooled).toMatchObject({ runCount: 1, accuracy: 0.5 });
  });

  it("refuses an accuracy above 1 and stores nothing of the batch", async () => {
    const before = store.version();
    await expect(recordRun(store, { measures: { accuracy: { value: 1.2 } } })).rejects.toThrow();
    await store.refresh();
    expect(store.version()).toBe(before);
  });

  it("names a model that it does not hold", async () => {
    await expect(recordRun(store, { model: "acme/tiny" })).rejects.toMatchObject({ code: "UNKNOWN_MODEL" });
  });

  it("has no compute for a model without an architecture", async () => {
    const hash = await recordRun(store, { model: "closed/best", measures: { output_tokens: { value: 500 } } });
    const run = (await store.drizzle.select().from(runs)).find(({ contentHash }) => contentHash === hash)!;
    expect(run.measures.flops).toBeUndefined();
  });
});
