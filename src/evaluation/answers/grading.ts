import type { BenchmarkCode } from "../../plugins/boundary/benchmarkCode.ts";
import type { Grade, Problem } from "../../plugins/contract/benchmark.ts";
import type { Generation } from "../../plugins/contract/runner.ts";
import { RunnerError } from "../../plugins/contract/runnerError.ts";
import type { SampleSubmission } from "../../recording/submitted/submission.ts";
import { CUT } from "../../store/sampleFate.ts";
import type { Recipe } from "../plan/recipe.ts";
import { storedAnswer } from "./figures.ts";

/** What grades the answers of a run. */
export interface Grading {
  benchmark: BenchmarkCode;
  recipe: Pick<Recipe, "benchmark">;
}

type Verdict = Pick<SampleSubmission, "correct" | "score" | "answer" | "expected" | "measures">;

/**
 * The verdict on an answer, null where the benchmark cannot decide. An answer that was cut, and one that was refused, is wrong
 * whatever it says. Where the benchmark fails, the failure is given instead.
 */
export async function graded(
  problem: Problem,
  repeat: number,
  generation: Pick<Generation, "answer" | "finishReason" | "refused">,
  grading: Grading,
): Promise<Verdict | { failure: RunnerError }> {
  const { benchmark, recipe } = grading;
  const { answer, finishReason, refused } = generation;
  let grade: Grade;
  try {
    const ending = { finishReason };
    grade = await benchmark.grade(problem, answer, recipe.benchmark.options, repeat, ending);
  } catch (error) {
    return { failure: new RunnerError("BENCHMARK_FAILED", `No verdict: ${error}`, { cause: error }) };
  }
  const wasCut = CUT.includes(finishReason);
  const isWrong = wasCut || refused === true;
  return {
    correct: isWrong ? false : grade.correct,
    ...(grade.score !== undefined && { score: isWrong ? 0 : grade.score }),
    ...(grade.scores && { measures: grade.scores }),
    answer: wasCut || grade.answer === null ? null : storedAnswer(grade.answer),
    expected: storedAnswer(grade.expected ?? problem.expected),
  };
}
