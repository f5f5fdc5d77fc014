import { accuracyInterval, type Interval, meanInterval } from "../statistics/intervals.ts";
import { costMetrics, costOf, type OperatingPointValue, type SampledAnswer } from "./sampledAnswers.ts";

/**
 * Returns the costs of an answer if it is cut off at `cap` output tokens, by metric. A cost that is unknown for a part
 * of an answer, such as its latency, is left out for every answer.
 */
export type CostAtCap = (answer: SampledAnswer, cap: number) => Readonly<Record<string, number>>;

/** The largest number of caps of a model. */
const MOST_CAPS = 24;

/**
 * The steps of a grid of caps in powers of two, from fine to coarse. The caps of a coarse grid are on the finer ones
 * too.
 */
const STEPS = [1 / 4, 1 / 2, 1, 2, 4];

/**
 * Returns the default token caps: powers of two with exponents in steps of a quarter, rounded to whole tokens, from the
 * tokens of the shortest answer to below those of the longest. The steps are a half, one, two or four if there would be
 * more than 24 caps. The grid is the same for every model, so that different models have caps in common.
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
 * Returns the answers as if each were cut off at `cap` output tokens. An answer that is not finished by then is wrong,
 * votes for nothing and costs the cap. Its other costs are those of `costAtCap`.
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
 * Returns the accuracy and the costs of a model under token caps. An answer that is not finished within a cap is wrong
 * and costs the cap. This takes one pass over the answers from short to long.
 *
 * @param answers the answers of a model in a mode on one benchmark.
 * @param caps the caps in output tokens; by default `defaultTokenCaps`.
 * @param costAtCap returns the costs of a cut-off answer. Without it the curve has only `output_tokens`.
 * @returns one point for each cap, from low to high; none if there are no answers.
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

/** Returns the costs other than tokens that every answer has and that are known of a cut-off answer too. */
export function scalableCosts(answers: readonly SampledAnswer[], cap: number, costAtCap?: CostAtCap): string[] {
  const [first] = answers;
  if (first === undefined || costAtCap === undefined) return [];
  const known = new Set(costMetrics(answers));
  return Object.keys(costAtCap(first, Math.min(cap, first.tokens))).filter((metric) => known.has(metric));
}

/** Numbers the problems from zero in the order in which they first appear. */
export function numbered(problems: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(problems, (problem) => {
    const number = numbers.get(problem) ?? numbers.size;
    numbers.set(problem, number);
    return number;
  });
}
