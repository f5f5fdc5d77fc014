import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { membership } from "../../../src/frontier/choice/membership.ts";
import type { Direction } from "../../../src/frontier/metrics.ts";
import { drawProblems } from "../../../src/frontier/statistics/problemDraws.ts";
import { normalDistribution } from "../../../src/frontier/statistics/quantiles.ts";
import { type ResamplingInput, resample, type Stratum } from "../../../src/frontier/statistics/resampling.ts";
import { seededRandom } from "../../../src/frontier/statistics/seededRandom.ts";
import { IS_LONG } from "../../support/runs.ts";
import { frontierByDefinition } from "../arbitraries.ts";

const ACCURACY_AND_TOKENS: Direction[] = ["MAXIMIZE", "MINIMIZE"];

/** A benchmark on which every candidate answered every problem once: candidates × problems, for each objective. */
function answeredOnce(...objectives: number[][][]): Stratum {
  const problemCount = objectives[0]![0]!.length;
  const once = new Float64Array(objectives[0]!.length * problemCount).fill(1);
  return {
    problemCount,
    sums: objectives.map((candidates) => Float64Array.from(candidates.flat())),
    counts: objectives.map(() => once),
  };
}

/** What would be shown: the mean over benchmarks of sum over count. */
function shownOf(strata: Stratum[], candidateCount: number, width: number): Float64Array {
  const values = new Float64Array(candidateCount * width);
  for (let cell = 0; cell < values.length; cell++) {
    const [row, objective] = [Math.floor(cell / width), cell % width];
    const means = strata.map((stratum) => meanOf(stratum, row, objective, () => 1));
    values[cell] = means.reduce((a, b) => a + b) / means.length;
  }
  return values;
}

function meanOf({ problemCount, sums, counts }: Stratum, row: number, objective: number, times: (p: number) => number) {
  let [sum, count] = [0, 0];
  for (let problem = 0; problem < problemCount; problem++) {
    sum += times(problem) * sums[objective]![row * problemCount + problem]!;
    count += times(problem) * counts[objective]![row * problemCount + problem]!;
  }
  return sum / count;
}

/** The contract word for word, on the same draws. */
function resampleByDefinition({ values, sampled, strata, resamples, seed }: ResamplingInput): number[] {
  const width = values.length / sampled.length;
  const random = seededRandom(seed);
  const draws = strata.map(({ problemCount }) => drawProblems(problemCount, resamples, random));
  return Array.from({ length: resamples }, (_, drawn) =>
    [...values].map((shown, cell) => {
      const [row, objective] = [Math.floor(cell / width), cell % width];
      if (!sampled[row]) return shown;
      const deviations = strata.map((stratum, i) => {
        const mean = meanOf(stratum, row, objective, () => 1);
        const times = (problem: number) => draws[i]![drawn * stratum.problemCount + problem]!;
        const drawnMean = meanOf(stratum, row, objective, times);
        return Number.isNaN(drawnMean) ? 0 : drawnMean - mean;
      });
      return shown + deviations.reduce((a, b) => a + b, 0) / strata.length;
    }),
  ).flat();
}

/** Sums over no samples are 0, as no sample says anything. */
const stratumOf = (candidateCount: number, width: number): fc.Arbitrary<Stratum> =>
  fc.integer({ min: 1, max: 7 }).chain((problemCount) => {
    const cells = candidateCount * problemCount;
    const table = (most: number, least = 0) =>
      fc
        .array(fc.integer({ min: least, max: most }), { minLength: cells, maxLength: cells })
        .map((values) => Float64Array.from(values));
    const ofEachObjective = (one: fc.Arbitrary<Float64Array>) => fc.array(one, { minLength: width, maxLength: width });
    const shared = (one: fc.Arbitrary<Float64Array>) =>
      one.map((counts) => Array.from({ length: width }, () => counts));
    return fc
      .record({
        sums: ofEachObjective(table(9)),
        counts: fc.oneof(ofEachObjective(table(2)), shared(table(2)), shared(table(3, 3))),
      })
      .map(({ sums, counts }) => ({
        problemCount,
        sums: sums.map((own, objective) => own.map((sum, cell) => (counts[objective]![cell] === 0 ? 0 : sum))),
        counts,
      }));
  });

const input: fc.Arbitrary<ResamplingInput> = fc
  .record({ candidateCount: fc.integer({ min: 1, max: 6 }), width: fc.integer({ min: 1, max: 3 }) })
  .chain(({ candidateCount, width }) =>
    fc
      .record({
        sampled: fc.array(fc.constantFrom(0, 1), { minLength: candidateCount, maxLength: candidateCount }),
        strata: fc.array(stratumOf(candidateCount, width), { minLength: 1, maxLength: 3 }),
        resamples: fc.integer({ min: 1, max: 9 }),
        seed: fc.nat(),
      })
      .map(({ sampled, ...given }) => ({
        ...given,
        sampled: Uint8Array.from(sampled),
        values: Float64Array.from({ length: candidateCount * width }, (_, cell) => 10 + cell),
      })),
  );

