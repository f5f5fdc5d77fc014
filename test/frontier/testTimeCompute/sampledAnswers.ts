import fc from "fast-check";
import type { SampledAnswer } from "../../../src/frontier/testTimeCompute/sampledAnswers.ts";

/** An answer that is right where it votes for "a", costs its tokens and two FLOP a token. */
export function answerOf(problem: string, vote: string | null, tokens: number): SampledAnswer {
  return { problem, vote, tokens, score: Number(vote === "a"), costs: { flops: 2 * tokens } };
}

/** What two FLOP a token are of a part of an answer. */
export function flopsAtCap(_answer: SampledAnswer, cap: number): Record<string, number> {
  return { flops: 2 * cap };
}

const vote = fc.constantFrom("a", "a", "b", "c", null);
const tokens = fc.integer({ min: 1, max: 60 });

/** Answers to up to five problems, each with `least` to six repeats. */
export function sampledAnswers(least = 1): fc.Arbitrary<SampledAnswer[]> {
  const repeats = fc.array(fc.tuple(vote, tokens), { minLength: least, maxLength: 6 });
  return fc
    .array(repeats, { minLength: 1, maxLength: 5 })
    .map((problems) =>
      problems.flatMap((answers, problem) => answers.map(([vote, tokens]) => answerOf(`p${problem}`, vote, tokens))),
    );
}

export function byProblem(answers: readonly SampledAnswer[]): SampledAnswer[][] {
  return [...Map.groupBy(answers, ({ problem }) => problem).values()];
}

export function subsets<Item>(items: readonly Item[], size: number): Item[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) => subsets(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
