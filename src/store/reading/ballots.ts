import { and, inArray, isNotNull } from "drizzle-orm";
import { type Ballot, voteForOption } from "../../frontier/testTimeCompute/majorityVote.ts";
import type { Drizzle } from "../database/database.ts";
import { samples } from "../tables.ts";

/** The options of a multiple-choice problem, whose answers are letters. */
const OPTIONS = 4;

/** The graded answers of each run as votes, in the order of the ids, by one statement. */
export async function readBallots(drizzle: Drizzle, runIds: readonly number[]): Promise<Ballot[][]> {
  const { runId, problemId, answer, expected, correct } = samples;
  const rows = await drizzle
    .select({ runId, problemId, answer, expected, correct })
    .from(samples)
    .where(and(inArray(runId, [...runIds]), isNotNull(correct)));
  const byRun = Map.groupBy(rows, (row) => row.runId);
  return runIds.map((id) =>
    (byRun.get(id) ?? []).map((row) => ({
      problem: row.problemId,
      vote: voteOf(row.answer, row.expected),
      correct: row.correct!,
    })),
  );
}

/** A letter stands for another option where a repeat has them in another order. */
export function voteOf(answer: string | null, expected: string | null): string | null {
  const isLetter = (text: string | null) => text !== null && /^[A-D]$/.test(text);
  return isLetter(answer) && isLetter(expected) ? voteForOption(answer!, expected!, OPTIONS) : answer;
}
