import { describe, expect, it, vi } from "vitest";
import { ERRORS } from "../../../src/errors/errorTable.ts";
import { type Answering, answerProblem } from "../../../src/evaluation/answers/answerProblem.ts";
import { recipe } from "../../../src/evaluation/recipe.ts";
import { RunnerError, type RunnerErrorCode } from "../../../src/plugins/contract/runnerError.ts";
import { useFakeTime } from "../../support/fakeTime.ts";
import { type Behaviour, toyPlugins } from "../toyPlugins.ts";

useFakeTime();

const PROBLEM = { id: "4", question: "4 + 1", expected: "5" };
const TOY = { name: "toy", version: "1.0.0", options: {} };

/** What a run that asks a toy engine of this behaviour has in common. */
async function answering(behaviour: Behaviour, given: Partial<Answering> = {}) {
  const { plugins, requests } = toyPlugins(behaviour);
  const common: Answering = {
    engine: await plugins.find("runner", "toy").open({}, { signal: new AbortController().signal, log: () => {} }),
    benchmark: plugins.find("benchmark", "sums"),
    recipe: recipe.parse({ runner: TOY, benchmark: { ...TOY, name: "sums" }, thinking: "off" }),
    decoding: {},
    judge: null,
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

describe("a failure", () => {
  const failing = (code: RunnerErrorCode) => () => {
    throw new RunnerError(code, "it failed");
  };

  it.each(["CONTEXT_TOO_LONG", "TIMED_OUT"] as const)(
    "%s is the answer's own: the problem is not solved",
    async (code) => {
      const { result } = await answered(failing(code));
      expect(result).toEqual({
        sample: {
          ...{ problem: "4", repeat: 0, promptHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
          ...{
            correct: false,
            expected: "5",
            error: `${code}: ${ERRORS.runner[code as keyof typeof ERRORS.runner].meaning}`,
          },
        },
        generation: null,
      });
    },
  );

  const others = (Object.keys(ERRORS.runner) as RunnerErrorCode[]).filter(
    // An engine that is full is asked without end.
    (code) => !["CONTEXT_TOO_LONG", "TIMED_OUT", "OVERLOADED"].includes(code),
  );
  it.each(others)("%s ends the run", async (code) => {
    const { result } = await answered(failing(code));
    expect(result).toMatchObject({ name: "RunnerError", code });
  });

  it("of the code ends the run", async () => {
    const { result } = await answered(() => {
      throw new TypeError("a fault");
    });
    expect(result).toBeInstanceOf(TypeError);
  });
});

describe("an answer", () => {
  it("may take the recipe's timeout at each of five attempts", async () => {
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
    expect(retried).toEqual(Array(4).fill("TIMED_OUT"));
    expect(sample).toMatchObject({ correct: false, error: "TIMED_OUT: No answer within the time allowed." });
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

  it("is stored with its reasoning, tokens and times", async () => {
    const { result } = await answered(() => ({
      reasoning: "4 and 1",
      ...{ reasoningTokens: 3, finishReason: "length" },
    }));
    expect(result).toMatchObject({
      sample: {
        ...{ correct: true, answer: "5", expected: "5", output: "<think>4 and 1</think>So it is 5.", judgement: null },
        ...{ finishReason: "length", promptTokens: 10, outputTokens: 5, reasoningTokens: 3, ttft: 0.01, latency: 0.02 },
      },
    });
  });

  it("that cannot be parsed is wrong, unless a judge says otherwise", async () => {
    const unclear = () => ({ answer: "unclear" });
    const alone = await answered(unclear);
    expect(alone.result).toMatchObject({
      sample: { correct: false, error: "The answer could not be parsed, and there is no judge." },
    });
    for (const correct of [true, false, null]) {
      const judgement = { correct, reason: "it looks so", model: "judge" };
      const judge = vi.fn().mockResolvedValue(judgement);
      const { result } = await answered(unclear, { judge });
      expect(result).toMatchObject({ sample: { correct: correct ?? false, judgement } });
      expect((result as { sample: object }).sample).not.toHaveProperty("error");
      expect(judge.mock.calls[0]!.slice(0, 2)).toEqual(["5", "unclear"]);
    }
    const judge = vi.fn();
    await answered(() => ({}), { judge });
    expect(judge).not.toHaveBeenCalled();
  });
});
