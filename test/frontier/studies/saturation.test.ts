import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalDistribution } from "../../../src/frontier/statistics/quantiles.ts";
import { seededRandom } from "../../../src/frontier/statistics/seededRandom.ts";
import { accuracyWithin, budgetTables } from "../../../src/frontier/studies/budgetTable.ts";
import { accuracyAt, fitSaturatingCurve, saturationBudget } from "../../../src/frontier/studies/saturatingCurve.ts";
import { fitSaturation } from "../../../src/frontier/studies/saturation.ts";
import { resampledSaturation } from "../../../src/frontier/studies/saturationInterval.ts";
import { answerOf, byProblem, mean, sampledAnswers } from "../testTimeCompute/sampledAnswers.ts";

const BUDGETS = [250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000];

function pointsAt(accuracies: number[], weights: number[] = []) {
  return accuracies.map((accuracy, at) => ({ budget: BUDGETS[at]!, accuracy, weight: weights[at] }));
}

/** Problems whose answers take about as many tokens as the problem is hard; two thirds of them can be solved. */
function answersOfModel(problemCount: number, seed: number, scale = 1) {
  const random = seededRandom(seed);
  return Array.from({ length: problemCount }, (_, problem) => {
    const typical = scale * 10 ** (2 + 1.5 * random());
    return Array.from({ length: 4 }, () =>
      answerOf(`p${problem}`, problem % 3 === 0 ? "b" : "a", Math.ceil(typical * (0.5 + random()))),
    );
  }).flat();
}

describe("a saturating curve", () => {
  // SciPy 1.x, of b = the budgets and a = the accuracies below:
  // python -c "curve_fit(lambda b, A, m, h: A * norm.cdf(h * np.log10(b / m)), b, a, [.8, 2000, 1], xtol=1e-14)"
  const accuracies = [0.02, 0.11, 0.24, 0.46, 0.61, 0.7, 0.78, 0.79];

  it("is fitted as SciPy fits it", () => {
    const curve = fitSaturatingCurve(pointsAt(accuracies))!;
    expect(curve.asymptote / 0.7874631265603891).toBeCloseTo(1, 6);
    expect(curve.midpoint / 1698.389703735654).toBeCloseTo(1, 6);
    expect(curve.steepness / 2.0662601053069674).toBeCloseTo(1, 6);
    expect(fitSaturation(pointsAt(accuracies))!.residual).toBeCloseTo(0.013077953664653764, 9);
  });

  it("is fitted as SciPy fits it with weights (sigma = w ** -.5)", () => {
    const curve = fitSaturatingCurve(pointsAt(accuracies, [1, 1, 1, 2, 2, 2, 4, 4]))!;
    expect(curve.asymptote / 0.7928695967888814).toBeCloseTo(1, 6);
    expect(curve.midpoint / 1700.732324839509).toBeCloseTo(1, 6);
    expect(curve.steepness / 2.0145584701743715).toBeCloseTo(1, 6);
  });

  it("is fitted as SciPy fits it where the asymptote has to be held at 1 (A = 1)", () => {
    const curve = fitSaturatingCurve(pointsAt([0.02, 0.05, 0.1, 0.2, 0.33, 0.5, 0.7, 0.9]))!;
    expect(curve.asymptote).toBe(1);
    expect(curve.midpoint / 7204.8725108986255).toBeCloseTo(1, 6);
    expect(curve.steepness / 1.6108143353175723).toBeCloseTo(1, 6);
  });

  it("is found again from its own points, from a grid and from near by", () => {
    const curves = fc.record({
      asymptote: fc.double({ min: 0.2, max: 1, noNaN: true }),
      midpoint: fc.double({ min: 500, max: 10_000, noNaN: true }),
      steepness: fc.double({ min: 0.5, max: 8, noNaN: true }),
    });
    fc.assert(
      fc.property(curves, (curve) => {
        const points = BUDGETS.map((budget) => ({ budget, accuracy: accuracyAt(curve, budget) }));
        const near = { ...curve, midpoint: curve.midpoint * 1.3, steepness: curve.steepness * 0.8 };
        for (const found of [fitSaturatingCurve(points)!, fitSaturatingCurve(points, near)!]) {
          for (const { budget, accuracy } of points) expect(accuracyAt(found, budget)).toBeCloseTo(accuracy, 4);
        }
      }),
    );
  });

  it("is no worse than any curve near it", () => {
    const noisy = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });
    const step = fc.double({ min: 0.97, max: 1.03, noNaN: true });
    fc.assert(
      fc.property(noisy, step, step, step, (values, a, m, h) => {
        const points = pointsAt(values.toSorted((x, y) => x - y));
        const { asymptote, midpoint, steepness } = fitSaturatingCurve(points)!;
        const error = (curve: { asymptote: number; midpoint: number; steepness: number }) =>
          points.reduce((sum, { budget, accuracy }) => sum + (accuracy - accuracyAt(curve, budget)) ** 2, 0);
        const other = {
          asymptote: Math.min(1, asymptote * a),
          midpoint: midpoint * m,
          steepness: Math.min(Math.max(steepness * h, 0.1), 40),
        };
        expect(error({ asymptote, midpoint, steepness })).toBeLessThanOrEqual(error(other) + 1e-7);
      }),
    );
  });

  it("rises as SciPy's normal distribution", () => {
    // python -c "print(norm.cdf([-3, -1.5, -.1, .7, 2.5, 6]).tolist())"
    const values = [
      0.0013498980316300933, 0.06680720126885807, 0.460172162722971, 0.758036347776927, 0.9937903346742238,
      0.9999999990134123,
    ];
    [-3, -1.5, -0.1, 0.7, 2.5, 6].forEach((z, at) => {
      expect(normalDistribution(z)).toBeCloseTo(values[at]!, 14);
    });
    expect([-40, 0, 40].map(normalDistribution)).toEqual([0, 0.5, 1]);
  });

  it("needs four budgets", () => {
    expect(fitSaturatingCurve(pointsAt([0.1, 0.2, 0.3]))).toBeNull();
    expect(fitSaturatingCurve([...pointsAt([0.1, 0.2, 0.3]), ...pointsAt([0.1])])).toBeNull();
  });
});