describe("resample", () => {
  it("is what its contract says, problem by problem, with missing answers, repeats and several benchmarks", () => {
    fc.assert(
      fc.property(input, (given) => {
        const expected = resampleByDefinition(given);
        const actual = [...resample(given)];
        expect(actual).toHaveLength(expected.length);
        actual.forEach((value, at) => {
          expect(value).toBeCloseTo(expected[at]!, 9);
        });
      }),
    );
  });

  it("moves candidates with the same answers alike, and is the same for the same seed alone", () => {
    const answers = Array.from({ length: 40 }, (_, problem) => Number(problem < 13));
    const strata = [answeredOnce([answers, answers.toReversed(), answers])];
    const given = { strata, sampled: Uint8Array.of(1, 1, 1), values: shownOf(strata, 3, 1), resamples: 50, seed: 5 };
    const drawn = resample(given);
    const of = (row: number) => drawn.filter((_, at) => at % 3 === row);
    expect(of(0)).toEqual(of(2));
    expect(of(0)).not.toEqual(of(1));
    expect(resample(given)).toEqual(drawn);
    expect(resample({ ...given, seed: 6 })).not.toEqual(drawn);
  });

  it("centres on the value shown and spreads as the standard error of a mean does", () => {
    const random = seededRandom(8);
    const strata = [30, 90].map((count) => answeredOnce([Array.from({ length: count }, () => 100 * random())]));
    const drawn = resample({
      strata,
      sampled: Uint8Array.of(1),
      values: Float64Array.of(7),
      resamples: 20_000,
      seed: 1,
    });
    const variances = strata.map(({ sums: [sums], problemCount }) => {
      const mean = sums!.reduce((a, b) => a + b) / problemCount;
      return sums!.reduce((total, value) => total + (value - mean) ** 2, 0) / problemCount ** 2;
    });
    // The mean of two benchmarks: half of each; 20,000 resamples know their spread within 0.5 %, here thrice that.
    const spread = Math.sqrt(variances[0]! / 4 + variances[1]! / 4);
    const mean = drawn.reduce((a, b) => a + b) / drawn.length;
    const found = Math.sqrt(drawn.reduce((total, value) => total + (value - mean) ** 2, 0) / drawn.length);
    expect(Math.abs(mean - 7)).toBeLessThan(0.03 * spread);
    expect(Math.abs(found / spread - 1)).toBeLessThan(0.015);
  });

  it("leaves equal what is equal but for the order in which it was added up", () => {
    // As many right of twenty, on other problems: weights of thirds leave other last bits.
    const random = seededRandom(2);
    const answers = Array.from({ length: 30 }, () => Array.from({ length: 20 }, () => Number(random() < 0.2)));
    const stratum = answeredOnce(answers.map((own) => own.map((right) => right / 3)));
    stratum.counts = [stratum.counts[0]!.map((_, cell) => (cell < 300 ? 1 / 3 : 1))];
    const strata = [stratum, answeredOnce(answers)];
    const values = shownOf(strata, 30, 1);
    const drawn = resample({ strata, sampled: new Uint8Array(30).fill(1), values, resamples: 200, seed: 1 });
    const stepsOf = (values: Float64Array, digits: number) =>
      new Set(values.map((value) => Math.round(value * 10 ** digits)));
    // Means of twentieths and sixtieths: what differs does so by more than 1e-9.
    expect(new Set(drawn).size).toBe(stepsOf(drawn, 9).size);
    expect(drawn).toContain(0);
  });
});

