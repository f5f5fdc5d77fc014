import type { Problem } from "../plugins/contract/benchmark.ts";
import type { Task } from "./answerProblem.ts";

/**
 * The answers that a run still needs: one for each problem and repeat that is not stored. Their order is that of the
 * repeats, so that a run that ends early has answers to as many problems as it can.
 */
export function remainingTasks(
  problems: Problem[],
  repeats: number,
  stored: readonly { problem: string; repeat: number }[],
): Task[] {
  const done = new Set(stored.map(({ problem, repeat }) => `${repeat} ${problem}`));
  return Array.from({ length: repeats }, (_, repeat) => problems.map((problem) => ({ problem, repeat })))
    .flat()
    .filter(({ problem, repeat }) => !done.has(`${repeat} ${problem.id}`));
}
