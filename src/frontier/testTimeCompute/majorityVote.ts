import { type ClusteredMean, meanOverProblems } from "../statistics/clusteredMean.ts";

/** One of a problem's repeats: what it votes for, and whether that is right. */
export interface Ballot {
  problem: string | number;
  /** Equal for equal answers (of letters, see `voteForOption`); null where the answer states nothing. */
  vote: string | null;
  correct: boolean;
}

/** Beyond it binomials would overflow. */
const MOST_REPEATS = 1_000;

/**
 * The accuracy of a majority of k: of k of a problem's n ≥ k answers, drawn without replacement, the one that most agree
 * on is taken. Its expectation over all choices of k, exact and so without bias, averaged over problems, with its
 * standard error over problems (Wang et al., "Self-consistency improves chain of thought reasoning", arXiv:2203.11171,
 * vote in this way). Right answers agree with each other however they are written. Of answers that tie, each is taken
 * with the same chance. An answer that states nothing has no vote; where none of the k has one, the problem is not
 * solved.
 *
 * @param ballots those of answers that were not scored left out.
 * @param k at least 1.
 * @returns null where a problem has fewer than k answers: leaving it out would bias the mean; and for no ballots.
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
 * What the letter of a chosen option votes for, the same in all repeats. Where options change their order between
 * repeats, equal letters are not equal answers; where they are rotated, as `gpqa-diamond` does, or stay, the way from
 * the right letter to the chosen one always leads to the same option.
 *
 * @param expected the letter that was right in the answer's own repeat.
 * @param options how many there are.
 */
export function voteForOption(answer: string, expected: string, options: number): string {
  return String((answer.charCodeAt(0) - expected.charCodeAt(0) + options) % options);
}

interface VoteCounts {
  right: number;
  /** Of each wrong answer. */
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

/** Sums over how many right answers are drawn; the others must then be drawn no more often each. */
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
 * In how many ways answers can be drawn from the wrong ones with none more often than `most`.
 *
 * @returns by how many of them are drawn just `most` times, then by how many answers are left to draw.
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
