import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilsonInterval } from "../../../src/frontier/statistics/intervals.ts";
import { wrongAnswerCost } from "../../../src/frontier/studies/wrongAnswerCost.ts";
import { answerOf, byProblem, mean, sampledAnswers } from "../testTimeCompute/sampledAnswers.ts";

const tokensOf = (answers: readonly { tokens: number }[]) => answers.map(({ tokens }) => tokens);

describe("the cost of wrong answers", () => {
  it("is the ratio of the means, in all and within problems that have both", () => {
    fc.assert(
      fc.property(sampledAnswers(), (answers) => {
        const [pair] = wrongAnswerCost([{ key: "one", answers }]).pairs;
        const right = answers.filter(({ score }) => score === 1);
        const wrong = answers.filter(({ score }) => score === 0);
        expect(pair).toMatchObject({ right: right.length, wrong: wrong.length });
        if (right.length === 0 || wrong.length === 0) expect(pair!.pooled).toBeNull();
        else expect(pair!.pooled!.value).toBeCloseTo(mean(tokensOf(wrong)) / mean(tokensOf(right)), 8);

        const both = byProblem(answers).filter((repeats) => new Set(repeats.map(({ score }) => score)).size === 2);
        const logs = both.map((repeats) => {
          const of = (score: number) => mean(tokensOf(repeats.filter((answer) => answer.score === score)));
          return Math.log(of(0) / of(1));
        });
        if (both.length === 0) expect(pair!.withinProblem).toBeNull();
        else expect(Math.log(pair!.withinProblem!.value)).toBeCloseTo(mean(logs), 8);
      }),
    );
  });

  it("separates difficulty from wrongness", () => {
    // Hard problems take ten times the tokens and are mostly failed; within a problem wrong answers cost the same.
    const answers = Array.from({ length: 20 }, (_, problem) => {
      const isHard = problem % 2 === 0;
      return Array.from({ length: 4 }, (_, repeat) =>
        answerOf(`p${problem}`, repeat < (isHard ? 1 : 3) ? "a" : "b", isHard ? 1000 : 100),
      );
    }).flat();
    const { pairs } = wrongAnswerCost([{ key: "one", answers }]);
    expect(pairs[0]!.pooled!.value).toBeCloseTo(775 / 325, 10);
    expect(pairs[0]!.pooled!.low).toBeGreaterThan(1);
    expect(pairs[0]!.withinProblem).toEqual({ value: 1, low: 1, high: 1, count: 20 });
  });

  it("within problems has Student's interval of the log ratios", () => {
    // SciPy: exp(stats.t.interval(0.95, 4, mean, stats.sem(logs))) of logs = log([2, 3, 1.5, 2.5, 4]).
    const answers = [2, 3, 1.5, 2.5, 4].flatMap((ratio, problem) => [
      answerOf(`p${problem}`, "a", 100),
      answerOf(`p${problem}`, "b", 100 * ratio),
    ]);
    const { value, low, high, count } = wrongAnswerCost([{ key: "one", answers }]).withinProblem!;
    expect(count).toBe(5);
    expect(value).toBeCloseTo(2.459509486, 8);
    expect(low).toBeCloseTo(1.54327, 2);
    expect(high).toBeCloseTo(3.91972, 2);
  });

  it("counts problems, not models, where several models answer the same ones", () => {
    const answers = [2, 3, 1.5, 2.5, 4].flatMap((ratio, problem) => [
      answerOf(`p${problem}`, "a", 100),
      answerOf(`p${problem}`, "b", 100 * ratio),
    ]);
    const once = wrongAnswerCost([{ key: "one", answers }]).withinProblem!;
    const twice = wrongAnswerCost([
      { key: "one", answers },
      { key: "two", answers },
    ]).withinProblem!;
    expect(twice.low).toBeCloseTo(once.low!, 10);
    expect(twice.count).toBe(5);
  });

  it("has the share of pairs that spend more on wrong answers, those without a ratio left out", () => {
    const pairOf = (key: string, right: number, wrong: number | null) => ({
      key,
      answers: [answerOf("p", "a", right), ...(wrong === null ? [] : [answerOf("p", "b", wrong)])],
    });
    const costs = wrongAnswerCost([pairOf("a", 1, 2), pairOf("b", 1, 3), pairOf("c", 5, 4), pairOf("d", 5, null)]);
    expect(costs.shareOfPairs).toEqual({ value: 2 / 3, ...wilsonInterval(2 / 3, 3), count: 3 });
    expect(costs.shareOfPairsWithinProblem).toEqual(costs.shareOfPairs);
    expect(costs.pooled!.value).toBeCloseTo((2 * 3 * 0.8) ** (1 / 3), 10);
    expect(costs.pairs.map(({ key }) => key)).toEqual(["a", "b", "c", "d"]);
    expect(costs.pairs[0]!.pooled).toEqual({ value: 2, count: 1 });
    expect(wrongAnswerCost([])).toMatchObject({ pairs: [], pooled: null, shareOfPairs: null });
  });

  it("can be asked of another cost, and leaves out answers without it, and partial credit", () => {
    const answers = [
      answerOf("p", "a", 10),
      answerOf("p", "b", 30),
      { ...answerOf("p", "b", 1000), score: 0.5 },
      { ...answerOf("p", "b", 1000), costs: {} },
    ];
    expect(wrongAnswerCost([{ key: "one", answers }], "flops").pairs[0]).toMatchObject({
      right: 1,
      wrong: 1,
      pooled: { value: expect.closeTo(3, 10) },
    });
  });
});
