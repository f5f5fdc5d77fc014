import { accuracyInterval, type Interval } from "../statistics/intervals.ts";
import { majorityVote } from "./majorityVote.ts";
import { passAtK } from "./passAtK.ts";
import { meanCosts, type OperatingPoint, type OperatingPointValue, type SampledAnswer } from "./sampledAnswers.ts";
import { type CostAtCap, cutOff, defaultTokenCaps, numbered } from "./tokenCaps.ts";
import { ballotsOf, tallyVotes, type VoteTally, votesAreKnown } from "./voteTally.ts";

/**
 * Returns the accuracy of a majority of k of a model's repeats, as the expectation over all choices of k
 * (`majorityVote`), at k times the cost of one answer.
 *
 * @param votes the values of k; by default each from 2 to the number of repeats of the problem with the fewest.
 * @returns one point for each k; null if some votes are unknown (`votesAreKnown`).
 */
export function majorityCurve(
  answers: readonly SampledAnswer[],
  votes: readonly number[] = repeatCounts(answers),
): OperatingPointValue[] | null {
  if (!votesAreKnown(answers)) return null;
  return pointsOfRepeats(answers, votes, chancesOfMajority(), (k) => ({ tokenCap: null, votes: k, bestOf: null }));
}

/**
 * Returns the accuracy of a majority of k answers, each of which is cut off at a cap. An unfinished answer does not
 * vote and costs the cap.
 *
 * @returns one point for each cap and k; null if some votes are unknown.
 */
export function cappedMajorityCurve(
  answers: readonly SampledAnswer[],
  caps: readonly number[] = defaultTokenCaps(answers),
  costAtCap?: CostAtCap,
  votes: readonly number[] = repeatCounts(answers),
): OperatingPointValue[] | null {
  if (!votesAreKnown(answers)) return null;
  const chanceOf = chancesOfMajority();
  return caps.flatMap((tokenCap) =>
    pointsOfRepeats(cutOff(answers, tokenCap, costAtCap), votes, chanceOf, (k) => ({
      tokenCap,
      votes: k,
      bestOf: null,
    })),
  );
}

/**
 * Returns the accuracy of the best of k of a model's repeats (pass@k, `passAtK`), at k times the cost of one answer. It
 * is an upper bound of every way to choose among the k.
 *
 * @param counts the values of k; by default each from 2 to the number of repeats of the problem with the fewest.
 * @returns one point for each k; null if answers have partial credit.
 */
export function bestOfCurve(
  answers: readonly SampledAnswer[],
  counts: readonly number[] = repeatCounts(answers),
): OperatingPointValue[] | null {
  if (answers.some(({ score }) => score !== 0 && score !== 1)) return null;
  const chanceOf = remembered((tally, k) => passAtK(ballotsOf(tally), k)!.mean);
  return pointsOfRepeats(answers, counts, chanceOf, (k) => ({ tokenCap: null, votes: null, bestOf: k }));
}

/**
 * Returns the numbers from 2 to the number of repeats of the problem with the fewest; none if one has a single answer.
 */
export function repeatCounts(answers: readonly SampledAnswer[]): number[] {
  const counts = new Map<string, number>();
  for (const { problem } of answers) counts.set(problem, (counts.get(problem) ?? 0) + 1);
  const fewest = Math.min(...counts.values());
  return Number.isFinite(fewest) ? Array.from({ length: Math.max(0, fewest - 1) }, (_, i) => i + 2) : [];
}

export type ChanceOfRight = (tally: VoteTally, k: number) => number;

export function chancesOfMajority(): ChanceOfRight {
  return remembered((tally, k) => majorityVote(ballotsOf(tally), k)!.mean);
}

/** The results are kept, since most problems of an easy or a hard set have one of a few tallies. */
function remembered(chanceOf: ChanceOfRight): ChanceOfRight {
  const known = new Map<string, number>();
  return (tally, k) => {
    if (tally.right === 0) return 0;
    const key = `${k} ${tally.right} ${tally.abstained} ${tally.wrong.join()}`;
    const chance = known.get(key) ?? chanceOf(tally, k);
    known.set(key, chance);
    return chance;
  };
}

function pointsOfRepeats(
  answers: readonly SampledAnswer[],
  counts: readonly number[],
  chanceOf: ChanceOfRight,
  pointAt: (k: number) => OperatingPoint,
): OperatingPointValue[] {
  if (answers.length === 0) return [];
  const problems = numbered(answers.map(({ problem }) => problem));
  const tallies = [...Map.groupBy(answers, (_, row) => problems[row]!).values()].map(tallyVotes);
  const fewest = tallies.reduce((least, { count }) => Math.min(least, count), Infinity);
  const one = meanCosts(answers);
  return counts
    .filter((k) => k <= fewest)
    .map((k) => {
      // Every answer represents the chance of its problem, so that the interval is clustered and counts answers.
      const chances = tallies.map((tally) => chanceOf(tally, k));
      const accuracy = accuracyInterval(
        Array.from(problems, (problem) => chances[problem]!),
        problems,
      )!;
      const point = pointAt(k);
      return { point, accuracy, upperBound: point.bestOf !== null, measures: timesEach(k, one) };
    });
}

function timesEach(factor: number, measures: Readonly<Record<string, Interval>>): Record<string, Interval> {
  return Object.fromEntries(Object.entries(measures).map(([metric, one]) => [metric, times(factor, one)]));
}

function times(factor: number, { value, low, high, count, standardError }: Interval): Interval {
  if (low === undefined || high === undefined) return { value: factor * value, count };
  const scaledError = standardError === undefined ? {} : { standardError: factor * standardError };
  return { value: factor * value, low: factor * low, high: factor * high, count, ...scaledError };
}
