import { expect, it } from "vitest";
import { cohensKappa } from "../../../src/frontier/statistics/cohensKappa.ts";

const pairs = (yesYes: number, yesNo: number, noYes: number, noNo: number) => [
  ...Array<[boolean, boolean]>(yesYes).fill([true, true]),
  ...Array<[boolean, boolean]>(yesNo).fill([true, false]),
  ...Array<[boolean, boolean]>(noYes).fill([false, true]),
  ...Array<[boolean, boolean]>(noNo).fill([false, false]),
];

// The first three are the worked examples of the article "Cohen's kappa" of Wikipedia.
it.each([
  [20, 5, 10, 15, 0.4],
  [45, 15, 25, 15, 3 / 23],
  [25, 35, 5, 35, 7 / 27],
  [10, 0, 0, 10, 1],
  [0, 10, 10, 0, -1],
  [5, 5, 5, 5, 0],
  // One rater says yes to all: what they agree on is chance.
  [8, 2, 0, 0, 0],
])("of %i, %i, %i and %i pairs", (a, b, c, d, kappa) => {
  expect(cohensKappa(pairs(a, b, c, d))).toBeCloseTo(kappa, 12);
});

it("has no value without pairs, and where both said one word only", () => {
  expect(cohensKappa([])).toBeNull();
  expect(cohensKappa(pairs(9, 0, 0, 0))).toBeNull();
  expect(cohensKappa(pairs(0, 0, 0, 9))).toBeNull();
});
