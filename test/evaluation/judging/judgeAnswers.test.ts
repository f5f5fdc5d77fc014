import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Judge, JudgedAnswer } from "../../../src/evaluation/answers/judge.ts";
import { askedOf } from "../../../src/evaluation/judging/askedOf.ts";
import { type Judging, judgeAnswers, noteOn } from "../../../src/evaluation/judging/judgeAnswers.ts";
import { RunnerError } from "../../../src/plugins/contract/runnerError.ts";
import type { SampleSubmission } from "../../../src/recording/submitted/submission.ts";
import { useFakeTime } from "../../support/fakeTime.ts";

useFakeTime();
beforeEach(() => {
  // The time limit of a signal is one of Node's own, which fake time does not reach.
  vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new DOMException("too long", "TimeoutError")), ms);
    return controller.signal;
  });
});
afterEach(() => void vi.restoreAllMocks());

const sample = (problem: string, more: Partial<SampleSubmission> = {}): SampleSubmission => ({
  ...{ problem, repeat: 0, correct: null, answer: null, expected: "3", finishReason: "stop" },
  output: `<think>3</think>It is ${problem}.`,
  ...more,
});
const undecided = (count: number) => Array.from({ length: count }, (_, i) => sample(`u${String(i).padStart(3, "0")}`));

type Ask = (answer: JudgedAnswer, call: number, signal: AbortSignal) => Promise<{ correct: boolean | null }>;

function judgeThat(ask: Ask, model = "judge"): Judge {
  let calls = 0;
  return {
    model,
    ask: async (answer, signal) => ({
      ...{ reason: "so", model, promptTokens: 100, outputTokens: 10 },
      ...(await ask(answer, ++calls, signal)),
    }),
  };
}

async function judge(samples: SampleSubmission[], ...asks: Ask[]) {
  return judgeWith(samples, asks);
}

async function judgeWith(samples: SampleSubmission[], asks: Ask[], more: Partial<Judging> = {}) {
  const stored: SampleSubmission[] = [];
  const result = judgeAnswers(samples, {
    judges: asks.map((ask, i) => judgeThat(ask, `judge-${i}`)),
    questionOf: (problem) => `What is ${problem}?`,
    signal: new AbortController().signal,
    log: () => {},
    store: async (judged) => void stored.push(judged),
    ...more,
  }).catch((error) => error);
  await vi.runAllTimersAsync();
  return { outcome: await result, stored };
}

const yes: Ask = async () => ({ correct: true });

describe("the answers that a judge is asked about", () => {
  it("are those that nobody decided and that have an output, and a sample of the decided ones", () => {
    const decided = Array.from({ length: 200 }, (_, i) => sample(`d${i}`, { correct: i % 2 === 0, answer: "3" }));
    const others = [
      sample("error", { error: "no" }),
      sample("cut", { correct: false, finishReason: "length" }),
      sample("without output", { output: null }),
      sample("judged", { judgement: { correct: false, reason: "", model: "j" } }),
      sample("decided by a judge", { correct: true, judgement: { correct: true, reason: "", model: "j" } }),
    ];
    const asked = askedOf([...undecided(3), ...decided, ...others]);
    expect(asked.undecided.map(({ problem }) => problem)).toEqual(["u000", "u001", "u002"]);
    expect(asked.checks).toHaveLength(50);
    expect(asked.checks.filter(({ correct }) => correct)).toHaveLength(25);
    // The draw does not depend on the order, and goes on where it ended.
    const again = askedOf([...others, ...decided.toReversed()]).checks;
    expect(again).toEqual(asked.checks);
    const judged = new Set(asked.checks.slice(0, 30));
    const rest = askedOf(
      decided.map((one) =>
        judged.has(one) ? { ...one, judgement: { correct: true, reason: "", model: "j", isCheck: true } } : one,
      ),
    );
    expect(rest.checks).toEqual(asked.checks.slice(30));
  });

  it("are those on which a judge failed once more", () => {
    const failed = { correct: null, reason: "", model: "j", errorCode: "TIMED_OUT" };
    expect(askedOf([sample("a", { judgement: failed })]).undecided).toHaveLength(1);
    const second = { correct: true, reason: "", model: "j", second: failed };
    expect(askedOf([sample("a", { judgement: second })]).undecided).toHaveLength(1);
  });
});

