import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFrontier } from "../../src/analysis/frontier.ts";
import { frontierRequest } from "../../src/analysis/request/frontierRequest.ts";
import { forget, forgetOldOutputs, retractRun } from "../../src/recording/corrections.ts";
import { queueRuns } from "../../src/recording/measuredRuns.ts";
import type { RunSubmissionInput } from "../../src/recording/submitted/submission.ts";
import type { RunFilter } from "../../src/store/filters/runFilter.ts";
import { readRunDetails } from "../../src/store/reading/runDetails.ts";
import { type Store, versionText } from "../../src/store/store.ts";
import { forgotten, runs, samples } from "../../src/store/tables.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

describe.each(ENGINES)("corrections on %s", (_, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
  });
  afterAll(() => store.close());

  const stated = (accuracy: number, more: Partial<RunSubmissionInput> = {}) =>
    recordRun(store, {
      measures: { accuracy: { value: accuracy, count: 4 }, output_tokens: { value: 10 } },
      ...more,
    });
  const rowOf = async (hash: string) => (await store.drizzle.select().from(runs).where(eq(runs.contentHash, hash)))[0]!;
  const objectives = [{ metric: "accuracy" }, { metric: "output_tokens" }];
  const accuracies = async (where: RunFilter) => {
    const request = frontierRequest({ where: { benchmark: ["sums"], ...where }, objectives }, await store.catalogue());
    return (await readFrontier(store, request)).points.map(({ values }) => values[0]);
  };

  it("take a run out of every pool, keep it with its reason, and answer as before for the version before", async () => {
    const empty = store.version();
    await stated(0.25);
    const before = store.version();
    const wrong = await stated(0.75);
    const both = store.version();
    expect(new Set([empty, before, both]).size).toBe(3);
    expect(await accuracies({})).toEqual([0.5]);

    const { id } = await rowOf(wrong);
    expect(await retractRun(store, id, "the grader was wrong")).toBe(true);
    expect(await retractRun(store, id, "twice")).toBe(false);
    expect(await accuracies({})).toEqual([0.25]);
    // The data are the same as before the run came, so they have the same version.
    expect(store.version()).toBe(before);
    expect(await accuracies({ dataVersion: both })).toEqual([0.5]);
    expect(await accuracies({ dataVersion: before })).toEqual([0.25]);
    expect(await accuracies({ dataVersion: empty })).toEqual([]);

    const [details] = await readRunDetails(store.drizzle, [id]);
    expect(details).toMatchObject({ retractionReason: "the grader was wrong", supersededBy: null });
    expect(versionText(details!.addedVersion!)).toBe(both);
    expect(versionText(details!.retiredVersion!)).toBe(before);
    // The same submission does not bring it back.
    await stated(0.75);
    expect((await rowOf(wrong)).status).toBe("RETRACTED");
    await expect(accuracies({ dataVersion: "latest" })).rejects.toMatchObject({ code: "BAD_VALUE" });
  });

  it("leave out what a filter says not to take", async () => {
    await stated(1, { lab: "lab-b", runner: "vllm" });
    expect(await accuracies({ not: { lab: ["lab-b"] } })).toEqual([0.25]);
    expect(await accuracies({ not: { lab: ["lab-a"] } })).toEqual([1]);
    expect(await accuracies({ not: { lab: ["lab-a"], mode: ["default"] } })).toEqual([1]);
    expect(await accuracies({ not: { runner: ["vllm"] }, lab: ["lab-a"] })).toEqual([0.25]);
    expect(await accuracies({ not: {}, lab: ["lab-a"] })).toEqual([0.25]);
  });

  it("does not change the version of the data for a run that waits", async () => {
    const version = store.version();
    const [model, benchmark, lab] = [1, 1, 1];
    await queueRuns(store, [
      { modelId: model, benchmarkId: benchmark, labId: lab, mode: "x", runner: "toy", decoding: {}, recipe: {} },
    ]);
    expect(store.version()).toBe(version);
  });

  it("delete texts, samples and runs for good, and leave a tombstone", async () => {
    const answers = [{ problem: "1", repeat: 0, correct: true, outputTokens: 5, output: "a secret", answer: "1" }];
    const submission = { mode: "private", finishedAt: "2020-01-01T00:00:00Z", samples: answers };
    const hash = await recordRun(store, submission);
    const { id } = await rowOf(hash);
    const read = () => store.drizzle.select().from(samples).where(eq(samples.runId, id));
    await forgetOldOutputs(store, 30);
    expect(await read()).toMatchObject([{ output: null, answer: "1" }]);
    await forget(store, [hash], "TEXTS", "asked by its writer");
    expect(await read()).toMatchObject([{ correct: true, answer: null, outputTokens: 5 }]);
    expect(await forget(store, [hash, "f".repeat(64)], "RUN", "its licence ended")).toEqual([hash]);
    expect(await read()).toEqual([]);
    expect(await recordRun(store, submission)).toBe(hash);
    expect(await rowOf(hash)).toBeUndefined();
    const tombstones = await store.drizzle.select().from(forgotten);
    expect(tombstones.map(({ what, reason }) => [what, reason])).toEqual([
      ["TEXTS", "asked by its writer"],
      ["RUN", "its licence ended"],
    ]);
  });
});
