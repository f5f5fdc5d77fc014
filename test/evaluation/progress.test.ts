import { describe, expect, it, vi } from "vitest";
import {
  createProgressReporter,
  publishProgress,
  type RunProgress,
  readProgress,
} from "../../src/evaluation/progress.ts";
import { wilsonInterval } from "../../src/frontier/statistics/intervals.ts";
import type { Database } from "../../src/store/database/database.ts";
import { useFakeTime } from "../support/fakeTime.ts";

useFakeTime();

/** A database that keeps what is published, and answers every other query with one row. */
function fakeDatabase(row?: unknown[]) {
  const published: RunProgress[] = [];
  const rows = async (text: string, [, payload]: unknown[]) => {
    if (!text.includes("pg_notify")) return row ? [row] : [];
    published.push(JSON.parse(payload as string));
    return [];
  };
  return { database: { rows } as unknown as Database, published };
}

const answer = (more: object) => ({ problem: "1", repeat: 0, ...more });
const [RIGHT, WRONG] = [answer({ correct: true }), answer({ correct: false })];

describe("the progress of a run", () => {
  it("is published at most four times a second, but at once where there is a message and at the end", async () => {
    const { database, published } = fakeDatabase();
    const progress = createProgressReporter(database, 7, 1000, []);
    await vi.advanceTimersByTimeAsync(10_000);
    for (let ms = 0; ms < 3000; ms += 10) {
      progress.answered(RIGHT, 1);
      await progress.running(5);
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(published.map(({ done }) => done)).toEqual([1, 26, 51, 76, 101, 126, 151, 176, 201, 226, 251, 276]);
    published.length = 0;
    await progress.running(0, "the engine is opened");
    await progress.running(0, "the engine is open");
    await progress.running(5);
    await progress.ended("SUCCEEDED");
    expect(published.map(({ status, message }) => [status, message])).toEqual([
      ["RUNNING", "the engine is opened"],
      ["RUNNING", "the engine is open"],
      ["SUCCEEDED", null],
    ]);
  });

  it("states the rate and the time that remains by this worker's answers, and the accuracy by all", async () => {
    const { database, published } = fakeDatabase();
    const progress = createProgressReporter(database, 7, 100, [...Array(30).fill(RIGHT), ...Array(10).fill(WRONG)]);
    await progress.running(3, "40 of 100 answers are stored already");
    expect(published[0]).toMatchObject({ runId: 7, done: 40, correct: 30, tokensPerSecond: null, remaining: null });
    await vi.advanceTimersByTimeAsync(5000);
    for (let i = 0; i < 10; i++) progress.answered(i < 4 ? RIGHT : WRONG, 50);
    await progress.running(3);
    const { low, high } = wilsonInterval(0.68, 50);
    expect(published[1]).toEqual({
      ...{
        judged: 0,
        runId: 7,
        status: "RUNNING",
        done: 50,
        total: 100,
        correct: 34,
        errors: 0,
        truncated: 0,
        undecided: 0,
        outputTokens: 0,
        cost: null,
        low,
        high,
      },
      // 10 answers of 50 tokens in 5 seconds, and 50 answers to go.
      ...{ tokensPerSecond: 100, remaining: 25, inFlight: 3, message: null },
    });
  });

  it("counts errors, cut and undecided answers apart, and leaves errors out of the accuracy", async () => {
    const { database, published } = fakeDatabase();
    const progress = createProgressReporter(database, 7, 9, [RIGHT, answer({ correct: null, error: "no" })]);
    progress.answered(answer({ correct: false, finishReason: "length" }), 1);
    progress.answered(answer({ correct: false, finishReason: "timeout" }), 1);
    progress.answered(answer({ correct: null, finishReason: "stop" }), 1);
    progress.answered(answer({ correct: null, finishReason: "length", error: "no" }), 1);
    await progress.ended("SUCCEEDED");
    const { low, high } = wilsonInterval(1 / 4, 4);
    expect(published[0]).toMatchObject({ done: 6, correct: 1, errors: 2, truncated: 2, undecided: 1, low, high });
  });

  it("adds up the tokens and the dollars that are known, those of failed answers too", async () => {
    const { database, published } = fakeDatabase();
    const progress = createProgressReporter(database, 7, 9, [answer({ correct: true, outputTokens: 40, cost: 0.25 })]);
    progress.answered(answer({ correct: false, outputTokens: null }), 0);
    await progress.running(1, "on");
    progress.answered(answer({ correct: false, outputTokens: 2, cost: 0.5 }), 2);
    progress.answered(answer({ correct: null, error: "no", outputTokens: 8 }), 8);
    await progress.ended("SUCCEEDED");
    expect(published.map(({ outputTokens, cost }) => [outputTokens, cost])).toEqual([
      [40, 0.25],
      [50, 0.75],
    ]);
  });

  it("has no interval before the first answer", async () => {
    const { database, published } = fakeDatabase();
    await createProgressReporter(database, 7, 100, []).ended("FAILED", "no engine");
    expect(published[0]).toMatchObject({ status: "FAILED", low: null, high: null, inFlight: 0, message: "no engine" });
  });

  it("is read from the store where no worker measures, and published with the reason of a change", async () => {
    const { low, high } = wilsonInterval(0.75, 4);
    const { database, published } = fakeDatabase(["QUEUED", "the engine was lost", 6, 3, 2, 1, 0, 1, 500, 0.1]);
    const stored = {
      ...{ runId: 7, status: "QUEUED", done: 6, total: 6, correct: 3, low, high },
      ...{ errors: 2, truncated: 1, undecided: 0, judged: 1, outputTokens: 500, cost: 0.1 },
      ...{ tokensPerSecond: null, remaining: null, inFlight: 0 },
    };
    expect(await readProgress(database, 7)).toEqual({ ...stored, message: "the engine was lost" });
    await publishProgress(database, 7, "It will be tried again.");
    expect(published).toEqual([{ ...stored, message: "It will be tried again." }]);
  });

  it("is nothing where there is no such run", async () => {
    const { database, published } = fakeDatabase();
    expect(await readProgress(database, 8)).toBeNull();
    await publishProgress(database, 8);
    expect(published).toEqual([]);
  });
});
