import { afterEach, describe, expect, it, vi } from "vitest";
import { withRetries } from "../../../src/evaluation/answers/retry.ts";
import { RunnerError, type RunnerErrorCode } from "../../../src/plugins/contract/runnerError.ts";
import { useFakeTime } from "../../support/fakeTime.ts";

useFakeTime();
afterEach(() => {
  vi.restoreAllMocks();
});

const PARTIAL = {
  ...{ answer: "So", reasoning: null, finishReason: "", promptTokens: null, outputTokens: null, ignored: [] },
  ...{ reasoningTokens: null, reasoningTokensNote: null, ttft: 1, latency: 2 },
};

/** An attempt that fails with these codes one after the other and then succeeds; `at` holds the times of the attempts. */
function failing(codes: RunnerErrorCode[], retryAfter: number | null = null) {
  const at: number[] = [];
  const start = performance.now();
  const attempt = async () => {
    at.push(performance.now() - start);
    const code = codes[at.length - 1];
    if (code !== undefined) throw new RunnerError(code, `failure ${at.length}`, { retryAfter });
    return "answer";
  };
  return { attempt, at };
}

/** The result of retries under fake time, or what they threw. */
async function settled(attempt: () => Promise<string>, onRetry = (_: RunnerError) => {}) {
  const result = withRetries(attempt, new AbortController().signal, { onRetry }).catch((error) => error as Error);
  await vi.runAllTimersAsync();
  return result;
}

describe("retries", () => {
  it("end after five attempts, and report the four failures that another attempt followed", async () => {
    const { attempt, at } = failing(Array(20).fill("CONNECTION_LOST"));
    const reported: string[] = [];
    const result = await settled(attempt, ({ message }) => reported.push(message));
    expect(result).toMatchObject({ code: "CONNECTION_LOST", message: "failure 5" });
    expect(at).toHaveLength(5);
    expect(reported).toEqual(["failure 1", "failure 2", "failure 3", "failure 4"]);
  });

  it("go on without end while an engine is full, and do not count that against the five", async () => {
    const full = Array<RunnerErrorCode>(30).fill("OVERLOADED");
    const { attempt, at } = failing([...full, "ENGINE_FAILED", ...full, "ENGINE_FAILED"]);
    expect(await settled(attempt)).toBe("answer");
    expect(at).toHaveLength(63);
  });

  it("are not made where the engine asks for a pause of more than five minutes", async () => {
    const paused = failing(["OVERLOADED", "OVERLOADED"], 301);
    expect(await settled(paused.attempt)).toMatchObject({ code: "OVERLOADED", retryAfter: 301 });
    expect(paused.at).toHaveLength(1);
    const waiting = failing(["OVERLOADED"], 300);
    expect(await settled(waiting.attempt)).toBe("answer");
    expect(waiting.at[1]).toBe(300_000);
  });

  it("are one where no token came in time, and none where a part of the answer did", async () => {
    const silent = failing(Array(9).fill("TIMED_OUT"));
    expect(await settled(silent.attempt)).toMatchObject({ code: "TIMED_OUT" });
    expect(silent.at).toHaveLength(2);
    const attempt = vi.fn().mockRejectedValue(new RunnerError("TIMED_OUT", "late", { partial: PARTIAL }));
    expect(await settled(attempt)).toMatchObject({ code: "TIMED_OUT" });
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  it("go on after the fifth while the engine is away", async () => {
    const { attempt, at } = failing(Array(20).fill("UNREACHABLE"));
    let asked = 0;
    const patience = { onRetry: () => {}, isAway: async () => ++asked < 4 };
    const result = withRetries(attempt, new AbortController().signal, patience).catch((error) => error as Error);
    await vi.runAllTimersAsync();
    expect(await result).toMatchObject({ message: "failure 8" });
    expect(at).toHaveLength(8);
  });

  it("do not repeat what would fail again, nor what is no failure of an engine", async () => {
    const wrong = failing(["INVALID_REQUEST"]);
    expect(await settled(wrong.attempt)).toMatchObject({ code: "INVALID_REQUEST" });
    expect(wrong.at).toHaveLength(1);
    const broken = vi.fn().mockRejectedValue(new TypeError("a fault of the code"));
    expect(await settled(broken)).toBeInstanceOf(TypeError);
    expect(broken).toHaveBeenCalledTimes(1);
  });

  it.each([
    [0, [250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]],
    [0.5, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]],
  ])("wait twice as long each time, to half a minute, with jitter (%d)", async (random, waits) => {
    vi.spyOn(Math, "random").mockReturnValue(random);
    const { attempt, at } = failing(Array(waits.length).fill("OVERLOADED"));
    await settled(attempt);
    expect(at.slice(1).map((time, i) => time - at[i]!)).toEqual(waits);
  });

  it("wait as many seconds as the engine asks for, where that is longer", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const { attempt, at } = failing(["OVERLOADED", "OVERLOADED"], 0.7);
    await settled(attempt);
    expect(at).toEqual([0, 700, 1700]);
  });

  it("end at once when they are aborted while they wait", async () => {
    const { attempt, at } = failing(Array(3).fill("UNREACHABLE"));
    const controller = new AbortController();
    const result = withRetries(attempt, controller.signal, { onRetry: () => controller.abort() }).catch(
      (error) => error as Error,
    );
    expect(await result).toMatchObject({ name: "AbortError" });
    expect(at).toEqual([0]);
  });
});
