import { describe, expect, test } from "vitest";
import { joinRuns } from "../../../src/metering/joining/joinRuns.ts";
import type { SampleSubmission } from "../../../src/recording/submitted/submission.ts";
import { runSubmission } from "../../../src/recording/submitted/submission.ts";
import { recordedResults, recordedSession } from "./recorded.ts";

// Recorded with lm-eval 0.4.13 and Inspect at the engine of sumsEngine.ts, whose own counters these are.
const COUNTED = {
  "lm-eval": { answers: 300, promptTokens: 3900, outputTokens: 3618, failed: 22, accuracy: 250 / 300, problems: 300 },
  inspect: { answers: 300, promptTokens: 3600, outputTokens: 3668, failed: 20, accuracy: 246 / 300, problems: 300 },
  judged: { answers: 90, promptTokens: 1080, outputTokens: 1158, failed: 2, accuracy: 75 / 90, problems: 30 },
};

const sum = (samples: readonly SampleSubmission[], field: "promptTokens" | "outputTokens") =>
  samples.reduce((total, sample) => total + (sample[field] ?? Number.NaN), 0);

describe.each(Object.entries(COUNTED))("the record of a run of %s", (name, counted) => {
  test("is joined with its results: all samples, and the tokens that the engine counted", async () => {
    const session = await recordedSession(name);
    const { sets, groups, others } = joinRuns(session, await recordedResults(name));
    expect(others).toEqual([]);
    expect(groups).toMatchObject([
      {
        samples: counted.answers,
        joined: counted.answers,
        requests: counted.answers + counted.failed,
        failed: counted.failed,
      },
    ]);
    const runs = sets.flatMap((set) => set.runs);
    expect(runs).toHaveLength(name === "lm-eval" ? 2 : 1);
    for (const { run, provenance } of runs) {
      const samples = run.samples as SampleSubmission[];
      expect(provenance).toBe("MEASURED");
      expect(sum(samples, "promptTokens")).toBe(counted.promptTokens);
      expect(sum(samples, "outputTokens")).toBe(counted.outputTokens);
      expect(run.measures.accuracy!.value).toBeCloseTo(counted.accuracy, 9);
      expect(samples.filter(({ correct }) => correct).length / samples.length).toBeCloseTo(counted.accuracy, 9);
      expect(samples.every(({ latency, finishReason }) => latency! > 0 && finishReason)).toBe(true);
      expect(run.protocol!.harnessVersion).toMatch(/^\d+\.\d+/);
      expect(run.deployment).toMatchObject({ failedRequests: counted.failed });
      // It can be stored as it is.
      expect(runSubmission.safeParse({ ...run, provenance }).error).toBeUndefined();
    }
  });

  test("gives each sample the answer that its file states", async () => {
    const session = await recordedSession(name);
    const { sets } = joinRuns(session, await recordedResults(name));
    // The engine counts one token more than the answer has words.
    for (const { output, outputTokens, finishReason } of sets[0]!.runs[0]!.run.samples as SampleSubmission[]) {
      expect(outputTokens).toBe(output!.split(/\s+/).length + 1);
      expect(finishReason).toBe(output!.includes("The answer is") ? "stop" : "length");
    }
  });
});

test("a grader's requests are counted apart", async () => {
  const { groups, sets } = joinRuns(await recordedSession("judged"), await recordedResults("judged"));
  expect(groups[0]!.grading).toEqual({ requests: 90, models: ["judge"], promptTokens: 15_018, outputTokens: 450 });
  expect(sets[0]!.runs[0]!.run.deployment).toMatchObject({ requests: 92, graderRequests: 90, graderOutputTokens: 450 });
});

describe("what was not recorded or belongs to nobody", () => {
  test("is counted and named, and the samples have no cost", async () => {
    const session = await recordedSession("lm-eval", (lines) =>
      lines.filter(({ kind, id }) => kind === "session" || id > 10),
    );
    const { sets, groups } = joinRuns(session, await recordedResults("lm-eval"));
    const { run } = sets[0]!.runs[0]!;
    const lacking = (run.samples as SampleSubmission[]).filter(({ outputTokens }) => outputTokens === undefined);
    expect(lacking.length).toBeGreaterThan(5);
    expect(groups[0]).toMatchObject({ samples: 300, joined: 300 - lacking.length });
    expect(lacking.every(({ latency, correct }) => latency === undefined && correct !== undefined)).toBe(true);
    expect(sets[0]!.leftOut.at(-1)).toMatchObject({ count: lacking.length });
    expect(sets[0]!.leftOut.at(-1)!.reason).toContain(lacking[0]!.problem);
  });

  test("a run of which nothing was recorded is not stored", async () => {
    const { sets } = joinRuns(await recordedSession("inspect"), await recordedResults("lm-eval"));
    expect(sets[0]!.runs).toEqual([]);
    expect(sets[0]!.leftOut).toHaveLength(2);
  });

  test("nor one of another model, though its answers are the same", async () => {
    const results = await recordedResults("lm-eval");
    const renamed = (lines: Record<string, any>[]) =>
      lines.map((line) => (line.kind === "request" ? { ...line, model: "another" } : line));
    const { sets, others } = joinRuns(await recordedSession("lm-eval", renamed), results);
    expect(sets[0]!.runs).toEqual([]);
    expect(others).toHaveLength(322);
  });

  test("requests of another application are listed", async () => {
    const foreign = (lines: Record<string, any>[]) => {
      const request = lines.find(({ kind }) => kind === "request")!;
      const prompt = { whole: "0".repeat(64), text: "1".repeat(64) };
      return [...lines, { ...request, id: 9001, model: "other", prompts: [prompt], body: "2".repeat(64) }];
    };
    const { others, groups } = joinRuns(await recordedSession("lm-eval", foreign), await recordedResults("lm-eval"));
    expect(others).toMatchObject([{ id: 9001, model: "other", status: null }]);
    expect(groups[0]).toMatchObject({ joined: 300, requests: 322 });
  });
});
