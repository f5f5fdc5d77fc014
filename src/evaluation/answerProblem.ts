import { createHash } from "node:crypto";
import type { Decoding } from "../decoding/decoding.ts";
import type { Problem } from "../plugins/contract/benchmark.ts";
import type { Engine, Generation, GenerationRequest, Message } from "../plugins/contract/runner.ts";
import { isRunnerError, RunnerError } from "../plugins/contract/runnerError.ts";
import type { SampleSubmission } from "../recording/submitted/submission.ts";
import { concernsTheRun } from "./answers/concernsTheRun.ts";
import type { AnswerFailure } from "./answers/failedAnswers.ts";
import { figuresOf, storedAnswer, storedOutput, storedReason } from "./answers/figures.ts";
import { type Grading, graded } from "./answers/grading.ts";
import type { Outage } from "./answers/outage.ts";
import { wasAnswering, withRetries } from "./answers/retry.ts";
import { runFailure } from "./answers/runFailure.ts";
import { withoutTexts } from "./answers/withoutTexts.ts";
import type { Recipe } from "./plan/recipe.ts";

/** One answer that a run needs. */
export interface Task {
  problem: Problem;
  repeat: number;
  /** The output tokens of answers to it that failed before. */
  discardedTokens?: number;
}

/** Everything that the answers of a run have in common. */
export interface Answering extends Grading {
  engine: Engine;
  recipe: Recipe;
  decoding: Decoding;
  /** Ends the requests that are in flight. */
  signal: AbortSignal;
  /** Whether the data of the benchmark are private, so that no text of an answer is kept. */
  isPrivate?: boolean;
  onRetry(error: RunnerError): void;
  /** Says whether the engine is away while answers fail. Where it is left out, every failure is the answer's own. */
  outage?: Outage;
}

export interface Answer {
  sample: SampleSubmission;
  /** Null where the engine gave no answer; the sample says why. */
  generation: Generation | null;
  /** Why the sample has an error; null where it has none. */
  failure: AnswerFailure | null;
}

/**
 * Asks one problem once and grades the answer. A failure of the request, the answer or its grading becomes the sample's
 * error. Throws a failure that concerns more than this answer, such as an engine that cannot be reached.
 */
export async function answerProblem(task: Task, answering: Answering): Promise<Answer> {
  const answer = await askAndGrade(task, answering);
  return answering.isPrivate ? { ...answer, sample: withoutTexts(answer.sample) } : answer;
}

async function askAndGrade(task: Task, answering: Answering): Promise<Answer> {
  const { problem, repeat } = task;
  const { benchmark, recipe } = answering;
  const common = { problem: problem.id, repeat };
  let messages: Message[];
  try {
    const prompt = await benchmark.prompt(problem, recipe.benchmark.options, repeat);
    messages = withSystemPrompt(prompt, recipe.systemPrompt);
  } catch (error) {
    return failed(common, problem, new RunnerError("BENCHMARK_FAILED", `No prompt: ${error}`, { cause: error }));
  }
  const promptHash = createHash("sha256").update(JSON.stringify(messages)).digest("hex");
  const asked = { ...common, promptHash };

  const { generation, failure, discarded } = await generate(messages, task, answering);
  const spent = discarded > 0 ? { discardedTokens: discarded } : {};
  if (!generation) return failed({ ...asked, ...spent }, problem, failure);

  answering.outage?.answered();
  const figures = figuresOf(generation);
  const sample = {
    ...{ ...asked, ...spent, ...figures },
    output: storedOutput(generation),
    finishReason: storedReason(generation.refused ? "refused" : generation.finishReason),
  };
  const grading = await graded(problem, repeat, generation, answering);
  if ("failure" in grading) {
    const { sample: inError, failure } = failed(sample, problem, grading.failure);
    return { sample: inError, generation, failure };
  }
  const measures = { ...figures.measures, ...grading.measures };
  const valued = Object.keys(measures).length > 0 ? { measures } : { measures: undefined };
  return { sample: { ...sample, ...grading, ...valued }, generation, failure: null };
}

/** Everybody may read the sample, so that it keeps what the code means and not what the engine said. */
function failed(sample: Omit<SampleSubmission, "correct">, { id, expected }: Problem, error: unknown): Answer {
  const { error: meaning, errorCode: code, errorDetails: details } = runFailure(error);
  const verdict = { correct: null, expected: storedAnswer(String(expected)), error: meaning, errorCode: code };
  return { sample: { ...sample, ...verdict }, generation: null, failure: { code, problem: id, details } };
}

function withSystemPrompt(messages: Message[], systemPrompt: string | undefined): Message[] {
  if (systemPrompt === undefined) return messages;
  const [first, ...others] = messages;
  // Many chat templates take one system message alone.
  if (first?.role !== "system") return [{ role: "system", content: systemPrompt }, ...messages];
  const { parts } = first;
  return [
    {
      role: "system",
      content: `${systemPrompt}\n\n${first.content}`,
      ...(parts && { parts: [{ type: "text", text: systemPrompt }, ...parts] }),
    },
    ...others,
  ];
}

type Generated = { discarded: number } & (
  | { generation: Generation; failure: null }
  | { generation: null; failure: unknown }
);

/** The completion of the model, also one that was cut by time, or the answer's own failure. */
async function generate(messages: Message[], task: Task, answering: Answering): Promise<Generated> {
  const { engine, recipe, signal, onRetry, outage } = answering;
  const request = requestOf(messages, task.repeat, answering);
  let discarded = task.discardedTokens ?? 0;
  const discard = ({ partial }: RunnerError) => {
    discarded += (partial && figuresOf(partial).outputTokens) ?? 0;
  };
  const attempt = async () => {
    const timeout = AbortSignal.timeout(recipe.timeout * 1000);
    try {
      return await engine.generate(request, AbortSignal.any([signal, timeout]));
    } catch (error) {
      if (!timeout.aborted || signal.aborted) throw error;
      const partial = isRunnerError(error) ? error.partial : null;
      throw new RunnerError("TIMED_OUT", `No answer within ${recipe.timeout} s.`, { cause: error, partial });
    }
  };
  try {
    const generation = await withRetries(attempt, signal, {
      isAway: async (error) => (await outage?.isAway(task, error)) ?? false,
      isFull: () => outage?.isFull() ?? false,
      onRetry(error) {
        discard(error);
        onRetry(error);
      },
    });
    return { generation, failure: null, discarded };
  } catch (error) {
    if (signal.aborted || concernsTheRun(error)) throw error;
    if (isRunnerError(error)) {
      // Otherwise the long and hard answers would vanish from accuracy and costs.
      if (error.code === "TIMED_OUT" && wasAnswering(error)) {
        return { generation: { ...error.partial!, finishReason: "timeout" }, failure: null, discarded };
      }
      discard(error);
    }
    return { generation: null, failure: error, discarded };
  }
}

function requestOf(messages: Message[], repeat: number, { recipe, decoding }: Answering): GenerationRequest {
  const { thinkingBudget, seed, ...sampling } = decoding;
  return {
    messages,
    ...sampling,
    // Each repeat has its own seed, since otherwise all repeats with a seed would be the same.
    ...(seed !== undefined && { seed: seed + repeat }),
    thinking: recipe.thinking,
    chatTemplateKwargs: recipe.chatTemplateKwargs,
  };
}