describe("the saturation budget", () => {
  it("is where a tenfold adds the gain, and less from there on", () => {
    // SciPy: brentq of the difference less 0.01 on the curve fitted above.
    const curve = { asymptote: 0.7874631265603891, midpoint: 1698.389703735654, steepness: 2.0662601053069674 };
    expect(saturationBudget(curve, 0.01)! / 20498.35938485314).toBeCloseTo(1, 6);

    const curves = fc.record({
      asymptote: fc.double({ min: 0.05, max: 1, noNaN: true }),
      midpoint: fc.double({ min: 1, max: 1e18, noNaN: true }),
      steepness: fc.double({ min: 0.1, max: 20, noNaN: true }),
    });
    fc.assert(
      fc.property(curves, fc.double({ min: 0.001, max: 0.2, noNaN: true }), (curve, gain) => {
        const added = (budget: number) => accuracyAt(curve, 10 * budget) - accuracyAt(curve, budget);
        const budget = saturationBudget(curve, gain);
        if (budget === null) {
          // Half a decade below the middle the gain is greatest.
          expect(added(curve.midpoint / Math.sqrt(10))).toBeLessThanOrEqual(gain + 1e-9);
          return;
        }
        expect(added(budget)).toBeCloseTo(gain, 6);
        for (const further of [1.1, 2, 10]) expect(added(budget * further)).toBeLessThanOrEqual(gain + 1e-9);
      }),
    );
  });

  it("is also read off the points, joined by lines", () => {
    const accuracy = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(accuracy, fc.double({ min: 0.01, max: 0.3, noNaN: true }), (values, gain) => {
        const points = pointsAt(values.toSorted((a, b) => a - b));
        const joined = (budget: number) => {
          const after = points.findIndex((point) => point.budget >= budget);
          if (after <= 0) return points.at(after)!.accuracy;
          const [a, b] = [points[after - 1]!, points[after]!];
          const share = Math.log(budget / a.budget) / Math.log(b.budget / a.budget);
          return a.accuracy + share * (b.accuracy - a.accuracy);
        };
        const { observedBudget } = fitSaturation(points, gain)!;
        for (let step = 1e-6; observedBudget * (1 + step) < 32_000; step = 2 * step) {
          const budget = observedBudget * (1 + step);
          expect(joined(10 * budget) - joined(budget)).toBeLessThan(gain + 1e-9);
        }
        if (observedBudget > 250) expect(joined(10 * observedBudget) - joined(observedBudget)).toBeCloseTo(gain, 8);
      }),
    );
  });

  it("does not depend on the order of the points, nor on points without a budget", () => {
    const points = pointsAt([0.1, 0.3, 0.6, 0.75, 0.79, 0.8, 0.8, 0.8]);
    const { observedBudget, budget, range } = fitSaturation(points)!;
    const others = fitSaturation([
      ...points.toReversed(),
      { budget: 0, accuracy: 0.9 },
      { budget: -5, accuracy: 0.2 },
    ])!;
    expect(others.range).toEqual(range);
    expect(others.observedBudget / observedBudget).toBeCloseTo(1, 9);
    expect(others.budget / budget).toBeCloseTo(1, 6);
  });

  it("is within the data, beyond them, or below where they do not rise", () => {
    const within = fitSaturation(pointsAt([0.1, 0.3, 0.6, 0.75, 0.79, 0.8, 0.8, 0.8]))!;
    expect(within).toMatchObject({ position: "WITHIN", reached: true, range: { from: 250, to: 32_000 } });
    const beyond = fitSaturation(pointsAt([0.1, 0.16, 0.22, 0.28, 0.34, 0.4, 0.46, 0.52]))!;
    expect(beyond).toMatchObject({ position: "BEYOND", reached: false });
    expect(beyond.budget).toBeGreaterThan(32_000);
    for (const flat of [0, 0.6]) {
      const below = fitSaturation(pointsAt(BUDGETS.map(() => flat)))!;
      expect(below).toMatchObject({ position: "BELOW", reached: true, budget: 250 });
      expect(below.accuracy).toBeCloseTo(flat, 6);
    }
    expect(() => fitSaturation(pointsAt([0.1]), 0)).toThrow(RangeError);
  });
});

