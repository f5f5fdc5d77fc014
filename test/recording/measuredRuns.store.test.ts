import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportRun } from "../../src/recording/exportRun.ts";
import {
  beginRun,
  finishRun,
  moveRun,
  queueRuns,
  readMeasuredRun,
  readRunIds,
  storeSamples,
} from "../../src/recording/measuredRuns.ts";
import { readStoredSamples } from "../../src/recording/storedSamples.ts";
import { contentHash } from "../../src/recording/submitted/contentHash.ts";
import type { Store } from "../../src/store/store.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const QUEUED = {
  ...{ modelId: 1, mode: "on", benchmarkId: 1, labId: 2, runner: "vllm" },
  ...{ decoding: { temperature: 0.6 }, recipe: { repeats: 1 } },
};

describe.each(ENGINES)("a run that is measured here, on %s", (_, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
  });
  afterAll(() => store.close());

  const queue = async () => (await queueRuns(store, [QUEUED]))[0]!;
  const read = async (id: number) => (await readMeasuredRun(store, id))!;

  it("waits under a provisional hash, and has its content hash when it has succeeded", async () => {
    const id = await queue();
    const queued = await read(id);
    expect(queued).toMatchObject({
      ...QUEUED,
      status: "QUEUED",
      provenance: "MEASURED",
      measures: {},
      startedAt: null,
    });
    expect(queued.contentHash).toMatch(/^unfinished:[0-9a-f-]{36}$/);
    expect(queued.provisionalHash).toBe(queued.contentHash);
    expect((await read(await queue())).contentHash).not.toBe(queued.contentHash);

    await beginRun(store, id);
    const { startedAt } = await read(id);
    const answers = [
      { problem: "1", repeat: 0, correct: true, outputTokens: 10 },
      { problem: "2", repeat: 0, correct: false, outputTokens: 30 },
    ];
    await storeSamples(store, id, answers, [1e9, 3e9]);
    // A sample that is brought again counts once.
    await storeSamples(store, id, [{ ...answers[0]!, correct: false }], [2e9]);
    await finishRun(store, await read(id), {
      ...{
        runnerVersion: "0.32",
        hardware: { slug: "h100", count: 2 },
        deployment: { concurrency: 4 },
        notes: "noted",
      },
      ...{ recipe: { repeats: 1, engine: "vllm" }, measures: { energy: { value: 5 } } },
    });
    const ended = await read(id);
    expect(ended).toMatchObject({
      ...{ status: "SUCCEEDED", mode: "on", labId: 2, runner: "vllm", runnerVersion: "0.32", hardwareId: 1 },
      ...{ hardwareCount: 2, deployment: { concurrency: 4 }, notes: "noted", recipe: { repeats: 1, engine: "vllm" } },
      ...{ problemCount: 2, sampleCount: 2, accuracy: 0.5, energy: 5, output_tokens: 20 },
      provisionalHash: queued.provisionalHash,
    });
    expect(Date.now() - Date.parse(ended.finishedAt!)).toBeLessThan(60_000);
    const exported = await exportRun(store, ended);
    expect(ended.contentHash).toBe(contentHash(exported));
    expect(exported).toMatchObject({ model: "acme/small", benchmark: "sums", lab: "lab-b", provenance: "MEASURED" });
    expect(exported.measures).toEqual({ energy: { value: 5 } });
    // To the microsecond, as the database has it.
    expect(ended.startedAt).toBe(startedAt);
    expect(exported.startedAt!.replace("Z", "+00")).toBe(ended.startedAt!.replace(" ", "T"));
    expect((await readStoredSamples(store, id)).map(({ correct }) => correct)).toEqual([true, false]);
  });

  it("keeps its start when it is resumed, and loses the error of the attempt before", async () => {
    const id = await queue();
    expect(await beginRun(store, id)).toBe(true);
    const { startedAt } = await read(id);
    expect(startedAt).not.toBeNull();
    expect(await moveRun(store, id, "QUEUED", { error: "the engine is gone" })).toBe(true);
    expect(await read(id)).toMatchObject({ status: "QUEUED", error: "the engine is gone", startedAt });
    await beginRun(store, id);
    expect(await read(id)).toMatchObject({ status: "RUNNING", error: null, startedAt });
    expect(await readRunIds(store, "RUNNING", ["vllm"])).toContain(id);
    expect(await readRunIds(store, "RUNNING", ["sglang"])).toEqual([]);
  });

  it("stays as it has ended", async () => {
    for (const status of ["SUCCEEDED", "FAILED", "CANCELED"] as const) {
      const id = await queue();
      expect(await readRunIds(store, "RUNNING", ["vllm"])).not.toContain(id);
      expect(await moveRun(store, id, status)).toBe(true);
      expect(await moveRun(store, id, "RUNNING")).toBe(false);
      expect(await beginRun(store, id)).toBe(false);
      expect((await read(id)).status).toBe(status);
    }
    expect(await readMeasuredRun(store, 1_000_000)).toBeUndefined();
  });
});
