import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accuracyInterval, meanInterval } from "../../../src/frontier/statistics/intervals.ts";
import {
  bestOfCurve,
  cappedMajorityCurve,
  majorityCurve,
  repeatCounts,
} from "../../../src/frontier/testTimeCompute/repeatedAnswers.ts";
import {
  costMetrics,
  costOf,
  meanCosts,
  type SampledAnswer,
} from "../../../src/frontier/testTimeCompute/sampledAnswers.ts";
import { cappedCurve, defaultTokenCaps } from "../../../src/frontier/testTimeCompute/tokenCaps.ts";
import { answerOf, byProblem, flopsAtCap, mean, sampledAnswers, subsets } from "./sampledAnswers.ts";

/** Which of the votes is taken, by hand; the share of the right one among those that tie. */
function shareOfRight(answers: readonly SampledAnswer[]): number {
  const counts = new Map<string, number>();
  for (const { vote } of answers) if (vote !== null) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const winners = [...counts].filter(([, count]) => count === most).map(([vote]) => vote);
  return winners.includes("a") ? 1 / winners.length : 0;
}

function byBruteForce(answers: readonly SampledAnswer[], k: number, taken: (chosen: SampledAnswer[]) => number) {
  return mean(byProblem(answers).map((repeats) => mean(subsets(repeats, k).map(taken))));
}

function naivelyCut(answers: readonly SampledAnswer[], cap: number): SampledAnswer[] {
  return answers.map((answer) => (answer.tokens <= cap ? answer : answerOf(answer.problem, null, cap)));
}

describe("a model under token caps", () => {
  it("is at each cap what its answers are if each is cut by itself", () => {
    const caps = fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 5 });
    fc.assert(
      fc.property(sampledAnswers(), caps, (answers, given) => {
        const curve = cappedCurve(answers, given, flopsAtCap);
        expect(curve.map(({ point }) => point.tokenCap)).toEqual(given.toSorted((a, b) => a - b));
        for (const { point, accuracy, upperBound, measures } of curve) {
          expect({ ...point, upperBound }).toMatchObject({ votes: null, bestOf: null, upperBound: false });
          const cut = naivelyCut(answers, point.tokenCap!);
          const problems = cut.map(({ problem }) => problem);
          const naive = accuracyInterval(
            cut.map(({ score }) => score),
            problems,
          )!;
          expectSame(accuracy, naive);
          for (const [metric, naive] of Object.entries(meanCosts(cut))) expectSame(measures[metric]!, naive);
          expect(Object.keys(measures)).toEqual(["output_tokens", "flops"]);
        }
      }),
    );
  });

  it("never loses accuracy or saves tokens by a higher cap, and ends at the model itself", () => {
    fc.assert(
      fc.property(sampledAnswers(), (answers) => {
        const curve = cappedCurve(answers, [...defaultTokenCaps(answers), 60]);
        for (const [at, value] of curve.slice(1).entries()) {
          expect(value.accuracy.value).toBeGreaterThanOrEqual(curve[at]!.accuracy.value - 1e-12);
          expect(value.measures.output_tokens!.value).toBeGreaterThanOrEqual(
            curve[at]!.measures.output_tokens!.value - 1e-9,
          );
        }
        const whole = meanInterval(
          answers.map(({ tokens }) => tokens),
          answers.map(({ problem }) => problem),
        )!;
        expect(curve.at(-1)!.measures.output_tokens!.value).toBeCloseTo(whole.value, 9);
      }),
    );
  });

  it("has only the costs that are known of a part of an answer, and that every answer has", () => {
    const answers = [answerOf("p", "a", 10), { ...answerOf("q", "b", 30), costs: { latency: 3 } }];
    expect(Object.keys(cappedCurve(answers, [20])[0]!.measures)).toEqual(["output_tokens"]);
    expect(Object.keys(cappedCurve(answers, [20], flopsAtCap)[0]!.measures)).toEqual(["output_tokens"]);
    expect(cappedCurve([], [20])).toEqual([]);
  });

  it("credits an answer that ends at the cap, and a part where credit is partial", () => {
    const answers = [answerOf("p", "a", 20), { ...answerOf("q", null, 5), score: 0.5 }];
    expect(cappedCurve(answers, [20])[0]!.accuracy.value).toBe(0.75);
    expect(cappedCurve(answers, [19])[0]!).toMatchObject({
      accuracy: { value: 0.25 },
      measures: { output_tokens: { value: 12 } },
    });
  });

  it("is by default at powers of two within the observed tokens, at most 24, the same for every model", () => {
    const capsBetween = (from: number, to: number) =>
      defaultTokenCaps([answerOf("p", "a", from), answerOf("p", "a", to)]);
    expect(capsBetween(100, 260)).toEqual([108, 128, 152, 181, 215, 256]);
    expect(capsBetween(1000, 40_000).length).toBe(22);
    const wide = capsBetween(1, 40_000_000);
    expect(wide).toHaveLength(13);
    expect(wide.slice(0, 4)).toEqual([1, 4, 16, 64]);
    // Steps of a half, one and two where a quarter makes more than 24.
    expect(capsBetween(100, 10_000).slice(0, 3)).toEqual([128, 181, 256]);
    expect(capsBetween(1, 4000).slice(0, 5)).toEqual([1, 2, 3, 4, 6]);
    expect(capsBetween(1, 100_000).slice(0, 4)).toEqual([1, 2, 4, 8]);
    expect(capsBetween(3, 2 ** 40).slice(0, 3)).toEqual([4, 16, 64]);
    expect(capsBetween(3, 2 ** 60).slice(0, 3)).toEqual([16, 256, 4096]);
    expect(defaultTokenCaps([answerOf("p", "a", 260), answerOf("p", "a", 100)])).toEqual(capsBetween(100, 260));
    expect(defaultTokenCaps([100, 260, 120].map((tokens) => answerOf("p", "a", tokens)))).toHaveLength(6);
    expect(capsBetween(7, 7)).toEqual([]);
    expect(capsBetween(0, 3)).toEqual([1, 2]);
    expect(defaultTokenCaps([])).toEqual([]);
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(100_000), (from, more) => {
        const caps = capsBetween(from, from + more);
        expect(caps.length).toBeLessThanOrEqual(24);
        expect(new Set(caps).size).toBe(caps.length);
        for (const cap of caps) expect(cap >= Math.max(1, from) && cap < from + more).toBe(true);
      }),
    );
  });
});