describe("judging", () => {
  it("shows the problem, the candidate and the answer without its reasoning, and stores the verdict with its cost", async () => {
    const shown: JudgedAnswer[] = [];
    const price = { prompt: 1, output: 10 };
    const ask: Ask = async (answer) => {
      shown.push(answer);
      return { correct: true };
    };
    const { outcome, stored } = await judgeWith([sample("a", { answer: "drei" })], [ask], { price });
    expect(shown).toMatchObject([
      { problem: "a", repeat: 0, question: "What is a?", expected: "3", candidate: "drei", text: "It is a." },
    ]);
    expect(outcome).toEqual({ asked: 1, decided: 1, left: 0, stoppedBy: null });
    expect(stored).toMatchObject([
      {
        problem: "a",
        correct: true,
        judgement: { correct: true, model: "judge-0", promptTokens: 100, outputTokens: 10, cost: 0.0002 },
      },
    ]);
    expect(noteOn(outcome)).toBeNull();
  });

  it("leaves the verdict of the parse where it only checks the judge", async () => {
    const { outcome, stored } = await judge([sample("a", { correct: false })], yes);
    expect(stored).toMatchObject([{ correct: false, judgement: { correct: true, isCheck: true } }]);
    expect(outcome).toMatchObject({ asked: 0, decided: 0 });
  });

  it("leaves undecided what two judges call differently", async () => {
    const second: Ask = async (_, call) => ({ correct: call === 1 });
    const { stored } = await judge(undecided(2), yes, second);
    expect(stored.map(({ correct }) => correct)).toEqual([true, null]);
    expect(stored[1]).toMatchObject({ judgement: { correct: true, second: { correct: false, model: "judge-1" } } });
  });

  it("stores a reply without a verdict as a failure of the judge, and goes on", async () => {
    const garbage: Ask = async (_, call) => ({ correct: call === 20 ? true : null });
    const { outcome, stored } = await judge(undecided(30), garbage);
    expect(outcome).toEqual({ asked: 30, decided: 1, left: 29, stoppedBy: null });
    expect(stored.filter(({ judgement }) => judgement!.errorCode === "JUDGE_FAILED")).toHaveLength(29);
    expect(stored.every(({ error }) => error === undefined)).toBe(true);
  });

  it("ends where the judge is gone in the middle, keeps what it said, and can go on", async () => {
    const dying: Ask = async (_, call) => {
      if (call > 5) throw new RunnerError("UNREACHABLE", "gone");
      return { correct: true };
    };
    const samples = undecided(40);
    const { outcome, stored } = await judge(samples, dying);
    expect(outcome).toEqual({ asked: 40, decided: 5, left: 35, stoppedBy: "UNREACHABLE" });
    expect(stored).toHaveLength(5);
    expect(noteOn(outcome)).toMatch(/UNREACHABLE.*35 answers undecided.*paretograph judge/);
    const byProblem = new Map(stored.map((judged) => [judged.problem, judged]));
    const after = await judge(
      samples.map((one) => byProblem.get(one.problem) ?? one),
      yes,
    );
    // What it decided is checked no more: the judge itself had decided it.
    expect(after.outcome).toEqual({ asked: 35, decided: 35, left: 0, stoppedBy: null });
  });

  it("tries a failure that passes again, and one that stays is the answer's own", async () => {
    const flaky: Ask = async (_, call) => {
      if (call < 3) throw new RunnerError("CONNECTION_LOST", "broke off");
      return { correct: false };
    };
    expect((await judge(undecided(1), flaky)).stored).toMatchObject([{ correct: false }]);
    const tooLong: Ask = async ({ text }) => {
      if (text.includes("u000")) throw new RunnerError("CONTEXT_TOO_LONG", "secret text of the engine");
      return { correct: true };
    };
    const { outcome, stored } = await judge(undecided(3), tooLong);
    expect(outcome).toMatchObject({ decided: 2, left: 1, stoppedBy: null });
    const failed = stored.find(({ correct }) => correct === null)!;
    expect(failed.judgement).toMatchObject({ correct: null, errorCode: "CONTEXT_TOO_LONG" });
    expect(failed.judgement!.reason).not.toContain("secret");
  });

  it("ends after several failures in a row, so that a broken judge is not asked a thousand times", async () => {
    const broken: Ask = async () => {
      throw new RunnerError("INVALID_REQUEST", "no");
    };
    const { outcome, stored } = await judge(undecided(1000), broken);
    expect(outcome).toMatchObject({ decided: 0, stoppedBy: "INVALID_REQUEST" });
    expect(stored.length).toBeLessThan(20);
  });

  it("has a time limit of its own for a judge that hangs or is always busy", async () => {
    const hanging: Ask = (_, __, signal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const busy: Ask = async () => {
      throw new RunnerError("OVERLOADED", "full");
    };
    for (const ask of [hanging, busy]) {
      const { outcome, stored } = await judge(undecided(1), ask);
      expect(outcome).toMatchObject({ decided: 0, left: 1 });
      expect(stored).toMatchObject([{ correct: null, judgement: { errorCode: "TIMED_OUT" } }]);
    }
  });

  it("ends with the run", async () => {
    const controller = new AbortController();
    const ask: Ask = async () => {
      controller.abort(new Error("canceled"));
      controller.signal.throwIfAborted();
      return { correct: true };
    };
    expect((await judgeWith(undecided(3), [ask], { signal: controller.signal })).outcome).toMatchObject({
      message: "canceled",
    });
  });

  it("does not hide a fault of the store", async () => {
    const store = async () => {
      throw new TypeError("a fault");
    };
    expect((await judgeWith(undecided(1), [yes], { store })).outcome).toBeInstanceOf(TypeError);
  });
});
