import { describe, expect, it, vi } from "vitest";
import { ERRORS } from "../../src/errors/errorTable.ts";
import { type Answering, answerProblem } from "../../src/evaluation/answerProblem.ts";
import { recipe } from "../../src/evaluation/plan/recipe.ts";
import { codeInProcess } from "../../src/plugins/boundary/benchmarkCode.ts";
import type { Generation } from "../../src/plugins/contract/runner.ts";
import { RunnerError, type RunnerErrorCode } from "../../src/plugins/contract/runnerError.ts";
import { useFakeTime } from "../support/fakeTime.ts";
import { type Behaviour, toyPlugins } from "./toyPlugins.ts";

useFakeTime();

const PROBLEM = { id: "4", question: "4 + 1", expected: "5" };
const TOY = { name: "toy", version: "1.0.0", options: {} };

/** What a run that asks a toy engine of this behaviour has in common. */
async function answering(behaviour: Behaviour, given: Partial<Answering> = {}) {
  const { plugins, requests } = toyPlugins(behaviour);
  const common: Answering = {
    engine: await plugins.find("runner", "toy").open({}, { signal: new AbortController().signal, log: () => {} }),
    benchmark: plugins.openBenchmark("sums"),
    recipe: recipe.parse({ runner: TOY, benchmark: { ...TOY, name: "sums" }, thinking: "off" }),
    decoding: {},
    signal: new AbortController().signal,
    onRetry: () => {},
    ...given,
  };
  return { common, requests };
}

/** The answer to the problem under fake time, or the failure that was thrown. */
async function answered(behaviour: Behaviour, given?: Partial<Answering>, repeat = 0) {
  const { common, requests } = await answering(behaviour, given);
  const result = answerProblem({ problem: PROBLEM, repeat }, common).catch((error) => error as RunnerError);
  await vi.runAllTimersAsync();
  return { result: await result, requests };
}

const CODES = Object.keys(ERRORS.runner) as RunnerErrorCode[];
const OF_THE_RUN = [
  ...["ADDRESS_REFUSED", "CANCELED", "ENGINE_LOADING", "LAUNCH_FAILED", "MODEL_MISMATCH", "MODEL_NOT_FOUND"],
  ...["QUOTA_EXHAUSTED", "UNREACHABLE"],
];

describe("a failure", () => {
  const failing = (code: RunnerErrorCode) => () => {
    throw new RunnerError(code, "it failed", { retryAfter: code === "OVERLOADED" ? 3600 : null });
  };

  it.each(CODES.filter((code) => ![...OF_THE_RUN, "OVERLOADED"].includes(code)))(
    "%s is the answer's own, and no verdict",
    async (code) => {
      const { result } = await answered(failing(code));
      expect(result).toEqual({
        sample: {
          ...{ problem: "4", repeat: 0, promptHash: expect.stringMatching(/^[0-9a-f]{64}$/), expected: "5" },
          ...{ correct: null, error: ERRORS.runner[code].meaning, errorCode: code },
        },
        generation: null,
        failure: { code, problem: "4", details: "it failed" },
      });
    },
  );

  it.each([...OF_THE_RUN, "OVERLOADED"] as RunnerErrorCode[])("%s ends the run", async (code) => {
    const { result } = await answered(failing(code));
    expect(result).toMatchObject({ name: "RunnerError", code });
  });

  it("of a plugin's code is the answer's own", async () => {
    const { result } = await answered(() => {
      throw new TypeError("a fault");
    });
    expect(result).toMatchObject({
      sample: { correct: null, errorCode: "INTERNAL_SERVER_ERROR" },
      failure: { details: expect.stringContaining("a fault") },
    });
  });

  it("counts the tokens that failed attempts streamed, also those of an earlier worker", async () => {
    const behaviour: Behaviour = (_, call) => {
      if (call < 3) throw new RunnerError("ENGINE_FAILED", "broke off", { partial: partial({ outputTokens: 40 }) });
      return {};
    };
    const { result } = await answered(behaviour);
    expect(result).toMatchObject({ sample: { correct: true, outputTokens: 5, discardedTokens: 80 } });
    const { common } = await answering(() => {
      throw new RunnerError("INVALID_REQUEST", "no", { partial: partial({ outputTokens: 7 }) });
    });
    const { sample } = await answerProblem({ problem: PROBLEM, repeat: 0, discardedTokens: 30 }, common);
    expect(sample).toMatchObject({ correct: null, discardedTokens: 37 });
    expect(sample.outputTokens).toBeUndefined();
  });

  it("of the prompt or the grader leaves the answer and its costs", async () => {
    const { common } = await answering(() => ({}));
    const failed = async (benchmark: object) =>
      (
        await answerProblem(
          { problem: PROBLEM, repeat: 0 },
          { ...common, benchmark: codeInProcess({ ...toyPlugins().plugins.find("benchmark", "sums"), ...benchmark }) },
        )
      ).sample;
    const boom = () => {
      throw new Error("boom");
    };
    expect(await failed({ prompt: boom })).toMatchObject({ correct: null, errorCode: "BENCHMARK_FAILED" });
    const answer = { output: "So it is 5.", outputTokens: 5, finishReason: "stop" };
    const wrong = { correct: null, errorCode: "BENCHMARK_FAILED", ...answer };
    expect(await failed({ grade: boom })).toMatchObject(wrong);
    expect(await failed({ grade: async () => boom() })).toMatchObject(wrong);
    for (const grade of [undefined, { correct: "yes", answer: "5" }, { correct: true, answer: 5 }]) {
      expect(await failed({ grade: () => grade })).toMatchObject(wrong);
    }
  });
});

