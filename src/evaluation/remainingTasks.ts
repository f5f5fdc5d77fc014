import type { Problem } from "../plugins/contract/benchmark.ts";
import type { Task } from "./answerProblem.ts";

/**
 * The answers that a run still needs: one for each problem and repeat that is not stored. Their order is that of the
 * repeats, so that a run that ends early has answers to as many problems as it can. Answers that failed are asked for again.
 */
export function remainingTasks(
  problems: Problem[],
  repeats: number,
  stored: readonly { problem: string; repeat: number }[],
  failed: readonly { problem: string; repeat: number; discardedTokens?: number | null | undefined }[] = [],
): Task[] {
  const keyOf = (repeat: number, problem: string) => `${repeat} ${problem}`;
  const done = new Set(stored.map(({ problem, repeat }) => keyOf(repeat, problem)));
  const spent = new Map(
    failed.map(({ problem, repeat, discardedTokens }) => [keyOf(repeat, problem), discardedTokens]),
  );
  return Array.from({ length: repeats }, (_, repeat) =>
    problems.map((problem): Task => {
      const discardedTokens = spent.get(keyOf(repeat, problem.id));
      return { problem, repeat, ...(discardedTokens != null && { discardedTokens }) };
    }),
  )
    .flat()
    .filter(({ problem, repeat }) => !done.has(keyOf(repeat, problem.id)));
}
