import { accuracyInterval, type Interval, meanInterval } from "../statistics/intervals.ts";
import { costMetrics, costOf, type SampledAnswer } from "./sampledAnswers.ts";
import { tallyVotes, type VoteTally, votesAreKnown } from "./voteTally.ts";

/** The accuracy and the costs of a small model with a large one behind it. */
export interface CascadeValue {
  /** How many answers of the small model have to agree. */
  votes: number;
  accuracy: Interval;
  /**
   * The mean for each problem of the costs that are known of every answer: the small model's votes and the large
   * model's share.
   */
  measures: Record<string, Interval>;
  /** The share of problems that go to the large model. */
  escalated: Interval;
  /** The number of problems that both have answered. */
  problemCount: number;
}

/**
 * Evaluates a cascade. The small model answers `votes` times. If its answers agree, the common answer is taken, and
 * otherwise the large model answers once (Chen, Zaharia, Zou, "FrugalGPT", arXiv:2305.05176; agreement as the signal:
 * Yue et al., arXiv:2310.03094). The result is the exact expectation over all choices of the small model's answers,
 * which has no bias. It is taken over the problems that both have answered, each of which counts the same. Answers that
 * state nothing agree with none.
 *
 * @param small the answers of the small model in its mode, each right or wrong, with their votes.
 * @param large the answers of the large model on the same benchmark, which may have partial credit.
 * @param votes a whole number, at least 2.
 * @returns null if the models share no problem, if a shared one has fewer than `votes` answers of the small model, or
 *   if some votes of the small model are unknown.
 */
export function cascade(
  small: readonly SampledAnswer[],
  large: readonly SampledAnswer[],
  votes: number,
): CascadeValue | null {
  if (!Number.isInteger(votes) || votes < 2)
    throw new RangeError(`A cascade needs a whole number of at least 2 votes, not ${votes}.`);
  const ofLarge = Map.groupBy(large, ({ problem }) => problem);
  const ofSmall = Map.groupBy(
    small.filter(({ problem }) => ofLarge.has(problem)),
    ({ problem }) => problem,
  );
  const shared = [...ofSmall].map(([problem, answers]) => ({
    problem,
    small: answers,
    large: ofLarge.get(problem)!,
    tally: tallyVotes(answers),
  }));
  if (shared.length === 0 || shared.some(({ tally }) => tally.count < votes)) return null;
  if (!shared.every((problem) => votesAreKnown(problem.small))) return null;

  const problems = shared.map(({ problem }) => problem);
  const chances = shared.map(({ tally }) => chancesOfAgreement(tally, votes));
  const escalated = chances.map(({ agree }) => 1 - agree);
  const scores = shared.map((problem, at) => chances[at]!.agreeRight + escalated[at]! * mean(problem.large, scoreOf));
  // Every answer of the small model represents its problem, so that the intervals are clustered and count answers.
  const rows = shared.flatMap((problem, at) => problem.small.map(() => at));
  const intervalOf = (values: readonly number[]) =>
    accuracyInterval(
      rows.map((at) => values[at]!),
      rows,
    )!;
  const costsOfLarge = new Set(costMetrics(shared.flatMap((problem) => problem.large)));
  const metrics = costMetrics(shared.flatMap((problem) => problem.small)).filter((metric) => costsOfLarge.has(metric));
  const measures = metrics.map((metric): [string, Interval] => {
    const costs = shared.map(
      (problem, at) =>
        votes * mean(problem.small, (answer) => costOf(answer, metric)) +
        escalated[at]! * mean(problem.large, (answer) => costOf(answer, metric)),
    );
    return [metric, meanInterval(costs, problems)!];
  });
  return {
    votes,
    accuracy: intervalOf(scores),
    measures: Object.fromEntries(measures),
    escalated: intervalOf(escalated),
    problemCount: shared.length,
  };
}

/**
 * Returns the chances that `votes` answers drawn without replacement all agree, and that they agree on the right
 * answer.
 */
export function chancesOfAgreement(
  { count, right, wrong }: VoteTally,
  votes: number,
): { agree: number; agreeRight: number } {
  const agreeRight = chanceOfAll(right, count, votes);
  const agree = wrong.reduce((sum, group) => sum + chanceOfAll(group, count, votes), agreeRight);
  return { agree: Math.min(1, agree), agreeRight };
}

/** Returns C(group, drawn) / C(count, drawn), as a product, since binomials overflow. */
function chanceOfAll(group: number, count: number, drawn: number): number {
  let chance = 1;
  for (let taken = 0; taken < drawn; taken++) chance *= Math.max(0, group - taken) / (count - taken);
  return chance;
}

function scoreOf({ score }: SampledAnswer): number {
  return score;
}

function mean(answers: readonly SampledAnswer[], figure: (answer: SampledAnswer) => number): number {
  return answers.reduce((sum, answer) => sum + figure(answer), 0) / answers.length;
}
