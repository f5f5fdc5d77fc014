import type { Ballot } from "./majorityVote.ts";
import type { SampledAnswer } from "./sampledAnswers.ts";

/** The votes of a problem's answers. Right answers agree with each other, however they are written. */
export interface VoteTally {
  count: number;
  right: number;
  /** The number of votes for each wrong answer, most first. */
  wrong: number[];
  /** The number of answers without a vote. */
  abstained: number;
}

/**
 * Says whether the votes of answers are known. An answer that was graded right states something. If it has no vote, its
 * text is unknown, and then wrong answers without a vote may agree with each other or not. An answer with partial
 * credit is neither right nor wrong and has no vote.
 */
export function votesAreKnown(answers: readonly SampledAnswer[]): boolean {
  return answers.every(({ score, vote }) => score === 0 || (score === 1 && vote !== null));
}

/** Counts the votes of a problem's answers, each right (score 1) or wrong. */
export function tallyVotes(answers: readonly SampledAnswer[]): VoteTally {
  const wrong = new Map<string, number>();
  let right = 0;
  let abstained = 0;
  for (const { score, vote } of answers) {
    if (score === 1) right++;
    else if (vote === null) abstained++;
    else wrong.set(vote, (wrong.get(vote) ?? 0) + 1);
  }
  return { count: answers.length, right, wrong: [...wrong.values()].sort((a, b) => b - a), abstained };
}

/** Returns ballots that have the same counts as the tally. */
export function ballotsOf({ right, wrong, abstained }: VoteTally): Ballot[] {
  const ballots = (count: number, vote: string | null, correct: boolean): Ballot[] =>
    Array.from({ length: count }, () => ({ problem: 0, vote, correct }));
  return [
    ...ballots(right, "right", true),
    ...wrong.flatMap((count, at) => ballots(count, `wrong ${at}`, false)),
    ...ballots(abstained, null, false),
  ];
}