describe("a majority of k", () => {
  it("has the accuracy over all choices of k and costs k answers", () => {
    fc.assert(
      fc.property(sampledAnswers(2), (answers) => {
        const curve = majorityCurve(answers)!;
        expect(curve.map(({ point }) => point.votes)).toEqual(repeatCounts(answers));
        for (const { point, accuracy, measures, upperBound } of curve) {
          const k = point.votes!;
          expect(accuracy.value).toBeCloseTo(byBruteForce(answers, k, shareOfRight), 10);
          expect(accuracy.low).toBeLessThanOrEqual(accuracy.value + 1e-12);
          expect(accuracy.high).toBeGreaterThanOrEqual(accuracy.value - 1e-12);
          expect(measures.flops!.value).toBeCloseTo(2 * k * mean(answers.map(({ tokens }) => tokens)), 6);
          expect(upperBound).toBe(false);
        }
      }),
    );
  });

  it("multiplies each cost and its interval by k, and leaves out a k that a problem has no answers for", () => {
    const answers = [
      ...[3, 5].map((tokens) => answerOf("p", "a", tokens)),
      ...[7, 11, 30].map((tokens) => answerOf("q", "b", tokens)),
    ];
    const one = meanCosts(answers).output_tokens!;
    const curve = majorityCurve(answers, [2, 3, 4])!;
    expect(curve.map(({ point }) => point.votes)).toEqual([2]);
    expect(curve[0]!.measures.output_tokens).toEqual({
      value: 2 * one.value,
      low: 2 * one.low!,
      high: 2 * one.high!,
      standardError: 2 * one.standardError!,
      count: 5,
    });
    const single = majorityCurve([answerOf("p", "a", 3), answerOf("p", "b", 5)])![0]!;
    expect(single.measures.output_tokens).toEqual({ value: 8, count: 2 });
    expect(majorityCurve([], [2])).toEqual([]);
  });

  it("counts output tokens once where they are among the other costs too", () => {
    const answer = { ...answerOf("p", "a", 3), costs: { output_tokens: 99, flops: 6 } };
    expect(costMetrics([answer])).toEqual(["output_tokens", "flops"]);
    expect(meanCosts([answer]).output_tokens).toEqual({ value: 3, count: 1 });
    expect(meanCosts([])).toEqual({});
    expect(costOf(answer, "latency")).toBeNaN();
  });

  it("under a cap is a majority of what is finished", () => {
    fc.assert(
      fc.property(sampledAnswers(2), fc.integer({ min: 1, max: 60 }), (answers, cap) => {
        for (const { point, accuracy, measures } of cappedMajorityCurve(answers, [cap], flopsAtCap)!) {
          const cut = naivelyCut(answers, cap);
          expect(point.tokenCap).toBe(cap);
          expect(accuracy.value).toBeCloseTo(byBruteForce(cut, point.votes!, shareOfRight), 10);
          expect(measures.flops!.value).toBeCloseTo(2 * point.votes! * mean(cut.map(({ tokens }) => tokens)), 6);
        }
      }),
    );
  });

  it("is absent where right answers have no votes, and where credit is partial", () => {
    const unknown = { ...answerOf("p", "a", 3), vote: null };
    expect(majorityCurve([unknown, answerOf("p", "b", 3)])).toBeNull();
    expect(cappedMajorityCurve([unknown, answerOf("p", "b", 3)])).toBeNull();
    expect(majorityCurve([{ ...answerOf("p", "b", 3), score: 0.5 }, answerOf("p", "a", 3)])).toBeNull();
    expect(bestOfCurve([{ ...answerOf("p", "b", 3), score: 0.5 }, answerOf("p", "a", 3)])).toBeNull();
    // Nothing is stated, and nothing is right: that is known.
    expect(majorityCurve([answerOf("p", null, 3), answerOf("p", null, 3)])![0]!.accuracy.value).toBe(0);
  });

  it("has as many votes as the problem with the fewest repeats allows", () => {
    const answers = [...["a", "b", "c"].map((vote) => answerOf("p", vote, 1)), answerOf("q", "a", 1)];
    expect(repeatCounts(answers)).toEqual([]);
    expect(majorityCurve(answers)).toEqual([]);
    expect(repeatCounts([...answers, answerOf("q", "a", 1)])).toEqual([2]);
    expect(repeatCounts([])).toEqual([]);
  });

  it("has an interval over problems, not answers", () => {
    // All of the first problem's votes are right, none of the second's.
    const answers = ["p", "q"].flatMap((problem) =>
      Array.from({ length: 8 }, () => answerOf(problem, problem === "p" ? "a" : "b", 1)),
    );
    const { accuracy } = majorityCurve(answers, [3])![0]!;
    expect(accuracy).toMatchObject({ value: 0.5, standardError: 0.5, count: 16 });
    expect(accuracy.high! - accuracy.low!).toBeGreaterThan(0.7);
  });
});

describe("the best of k", () => {
  it("is named an upper bound, and is one of the majority", () => {
    fc.assert(
      fc.property(sampledAnswers(2), (answers) => {
        const majority = majorityCurve(answers)!;
        bestOfCurve(answers)!.forEach(({ point, accuracy, upperBound }, at) => {
          expect(upperBound).toBe(true);
          const best = byBruteForce(answers, point.bestOf!, (chosen) => Math.max(...chosen.map(({ score }) => score)));
          expect(accuracy.value).toBeCloseTo(best, 10);
          expect(accuracy.value).toBeGreaterThanOrEqual(majority[at]!.accuracy.value - 1e-12);
        });
      }),
    );
  });
});

function expectSame(actual: object, expected: object): void {
  for (const [key, value] of Object.entries(expected)) expect(actual).toHaveProperty(key, expect.closeTo(value, 9));
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
}