describe("membership", () => {
  const anyDirections = fc.array(fc.constantFrom<Direction>("MAXIMIZE", "MINIMIZE"), { minLength: 3, maxLength: 3 });

  it("is the share of the resamples in which nothing dominates", () => {
    fc.assert(
      fc.property(input, anyDirections, (given, all) => {
        const width = given.values.length / given.sampled.length;
        const directions = all.slice(0, width);
        const drawn = resample(given);
        const fronts = Array.from({ length: given.resamples }, (_, at) => {
          const values = [...drawn.subarray(at * given.values.length, (at + 1) * given.values.length)];
          const points = [...given.sampled.keys()].map((row) => values.slice(row * width, (row + 1) * width));
          return frontierByDefinition({ points, directions });
        });
        const expected = [...given.sampled].map((isSampled, row) =>
          isSampled ? fronts.filter((front) => front.includes(row)).length / given.resamples : Number.NaN,
        );
        expect([...membership(drawn, given.sampled, directions)]).toEqual(expected);
      }),
    );
  });

  it("of the more expensive of two is the probability that it is more accurate", () => {
    // 400 problems: the more expensive one alone is right on 60, the cheaper one alone on 48, both on 200.
    const cheap = Array.from({ length: 400 }, (_, problem) => Number(problem < 248));
    const expensive = Array.from({ length: 400 }, (_, problem) => Number(problem < 200 || problem >= 340));
    const tokens = [100, 200].map((each) => Array<number>(400).fill(each));
    const strata = [answeredOnce([cheap, expensive], tokens)];
    const sampled = Uint8Array.of(1, 1);
    const drawn = resample({
      strata,
      sampled,
      values: shownOf(strata, 2, 2),
      resamples: IS_LONG ? 20_000 : 4_000,
      seed: 3,
    });
    const [ofCheap, ofExpensive] = membership(drawn, sampled, ACCURACY_AND_TOKENS);
    expect(ofCheap).toBe(1);
    // The difference in right answers has mean 12 and variance 108 - 12²/400; half a step for a tie, which the cheap wins.
    const probability = normalDistribution((12 - 0.5) / Math.sqrt(108 - 12 ** 2 / 400));
    expect(Math.abs(ofExpensive! - probability)).toBeLessThan(IS_LONG ? 0.01 : 0.02);
  });

  it("is 1 for both of two that answer alike, and missing for one without samples, which competes all the same", () => {
    const right = Array.from({ length: 50 }, (_, problem) => Number(problem % 2));
    const tokens = right.map((_, problem) => 100 + problem);
    const strata = [answeredOnce([right, right, right.map(() => 0)], [tokens, tokens, right.map(() => 0)])];
    const sampled = Uint8Array.of(1, 1, 0);
    const valuesWith = (...still: [number, number]) => Float64Array.of(0.5, 124.5, 0.5, 124.5, ...still);
    const membershipWith = (...still: [number, number]) => {
      const drawn = resample({ strata, sampled, values: valuesWith(...still), resamples: 500, seed: 1 });
      return [...membership(drawn, sampled, ACCURACY_AND_TOKENS)];
    };
    expect(membershipWith(0.5, 1e6)).toEqual([1, 1, Number.NaN]);
    expect(membershipWith(1, 1)).toEqual([0, 0, Number.NaN]);
    expect(membershipWith(Number.NaN, 1)).toEqual([1, 1, Number.NaN]);
    // It dominates whenever the others are not above their middle.
    const [half] = membershipWith(0.5, 1);
    expect(half).toBeGreaterThan(0.35);
    expect(half).toBeLessThan(0.5);
  });

  it("is missing for all where nothing is sampled", () => {
    const sampled = Uint8Array.of(0, 0);
    const drawn = resample({ strata: [], sampled, values: Float64Array.of(1, 2), resamples: 3, seed: 1 });
    expect([...drawn]).toEqual([1, 2, 1, 2, 1, 2]);
    expect([...membership(drawn, sampled, ["MINIMIZE"])]).toEqual([Number.NaN, Number.NaN]);
  });

  // NumPy 2, which draws 1,000,000 resamples by its own generator:
  // python -c "
  // import numpy as np
  // right = np.array([[int(c) for c in row] for row in RIGHT])  # the strings below
  // tokens = np.array([120 + i * 60 + (np.arange(24) * 37 % 11) * (10 + 9 * i) for i in range(5)])
  // w = np.random.default_rng(1).multinomial(24, [1 / 24] * 24, 1_000_000)
  // a, t = w @ right.T, w @ tokens.T
  // beats = lambda j, i: (a[:, j] >= a[:, i]) & (t[:, j] <= t[:, i]) & ((a[:, j] > a[:, i]) | (t[:, j] < t[:, i]))
  // print([1 - np.mean(np.any([beats(j, i) for j in range(5)], 0)) for i in range(5)])"
  it("of five candidates on 24 problems is NumPy's", () => {
    const right = [
      "110100110010110010100110",
      "111100110110110010110110",
      "011110111110110011110111",
      "110111011011111110111011",
      "111111010111111111111011",
    ].map((row) => [...row].map(Number));
    const tokens = right.map((row, i) => row.map((_, at) => 120 + i * 60 + ((at * 37) % 11) * (10 + 9 * i)));
    const strata = [answeredOnce(right, tokens)];
    const sampled = new Uint8Array(5).fill(1);
    const resamples = IS_LONG ? 40_000 : 5_000;
    const drawn = resample({ strata, sampled, values: shownOf(strata, 5, 2), resamples, seed: 4 });
    const expected = [1, 0.9593, 0.8823, 0.5551, 0.6454];
    // Four standard errors of a share near a half.
    membership(drawn, sampled, ACCURACY_AND_TOKENS).forEach((probability, row) => {
      expect(Math.abs(probability - expected[row]!)).toBeLessThan(4 * Math.sqrt(0.25 / resamples));
    });
  });
});
