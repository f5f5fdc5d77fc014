import type { BenchmarkCode } from "../plugins/boundary/benchmarkCode.ts";
import type { Grade, Problem } from "../plugins/contract/benchmark.ts";
import type { Generation } from "../plugins/contract/runner.ts";
import { RunnerError } from "../plugins/contract/runnerError.ts";
import { CUT } from "../recording/sampleFate.ts";
import { asStorableText } from "../recording/storable.ts";
import type { SampleSubmission } from "../recording/submission.ts";
import type { Judgement } from "../store/tables.ts";
import { storedAnswer } from "./answers/figures.ts";
import type { Judge } from "./answers/judge.ts";
import { withRetries } from "./answers/retry.ts";
import { concernsTheRun } from "./answers/runFailures.ts";
import type { Recipe } from "./recipe.ts";

/** What grades the answers of a run. */
export interface Grading {
  benchmark: BenchmarkCode;
  recipe: Recipe;
  judge: Judge | null;
  /** Ends the requests that are in flight. */
  signal: AbortSignal;
  onRetry(error: RunnerError): void;
}

type Verdict = Pick<SampleSubmission, "correct" | "answer" | "expected" | "judgement">;

/**
 * The verdict on an answer, null where neither the benchmark nor a judge could decide. An answer that was cut, and one that
 * was refused, is wrong whatever it says. Where the benchmark or the judge fails, the failure is given instead.
 */
export async function graded(
  problem: Problem,
  repeat: number,
  generation: Generation,
  grading: Grading,
): Promise<Verdict | { failure: RunnerError }> {
  const { benchmark, recipe, judge, signal } = grading;
  const { answer, finishReason, refused } = generation;
  let grade: Grade;
  try {
    const ending = { finishReason };
    grade = await benchmark.grade(problem, answer, recipe.benchmark.options, repeat, ending);
  } catch (error) {
    return { failure: new RunnerError("BENCHMARK_FAILED", `No verdict: ${error}`, { cause: error }) };
  }
  const wasCut = CUT.includes(finishReason);
  const expected = grade.expected ?? problem.expected;
  const common = {
    answer: wasCut || grade.answer === null ? null : storedAnswer(grade.answer),
    expected: storedAnswer(expected),
    judgement: null,
  };
  if (wasCut || refused) return { ...common, correct: false };
  if (grade.correct !== null || !judge) return { ...common, correct: grade.correct };
  let judgement: Judgement;
  try {
    const ask = () => judge(expected, answer, AbortSignal.any([signal, AbortSignal.timeout(recipe.timeout * 1000)]));
    judgement = await withRetries(ask, signal, grading);
  } catch (error) {
    if (signal.aborted || (concernsTheRun(error) && mayPass(error))) throw error;
    return { failure: new RunnerError("JUDGE_FAILED", `The judge: ${error}`, { cause: error }) };
  }
  const reason = asStorableText(judgement.reason);
  return { ...common, correct: judgement.correct, judgement: { ...judgement, reason } };
}

/** A judge that is full or away is waited for, as the engine is. */
const mayPass = (error: unknown) => (error as RunnerError).retry;