/** What had streamed before a failure. */
const partial = (more: Partial<Generation>): Generation => ({
  ...{ answer: "So", reasoning: null, finishReason: "", promptTokens: 10, outputTokens: null, ignored: [] },
  ...{ reasoningTokens: null, reasoningTokensNote: null, ttft: 1, latency: 2 },
  ...more,
});

describe("a cut answer", () => {
  it.each([
    ["text", { answer: "So it is 5", outputTokens: null }],
    ["reasoning", { answer: "", reasoning: "5?", outputTokens: 64 }],
    ["tokens", { answer: "", outputTokens: 64 }],
  ])("by time after %s is wrong, and not asked for again", async (_, streamed) => {
    const { result, requests } = await answered(() => {
      throw new RunnerError("TIMED_OUT", "silent", { partial: partial(streamed) });
    });
    expect(requests).toHaveLength(1);
    expect(result).toMatchObject({
      sample: {
        correct: false,
        answer: null,
        finishReason: "timeout",
        latency: 2,
        outputTokens: streamed.outputTokens,
      },
      failure: null,
    });
    expect((result as { sample: object }).sample).not.toHaveProperty("error");
  });

  it("by its limit is wrong, whatever it says", async () => {
    for (const answer of ["So it is 5.", "unclear"]) {
      const { result } = await answered(() => ({ answer, finishReason: "length" }));
      expect(result).toMatchObject({ sample: { correct: false, answer: null, outputTokens: 5 } });
    }
  });

  it("is told to the grader as one", async () => {
    const { common } = await answering(() => ({ finishReason: "length" }));
    const grade = vi.spyOn(common.benchmark, "grade");
    await answerProblem({ problem: PROBLEM, repeat: 2 }, common);
    expect(grade.mock.calls[0]!.slice(3)).toEqual([2, { finishReason: "length" }]);
  });
});

describe("figures that no engine can mean", () => {
  it.each([
    ["text", "12"],
    ["a fraction", 1.5],
    ["negative", -3],
    ["larger than any answer", 3e9],
    ["no number", Number.NaN],
    ["0 where there is text", 0],
  ])("are not known: %s", async (_, tokens) => {
    const { result } = await answered(() => ({ promptTokens: tokens as number, outputTokens: tokens as number }));
    expect(result).toMatchObject({ sample: { correct: true, promptTokens: null, outputTokens: null } });
  });

  it("are reasoning beyond the output, and times before the request", async () => {
    const { result } = await answered(() => ({ reasoningTokens: 6, ttft: -1, latency: Number.POSITIVE_INFINITY }));
    expect(result).toMatchObject({ sample: { outputTokens: 5, reasoningTokens: null, ttft: null, latency: null } });
  });
});

describe("texts", () => {
  it("are stored without what the database refuses, and up to a limit that is marked", async () => {
    const { result } = await answered(() => ({ answer: `5 \0\ud800 ${"x".repeat(3_000_000)}` }));
    const { output } = (result as { sample: { output: string } }).sample;
    expect(output.slice(0, 5)).toBe("5 \ufffd\ufffd ");
    expect(output).toHaveLength(1_000_000 + " [2000005 more characters are not stored]".length);
    expect(output).toMatch(/ \[2000005 more characters are not stored\]$/);
  });

  it("say that the model refused", async () => {
    const { result } = await answered(() => ({ answer: "unclear", refused: true, finishReason: "stop" }));
    expect(result).toMatchObject({ sample: { correct: false, finishReason: "refused" } });
  });
});

