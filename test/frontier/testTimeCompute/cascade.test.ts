import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cascade } from "../../../src/frontier/testTimeCompute/cascade.ts";
import type { SampledAnswer } from "../../../src/frontier/testTimeCompute/sampledAnswers.ts";
import { answerOf, byProblem, mean, sampledAnswers, subsets } from "./sampledAnswers.ts";

/** Plays the cascade out on every choice of the small model's answers and each of the large one's. */
function playedOut(small: SampledAnswer[], large: SampledAnswer[], votes: number) {
  const problems = byProblem(small).flatMap((repeats) => {
    const behind = large.filter(({ problem }) => problem === repeats[0]!.problem);
    if (behind.length === 0) return [];
    const games = subsets(repeats, votes).flatMap((chosen) => {
      const [first] = chosen;
      const agree = first!.vote !== null && chosen.every(({ vote }) => vote === first!.vote);
      const spent = chosen.reduce((sum, { tokens }) => sum + tokens, 0);
      return behind.map(({ score, tokens }) => ({
        score: agree ? first!.score : score,
        tokens: agree ? spent : spent + tokens,
        escalated: Number(!agree),
      }));
    });
    return [
      {
        score: mean(games.map(({ score }) => score)),
        tokens: mean(games.map(({ tokens }) => tokens)),
        escalated: mean(games.map(({ escalated }) => escalated)),
      },
    ];
  });
  return {
    accuracy: mean(problems.map(({ score }) => score)),
    tokens: mean(problems.map(({ tokens }) => tokens)),
    escalated: mean(problems.map(({ escalated }) => escalated)),
    problemCount: problems.length,
  };
}

describe("a cascade", () => {
  it("is what every choice of answers gives in the mean, on the problems that both have", () => {
    fc.assert(
      fc.property(sampledAnswers(3), sampledAnswers(1), fc.integer({ min: 2, max: 3 }), (small, large, votes) => {
        const value = cascade(small, large, votes)!;
        const brute = playedOut(small, large, votes);
        expect(value.problemCount).toBe(brute.problemCount);
        expect(value.accuracy.value).toBeCloseTo(brute.accuracy, 10);
        expect(value.escalated.value).toBeCloseTo(brute.escalated, 10);
        expect(value.measures.output_tokens!.value).toBeCloseTo(brute.tokens, 8);
        expect(value.measures.flops!.value).toBeCloseTo(2 * brute.tokens, 8);
      }),
    );
  });

  it("asks the large model where no vote is stated, and never where all agree", () => {
    const silent = [null, null].map((vote) => answerOf("p", vote, 5));
    const sure = ["b", "b"].map((vote) => answerOf("p", vote, 5));
    const large = [answerOf("p", "a", 100)];
    expect(cascade(silent, large, 2)).toMatchObject({ accuracy: { value: 1 }, escalated: { value: 1 } });
    expect(cascade(sure, large, 2)).toMatchObject({
      accuracy: { value: 0 },
      escalated: { value: 0 },
      measures: { output_tokens: { value: 10 } },
    });
  });

  it("takes right answers as agreeing however they are written", () => {
    const small = ["1/2", "0.5"].map((vote) => ({ ...answerOf("p", vote, 5), score: 1 }));
    expect(cascade(small, [answerOf("p", "b", 9)], 2)).toMatchObject({
      accuracy: { value: 1 },
      escalated: { value: 0 },
    });
  });

  it("has intervals over problems: repeats of one are no trials of their own", () => {
    const small = ["p", "q", "r", "s"].flatMap((problem) =>
      Array.from({ length: 6 }, () => answerOf(problem, problem === "p" ? "b" : "a", 5)),
    );
    const large = ["p", "q", "r", "s"].map((problem) => answerOf(problem, "a", 9));
    const { accuracy, measures } = cascade(small, large, 2)!;
    // Problems are right at 0, 1, 1, 1: their standard deviation is 1/2.
    expect(accuracy).toMatchObject({ value: 0.75, standardError: expect.closeTo(0.25, 12), count: 24 });
    expect(measures.output_tokens).toMatchObject({ value: 10, low: 10, high: 10, count: 4 });
  });

  it("has only the costs that both models have", () => {
    const large = [{ ...answerOf("p", "a", 9), costs: { latency: 1 } }];
    expect(Object.keys(cascade([answerOf("p", "a", 1), answerOf("p", "b", 1)], large, 2)!.measures)).toEqual([
      "output_tokens",
    ]);
  });

  it("is absent without shared problems, with too few answers, and where votes are not known", () => {
    const small = [answerOf("p", "a", 1), answerOf("p", "b", 1)];
    expect(cascade(small, [answerOf("q", "a", 1)], 2)).toBeNull();
    expect(cascade(small, [answerOf("p", "a", 1)], 3)).toBeNull();
    expect(cascade([{ ...small[0]!, vote: null }, small[1]!], [answerOf("p", "a", 1)], 2)).toBeNull();
    const partlyKnown = [...small, { ...answerOf("q", "a", 1), vote: null }, answerOf("q", "b", 1)];
    expect(cascade(partlyKnown, [answerOf("p", "a", 1), answerOf("q", "a", 1)], 2)).toBeNull();
    const mixed = [...small, ...["a", "b", "a"].map((vote) => answerOf("q", vote, 1))];
    expect(cascade(mixed, [answerOf("p", "a", 1), answerOf("q", "a", 1)], 3)).toBeNull();
    expect(() => cascade(small, small, 2.5)).toThrow(RangeError);
    // A problem that the large model does not have does not matter.
    expect(cascade([...small, answerOf("q", "a", 1)], [answerOf("p", "a", 1)], 2)?.problemCount).toBe(1);
    expect(() => cascade(small, small, 1)).toThrow(RangeError);
  });
});
