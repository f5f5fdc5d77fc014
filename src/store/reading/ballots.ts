import { and, eq, inArray, isNotNull, isNull, or } from "drizzle-orm";
import { type Ballot, voteForOption } from "../../frontier/testTimeCompute/majorityVote.ts";
import { voteForValue } from "../../frontier/testTimeCompute/voteForValue.ts";
import type { Drizzle } from "../database/database.ts";
import { benchmarks, runs, samples } from "../tables.ts";

/** The graded answers of each run as votes, in the order of the ids, by one statement. */
export async function readBallots(drizzle: Drizzle, runIds: readonly number[]): Promise<Ballot[][]> {
  const { runId, problemId, answer, expected, correct } = samples;
  const rows = await drizzle
    .select({ runId, problemId, answer, expected, correct, optionCount: benchmarks.optionCount })
    .from(samples)
    .innerJoin(runs, eq(runs.id, runId))
    .innerJoin(benchmarks, eq(benchmarks.id, runs.benchmarkId))
    // What could not be decided in a run that was graded is a vote for a wrong answer.
    .where(
      and(inArray(runId, [...runIds]), or(isNotNull(correct), and(isNull(samples.error), isNotNull(runs.accuracy)))),
    );
  const byRun = Map.groupBy(rows, (row) => row.runId);
  return runIds.map((id) =>
    (byRun.get(id) ?? []).map((row) => ({
      problem: row.problemId,
      vote: voteOf(row.answer, row.expected, row.optionCount),
      correct: row.correct ?? false,
    })),
  );
}

/**
 * What an answer votes for. The letter of an option stands for another option where a repeat shows them in another
 * order, so it votes for its distance from the right letter (`voteForOption`); every other answer votes for its value
 * (`voteForValue`), so that a number has one vote however it is written.
 *
 * @param optionCount how many options each question of the benchmark has, shown by the letters A, B …; null where the
 *   benchmark states none: none of its answers is an option.
 */
export function voteOf(answer: string | null, expected: string | null, optionCount: number | null): string | null {
  if (answer === null) return null;
  if (expected === null || optionCount === null) return voteForValue(answer);
  const areOptions = [answer, expected].every((text) => isOption(text, optionCount));
  return areOptions ? voteForOption(answer, expected, optionCount) : voteForValue(answer);
}

function isOption(text: string, optionCount: number): boolean {
  return /^[A-Z]$/.test(text) && text.charCodeAt(0) - "A".charCodeAt(0) < optionCount;
}