describe("an answer", () => {
  it("may take the recipe's timeout twice", async () => {
    vi.useRealTimers();
    const retried: string[] = [];
    const forever: Behaviour = () => new Promise(() => {});
    const { common } = await answering(forever);
    const engine = {
      ...common.engine,
      generate: (_: unknown, signal: AbortSignal) =>
        new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    };
    vi.spyOn(Math, "random").mockReturnValue(-0.5);
    const { sample } = await answerProblem(
      { problem: PROBLEM, repeat: 0 },
      { ...common, engine, recipe: { ...common.recipe, timeout: 0.002 }, onRetry: ({ code }) => retried.push(code) },
    );
    vi.restoreAllMocks();
    expect(retried).toEqual(["TIMED_OUT"]);
    expect(sample).toMatchObject({
      correct: null,
      errorCode: "TIMED_OUT",
      error: "No answer within the time allowed.",
    });
  });

  it("that the worker ends is not taken for one that took too long", async () => {
    vi.useRealTimers();
    const { common } = await answering(() => ({}));
    const worker = new AbortController();
    const engine = {
      ...common.engine,
      generate: (_: unknown, signal: AbortSignal) =>
        new Promise<never>((_, reject) => {
          signal.addEventListener("abort", () => {
            worker.abort();
            reject(new Error("ended"));
          });
        }),
    };
    const recipe = { ...common.recipe, timeout: 0.002 };
    const result = answerProblem({ problem: PROBLEM, repeat: 0 }, { ...common, engine, recipe, signal: worker.signal });
    await expect(result).rejects.toThrow("ended");
  });

  it("is asked with the run's decoding, and each repeat with a seed of its own", async () => {
    const decoding = {
      temperature: 0.6,
      topP: 0.9,
      topK: 20,
      frequencyPenalty: 0.05,
      maxTokens: 9,
      seed: 7,
      stop: ["."],
    };
    const { requests } = await answered(() => ({}), { decoding: { ...decoding, thinkingBudget: 64 } }, 3);
    expect(requests).toEqual([
      { ...decoding, seed: 10, messages: [{ role: "user", content: "What is 4 + 1?" }], thinking: "off" },
    ]);
    const unseeded = await answered(() => ({}), { decoding: {} }, 3);
    expect(unseeded.requests[0]).not.toHaveProperty("seed");
  });

  it("is asked with the system prompt of the run before that of the benchmark", async () => {
    const { common, requests } = await answering(() => ({}));
    const recipe = { ...common.recipe, systemPrompt: "Be brief." };
    await answerProblem({ problem: PROBLEM, repeat: 0 }, { ...common, recipe });
    const prompt: Answering["benchmark"]["prompt"] = async () => [
      { role: "system", content: "Add." },
      { role: "user", content: "4 1" },
    ];
    await answerProblem(
      { problem: PROBLEM, repeat: 0 },
      { ...common, recipe, benchmark: { ...common.benchmark, prompt } },
    );
    expect(requests.map(({ messages }) => messages)).toEqual([
      [
        { role: "system", content: "Be brief." },
        { role: "user", content: "What is 4 + 1?" },
      ],
      [
        { role: "system", content: "Be brief.\n\nAdd." },
        { role: "user", content: "4 1" },
      ],
    ]);
  });

  it("is stored with its reasoning, tokens and times", async () => {
    const { result } = await answered(() => ({
      reasoning: "4 and 1",
      ...{ reasoningTokens: 3, cachedPromptTokens: 8, answerTtft: 0.015, queueTime: 0.001 },
    }));
    expect(result).toMatchObject({
      sample: {
        ...{ correct: true, answer: "5", expected: "5", output: "<think>4 and 1</think>So it is 5." },
        ...{ finishReason: "stop", promptTokens: 10, outputTokens: 5, reasoningTokens: 3, ttft: 0.01, latency: 0.02 },
        ...{ cachedPromptTokens: 8, acceptedDraftTokens: null, answerTtft: 0.015, queueTime: 0.001 },
      },
    });
  });

  it("that cannot be parsed is undecided, for a judge that is asked later", async () => {
    const { result } = await answered(() => ({ answer: "unclear" }));
    expect(result).toMatchObject({ sample: { correct: null, output: "unclear" } });
    expect((result as { sample: object }).sample).not.toHaveProperty("error");
  });
});
