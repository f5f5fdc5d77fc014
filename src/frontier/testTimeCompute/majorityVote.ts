import { type ClusteredMean, meanOverProblems } from "../statistics/clusteredMean.ts";

/** The vote of one of a problem's repeats, and whether it is right. */
export interface Ballot {
  problem: string | number;
  /**
   * The vote, which is equal for equal answers (for letters see `voteForOption`); null if the answer states nothing.
   */
  vote: string | null;
  correct: boolean;
}

/** With more repeats, binomials would overflow. */
const MOST_REPEATS = 1_000;

/**
 * Returns the accuracy of a majority of k answers: of k of a problem's n ≥ k answers, drawn without replacement, the
 * most frequent one is taken (Wang et al., "Self-consistency improves chain of thought reasoning", arXiv:2203.11171).
 * The result is the exact expectation over all choices of k, which has no bias, averaged over problems, with its
 * standard error over problems. Right answers agree with each other, however they are written. If answers tie, each is
 * taken with the same chance. An answer that states nothing has no vote. If none of the k has a vote, the problem is
 * not solved.
 *
 * @param ballots the ballots of the answers that were scored.
 * @param k a whole number, at least 1.
 * @returns null if there are no ballots, or if a problem has fewer than k answers, since leaving it out would bias the
 *   mean.
 * @throws RangeError if k is not a whole number of at least 1, or a problem has more than 1,000 answers.
 */
export function majorityVote(ballots: Iterable<Ballot>, k: number): ClusteredMean | null {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`A majority needs a whole k of at least 1, not ${k}.`);
  const problems = Map.groupBy(ballots, ({ problem }) => problem);
  for (const { length } of problems.values()) {
    if (length > MOST_REPEATS) throw new RangeError(`A majority is of at most ${MOST_REPEATS} answers, not ${length}.`);
    if (length < k) return null;
  }
  return meanOverProblems(
    [...problems.values()].map((answers) => chanceOfRight(countVotes(answers), k)),
    [...problems.keys()],
  );
}

/**
 * Returns the vote for a chosen option, which is the same in all repeats. If options change their order between
 * repeats, equal letters are not equal answers. If they are rotated, as `gpqa-diamond` does, or keep their order, the
 * distance from the right letter to the chosen one always leads to the same option.
 *
 * @param expected the right letter in the answer's own repeat.
 * @param options the number of options.
 */
export function voteForOption(answer: string, expected: string, options: number): string {
  return String((answer.charCodeAt(0) - expected.charCodeAt(0) + options) % options);
}

interface VoteCounts {
  right: number;
  /** The number of votes for each wrong answer. */
  wrong: number[];
  abstained: number;
}

function countVotes(answers: readonly Ballot[]): VoteCounts {
  const right = answers.filter(({ correct }) => correct).length;
  const abstained = answers.filter(({ correct, vote }) => !correct && vote === null).length;
  const others = Map.groupBy(
    answers.filter(({ correct, vote }) => !correct && vote !== null),
    ({ vote }) => vote,
  );
  return { right, abstained, wrong: [...others.values()].map(({ length }) => length) };
}

/** Sums over the number of right answers that are drawn. No other answer may then be drawn more often. */
function chanceOfRight({ right, wrong, abstained }: VoteCounts, k: number): number {
  const count = right + abstained + wrong.reduce((total, size) => total + size, 0);
  let choices = 0;
  for (let drawn = 1; drawn <= Math.min(right, k); drawn++) {
    const others = choicesByTies(wrong, drawn, k - drawn);
    others.forEach((byRest, ties) => {
      byRest.forEach((ways, rest) => {
        choices += (binomial(right, drawn) * ways * binomial(abstained, rest)) / (ties + 1);
      });
    });
  }
  return choices / binomial(count, k);
}

/**
 * Returns the number of ways to draw from the wrong answers such that none is drawn more often than `most`.
 *
 * @returns the ways by the number of wrong answers that are drawn exactly `most` times, then by the number of answers
 *   that are still to be drawn.
 */
function choicesByTies(wrong: readonly number[], most: number, toDraw: number): number[][] {
  let ways = [emptyWays(toDraw)];
  ways[0]![toDraw] = 1;
  for (const size of wrong) {
    const next = [...ways, []].map(() => emptyWays(toDraw));
    ways.forEach((byRest, ties) => {
      byRest.forEach((before, rest) => {
        if (before === 0) return;
        for (let drawn = 0; drawn <= Math.min(size, most, rest); drawn++)
          next[drawn === most ? ties + 1 : ties]![rest - drawn]! += before * binomial(size, drawn);
      });
    });
    if (next.at(-1)!.every((value) => value === 0)) next.pop();
    ways = next;
  }
  return ways;
}

function emptyWays(toDraw: number): number[] {
  return new Array<number>(toDraw + 1).fill(0);
}

function binomial(of: number, choose: number): number {
  if (choose > of) return 0;
  let value = 1;
  for (let i = 1; i <= Math.min(choose, of - choose); i++) value *= (of - Math.min(choose, of - choose) + i) / i;
  return value;
}
