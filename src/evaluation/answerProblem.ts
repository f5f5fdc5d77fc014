import { createHash } from "node:crypto";
import type { Decoding } from "../decoding/decoding.ts";
import type { BenchmarkPlugin, Problem } from "../plugins/contract/benchmark.ts";
import type { Engine, Generation } from "../plugins/contract/runner.ts";
import { isRunnerError, RunnerError } from "../plugins/contract/runnerError.ts";
import { asStorableText } from "../recording/storable.ts";
import type { SampleSubmission } from "../recording/submission.ts";
import type { Judge } from "./judge.ts";
import type { Recipe } from "./recipe.ts";
import { withRetries } from "./retry.ts";
import { runFailure } from "./runFailure.ts";

/** One answer that a run needs. */
export interface Task {
  problem: Problem;
  repeat: number;
}

/** Everything that the answers of a run have in common. */
export interface Answering {
  engine: Engine;
  benchmark: BenchmarkPlugin;
  recipe: Recipe;
  decoding: Decoding;
  judge: Judge | null;
  /** Ends the requests that are in flight. */
  signal: AbortSignal;
  onRetry(error: RunnerError): void;
}

export interface Answer {
  sample: SampleSubmission;
  /** Null where the engine gave no answer; the sample says why. */
  generation: Generation | null;
}

/** Failures that concern one answer alone and would happen again: the problem counts as not solved. Others end the run. */
const OWN_FAILURES = ["CONTEXT_TOO_LONG", "TIMED_OUT"];

/**
 * Asks one problem once and grades the answer. Throws a failure that concerns more than this answer, such as an engine that
 * cannot be reached.
 */
export async function answerProblem({ problem, repeat }: Task, answering: Answering): Promise<Answer> {
  const { benchmark, recipe } = answering;
  const messages = benchmark.prompt(problem, recipe.benchmark.options, repeat);
  const promptHash = createHash("sha256").update(JSON.stringify(messages)).digest("hex");
  const common = { problem: problem.id, repeat, promptHash };
  let generation: Generation;
  try {
    generation = await generate(messages, repeat, answering);
  } catch (error) {
    if (!isRunnerError(error) || !OWN_FAILURES.includes(error.code)) throw error;
    // Everybody may read the sample, so that it keeps what the code means and not what the engine said.
    const { error: meaning, errorCode } = runFailure(error);
    const failed = { correct: false, expected: problem.expected, error: `${errorCode}: ${meaning}` };
    return { sample: { ...common, ...failed }, generation: null };
  }
  const sample = { ...common, ...(await graded(problem, repeat, generation, answering)) };
  return { sample: storable(sample), generation };
}

/** The texts of a model can hold anything, and one character must not keep an answer from being stored. */
function storable(sample: SampleSubmission): SampleSubmission {
  const { judgement } = sample;
  const texts = Object.entries(sample).map(([name, value]) => [
    name,
    typeof value === "string" && name !== "problem" ? asStorableText(value) : value,
  ]);
  return {
    ...Object.fromEntries(texts),
    ...(judgement && { judgement: { ...judgement, reason: asStorableText(judgement.reason) } }),
  };
}

function generate(messages: ReturnType<BenchmarkPlugin["prompt"]>, repeat: number, answering: Answering) {
  const { engine, recipe, decoding, signal, onRetry } = answering;
  const { thinkingBudget, seed, ...sampling } = decoding;
  const request = {
    messages,
    ...sampling,
    // Each repeat has its own seed, since otherwise all repeats with a seed would be the same.
    ...(seed !== undefined && { seed: seed + repeat }),
    thinking: recipe.thinking,
    chatTemplateKwargs: recipe.chatTemplateKwargs,
  };
  const attempt = async () => {
    const timeout = AbortSignal.timeout(recipe.timeout * 1000);
    try {
      return await engine.generate(request, AbortSignal.any([signal, timeout]));
    } catch (error) {
      if (!timeout.aborted || signal.aborted) throw error;
      throw new RunnerError("TIMED_OUT", `No answer within ${recipe.timeout} s.`, { cause: error });
    }
  };
  return withRetries(attempt, signal, onRetry);
}

async function graded(problem: Problem, repeat: number, generation: Generation, answering: Answering) {
  const { benchmark, recipe, judge, signal } = answering;
  const grade = await benchmark.grade(problem, generation.answer, recipe.benchmark.options, repeat);
  const expected = grade.expected ?? problem.expected;
  const undecided = grade.correct === null;
  const judgement = undecided && judge ? await judge(expected, generation.answer, signal) : null;
  return {
    // An answer that could not be decided does not count as right.
    correct: grade.correct ?? judgement?.correct ?? false,
    answer: grade.answer,
    expected,
    judgement,
    ...(undecided && !judgement && { error: "The answer could not be parsed, and there is no judge." }),
    output:
      generation.reasoning === null ? generation.answer : `<think>${generation.reasoning}</think>${generation.answer}`,
    finishReason: generation.finishReason,
    promptTokens: generation.promptTokens,
    outputTokens: generation.outputTokens,
    reasoningTokens: generation.reasoningTokens,
    ttft: generation.ttft,
    latency: generation.latency,
  };
}