describe("what models get right within budgets", () => {
  it("is the mean over models and problems of what is right and costs no more", () => {
    fc.assert(
      fc.property(fc.array(sampledAnswers(), { minLength: 1, maxLength: 3 }), (models) => {
        const tables = budgetTables(models, "flops");
        for (const { budget, accuracy } of accuracyWithin(tables)) {
          const naive = models.map((answers) =>
            mean(
              byProblem(answers).map((repeats) =>
                mean(repeats.map(({ score, costs }) => (costs.flops! <= budget * (1 + 1e-12) ? score : 0))),
              ),
            ),
          );
          expect(accuracy).toBeCloseTo(mean(naive), 10);
        }
        const costs = models.flat().map(({ costs }) => costs.flops!);
        expect(tables[0]!.budgets[0]).toBe(Math.min(...costs));
        expect(tables[0]!.budgets.at(-1)).toBe(Math.max(...costs));
      }),
    );
  });

  it("counts a problem as often as it is drawn, and leaves a model out of which nothing is drawn", () => {
    const models = [answersOfModel(2, 1), answersOfModel(2, 2)];
    const tables = budgetTables(models);
    const again = models[0]!
      .filter(({ problem }) => problem === "p1")
      .map((answer) => ({ ...answer, problem: "again" }));
    const drawn = accuracyWithin(tables, [
      [1, 2],
      [0, 0],
    ]);
    const said = accuracyWithin(budgetTables([[...models[0]!, ...again], models[1]!]).slice(0, 1));
    drawn.forEach(({ accuracy }, at) => {
      expect(accuracy).toBeCloseTo(said[at]!.accuracy, 10);
    });
    expect(
      accuracyWithin(tables, [
        [0, 0],
        [0, 0],
      ]),
    ).toEqual([]);
    expect(accuracyWithin([])).toEqual([]);
  });

  it("leaves out answers whose cost is not known", () => {
    const answers = [answerOf("p", "a", 10), { ...answerOf("p", "b", 10), costs: {} }];
    expect(accuracyWithin(budgetTables([answers], "flops"))).toEqual([{ budget: 20, accuracy: 1 }]);
    expect(accuracyWithin(budgetTables([answers], "latency"))).toEqual([]);
  });
});

describe("saturation with its interval", () => {
  const tables = budgetTables([answersOfModel(60, 7)]);

  it("is the same for the same seed, holds its estimate, and can be sent to a worker", () => {
    const input = structuredClone({ tables, gain: 0.05, resamples: 200, seed: 3 });
    const saturation = resampledSaturation(input)!;
    expect(resampledSaturation({ tables, gain: 0.05, resamples: 200, seed: 3 })).toEqual(saturation);
    expect(resampledSaturation({ ...input, seed: 4 })!.interval).not.toEqual(saturation.interval);
    expect(saturation.interval!.low).toBeLessThan(saturation.budget);
    expect(saturation.interval!.high).toBeGreaterThan(saturation.budget);
    expect(saturation.observedInterval!.low).toBeLessThan(saturation.observedBudget);
    expect(saturation.observedInterval!.high).toBeGreaterThanOrEqual(saturation.observedBudget);
    expect(saturation.resamples).toBe(200);
    expect(structuredClone(saturation)).toEqual(saturation);
    expect(saturation.points).toEqual(accuracyWithin(tables));
  });

  it("narrows with problems", () => {
    const width = (problemCount: number) => {
      const tables = budgetTables([answersOfModel(problemCount, 11)]);
      const { low, high } = resampledSaturation({ tables, gain: 0.05, resamples: 200 })!.interval!;
      return Math.log(high / low);
    };
    expect(width(600)).toBeLessThan(width(40) / 2);
  });

  it("of two equal models is about that of one, since their problems are drawn together", () => {
    const one = resampledSaturation({ tables, gain: 0.05, resamples: 200 })!;
    const two = resampledSaturation({ tables: [...tables, ...tables], gain: 0.05, resamples: 200 })!;
    const widthOf = ({ interval }: typeof one) => Math.log(interval!.high / interval!.low);
    expect(Math.log(two.budget / one.budget)).toBeLessThan(0.3);
    expect(widthOf(two)).toBeGreaterThan(widthOf(one) * 0.7);
  });

  it("has no interval for one problem, and is null for too few caps", () => {
    const single = resampledSaturation({ tables: budgetTables([answersOfModel(1, 1)]) });
    expect(single).toMatchObject({ interval: null, observedInterval: null, reachedShare: null, resamples: 0 });
    const equal = [answerOf("p", "a", 10), answerOf("q", "b", 10)];
    expect(resampledSaturation({ tables: budgetTables([equal]) })).toBeNull();
    expect(resampledSaturation({ tables: [] })).toBeNull();
  });
});
