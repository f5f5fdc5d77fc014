import { describe, expect, it } from "vitest";
import { afterFailure } from "../../src/evaluation/afterFailure.ts";
import { EngineAway } from "../../src/evaluation/answers/engineAway.ts";
import { NEW } from "../../src/evaluation/history.ts";
import { RunnerError, type RunnerErrorCode } from "../../src/plugins/contract/runnerError.ts";

const NOW = 1_800_000_000_000;
const failure = (code: RunnerErrorCode, retryAfter: number | null = null) =>
  new RunnerError(code, "seen", { retryAfter });
const away = (seconds: number, code: RunnerErrorCode = "UNREACHABLE", retryAfter: number | null = null) =>
  new EngineAway(failure(code, retryAfter), NOW - 1000 * seconds);
const outcome = (error: unknown, history = {}, facts = {}) =>
  afterFailure(error, { ...NEW, ...history }, { stored: 0, patience: 600, now: NOW, ...facts });

describe("after a failure", () => {
  it.each(["QUOTA_EXHAUSTED", "UNAUTHORIZED", "MODEL_MISMATCH", "INVALID_REQUEST", "ADDRESS_REFUSED"] as const)(
    "%s is final, also with a Retry-After",
    (code) => {
      expect(outcome(failure(code, 36_000))).toMatchObject({ status: "FAILED", failure: { errorCode: code } });
    },
  );

  it.each([
    [301, 301],
    [36_000.2, 36_001],
    [1e9, 86_400],
  ])("a pause of %d seconds is kept to, a day at most, and costs no attempt", (retryAfter, delay) => {
    const { status, history, ...rest } = outcome(failure("OVERLOADED", retryAfter), { failures: 3, awaySince: NOW });
    expect([status, rest.delay, history.failures, history.awaySince]).toEqual(["QUEUED", delay, 3, null]);
    expect(outcome(away(700, "OVERLOADED", retryAfter))).toMatchObject({ status: "QUEUED", delay });
  });

  it("an attempt that stored answers makes the count begin anew, and one that did not goes on counting", () => {
    const retries = (stored: number, failures: number) =>
      outcome(failure("LAUNCH_FAILED"), { failures, stored: 5 }, { stored });
    expect([0, 1, 2, 3].map((failures) => retries(5, failures).status)).toEqual([
      "QUEUED",
      "QUEUED",
      "QUEUED",
      "FAILED",
    ]);
    expect([0, 1, 2].map((failures) => retries(5, failures).delay)).toEqual([10, 30, 90]);
    expect(retries(6, 3)).toMatchObject({ status: "QUEUED", delay: 10, history: { failures: 1, stored: 6 } });
  });

  it("patience is counted from when the engine was first missed, and anew once it gave answers", () => {
    const since = NOW - 500_000;
    expect(outcome(away(0), { awaySince: since })).toMatchObject({ status: "QUEUED", history: { awaySince: since } });
    expect(outcome(away(0), { awaySince: NOW - 600_000 })).toMatchObject({ status: "FAILED" });
    const anew = outcome(away(3), { awaySince: NOW - 600_000 }, { stored: 1 });
    expect(anew).toMatchObject({ status: "QUEUED", delay: 2, history: { awaySince: NOW - 3000, stored: 1 } });
    expect(outcome(away(0), {}, { patience: 0 })).toMatchObject({ status: "FAILED" });
  });

  it("an engine that comes and goes without an answer does not live on its patience", () => {
    let history = NEW;
    let rounds = 0;
    for (let status = "QUEUED"; status === "QUEUED" && rounds < 100; rounds++) {
      const one = afterFailure(rounds % 2 ? away(0) : failure("ENGINE_FAILED"), history, {
        stored: 0,
        patience: 600,
        now: NOW,
      });
      status = one.status;
      history = one.history;
    }
    expect(rounds).toBe(7);
  });

  it("a pause that an engine asks for while it is away is waited for", () => {
    expect(outcome(away(0, "OVERLOADED", 120))).toMatchObject({ delay: 120 });
  });
});
