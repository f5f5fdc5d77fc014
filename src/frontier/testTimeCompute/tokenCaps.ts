import { accuracyInterval, type Interval, meanInterval } from "../statistics/intervals.ts";
import { costMetrics, costOf, type OperatingPointValue, type SampledAnswer } from "./sampledAnswers.ts";

/**
 * What an answer would have cost had it been cut off at `cap` output tokens, by metric. A cost that cannot be told of a
 * part of an answer, such as its latency, is left out, for every answer.
 */
export type CostAtCap = (answer: SampledAnswer, cap: number) => Readonly<Record<string, number>>;

/** At most so many caps a model. */
const MOST_CAPS = 24;

/** Steps of a grid of caps in powers of two, from fine to coarse; a coarse grid's caps are all on the finer ones. */
const STEPS = [1 / 4, 1 / 2, 1, 2, 4];

/**
 * The token caps to try where none are asked for: powers of two in steps of a quarter (rounded to whole tokens), from the
 * shortest answer's tokens to below the longest's; in steps of a half, one, two or four where that makes more than 24.
 * The grid is the same for every model, so that caps of different models meet.
 */
export function defaultTokenCaps(answers: readonly SampledAnswer[]): number[] {
  let [shortest, longest] = [Infinity, -Infinity];
  for (const { tokens } of answers) {
    if (tokens < shortest) shortest = tokens;
    if (tokens > longest) longest = tokens;
  }
  if (!(Math.max(shortest, 1) < longest)) return [];
  for (const step of STEPS) {
    const caps = capsBetween(Math.max(shortest, 1), longest, step);
    if (caps.length <= MOST_CAPS) return caps;
  }
  return [];
}

function capsBetween(from: number, below: number, step: number): number[] {
  const caps = new Set<number>();
  for (let power = Math.floor(Math.log2(from) / step); power * step <= Math.log2(below) + step; power++) {
    const cap = Math.round(2 ** (power * step));
    if (cap >= from && cap < below) caps.add(cap);
  }
  return [...caps];
}

/**
 * The answers as they would be had each been cut off at `cap` output tokens: one that is not finished by then is wrong,
 * votes for nothing and costs the cap. Other costs are those that `costAtCap` can tell.
 */
export function cutOff(answers: readonly SampledAnswer[], cap: number, costAtCap?: CostAtCap): SampledAnswer[] {
  const metrics = scalableCosts(answers, cap, costAtCap);
  return answers.map((answer) => {
    if (answer.tokens > cap)
      return { ...answer, score: 0, vote: null, tokens: cap, costs: costAtCap?.(answer, cap) ?? {} };
    return { ...answer, costs: Object.fromEntries(metrics.map((metric) => [metric, answer.costs[metric]!])) };
  });
}

/**
 * The accuracy and the costs of a model under token caps: what is not finished within a cap counts as wrong and costs
 * the cap. One pass over the answers from short to long.
 *
 * @param answers of a model in a mode, on one benchmark.
 * @param caps in output tokens; by default `defaultTokenCaps`.
 * @param costAtCap what a cut-off answer cost; without it the curve has only `output_tokens`.
 * @returns a point a cap, from low to high; none for no answers.
 */
export function cappedCurve(
  answers: readonly SampledAnswer[],
  caps: readonly number[] = defaultTokenCaps(answers),
  costAtCap?: CostAtCap,
): OperatingPointValue[] {
  const sorted = answers.toSorted((a, b) => a.tokens - b.tokens);
  const problems = numbered(sorted.map(({ problem }) => problem));
  const metrics = scalableCosts(answers, Math.max(0, ...caps), costAtCap);
  const scores = new Float64Array(sorted.length);
  const tokens = new Float64Array(sorted.length);
  const costs = metrics.map(() => new Float64Array(sorted.length));
  if (sorted.length === 0) return [];

  let finished = 0;
  return caps
    .toSorted((a, b) => a - b)
    .map((cap) => {
      for (; finished < sorted.length && sorted[finished]!.tokens <= cap; finished++) {
        const answer = sorted[finished]!;
        scores[finished] = answer.score;
        tokens[finished] = answer.tokens;
        metrics.forEach((metric, column) => {
          costs[column]![finished] = costOf(answer, metric);
        });
      }
      tokens.fill(cap, finished);
      for (let row = finished; row < sorted.length && metrics.length > 0; row++) {
        const cut = costAtCap!(sorted[row]!, cap);
        metrics.forEach((metric, column) => {
          costs[column]![row] = cut[metric]!;
        });
      }
      const measures: Record<string, Interval> = { output_tokens: meanInterval(tokens, problems)! };
      metrics.forEach((metric, column) => {
        measures[metric] = meanInterval(costs[column]!, problems)!;
      });
      const point = { tokenCap: cap, votes: null, bestOf: null };
      return { point, accuracy: accuracyInterval(scores, problems)!, upperBound: false, measures };
    });
}

/** The costs beside tokens that every answer has, and that are known of a cut-off answer too. */
export function scalableCosts(answers: readonly SampledAnswer[], cap: number, costAtCap?: CostAtCap): string[] {
  const [first] = answers;
  if (first === undefined || costAtCap === undefined) return [];
  const known = new Set(costMetrics(answers));
  return Object.keys(costAtCap(first, Math.min(cap, first.tokens))).filter((metric) => known.has(metric));
}

/** Each problem as a number, counted from zero in the order of appearance. */
export function numbered(problems: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(problems, (problem) => {
    const number = numbers.get(problem) ?? numbers.size;
    numbers.set(problem, number);
    return number;
  });
}
