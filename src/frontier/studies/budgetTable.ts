import { costOf, type SampledAnswer } from "../testTimeCompute/sampledAnswers.ts";
import type { BudgetedAccuracy } from "./saturatingCurve.ts";

/**
 * What a model gets right within budgets, problem by problem: plain arrays, for a bootstrap over problems in a worker.
 * A budget is what an answer may cost at most. What answers cost in the mean under it would not do: a model that says
 * no more than it has to say spends no more, and a curve against the mean ends in the middle of its rise.
 */
export interface BudgetTable {
  /** The problem of each row. */
  problems: string[];
  /** The budget of each column, from low to high, in the metric's unit. */
  budgets: number[];
  /** Row-major, problems × budgets: the mean score of the problem's answers, those beyond the budget at zero. */
  scores: Float64Array;
}

/** How many budgets are tried. */
const BUDGETS = 24;

/**
 * Tabulates models on one benchmark at common budgets: evenly spaced logarithms from what the cheapest answer cost to
 * what the dearest did.
 *
 * @param models the answers of each model in its mode; those whose cost is not known or zero are left out.
 * @param metric the cost that is the budget: `output_tokens`, or another cost of the answers.
 * @returns one table a model; one without rows for a model of no answers.
 */
export function budgetTables(models: readonly (readonly SampledAnswer[])[], metric = "output_tokens"): BudgetTable[] {
  const known = models.map((answers) => answers.filter((answer) => costOf(answer, metric) > 0));
  const budgets = commonBudgets(known, metric);
  return known.map((answers) => tabulate(answers, metric, budgets));
}

function commonBudgets(models: readonly (readonly SampledAnswer[])[], metric: string): number[] {
  let [cheapest, dearest] = [Infinity, 0];
  for (const answers of models) {
    for (const answer of answers) {
      cheapest = Math.min(cheapest, costOf(answer, metric));
      dearest = Math.max(dearest, costOf(answer, metric));
    }
  }
  if (!(cheapest < dearest)) return dearest > 0 ? [dearest] : [];
  const step = Math.log(dearest / cheapest) / (BUDGETS - 1);
  // The last is the dearest itself, without the rounding of a logarithm: within it everything is finished.
  return Array.from({ length: BUDGETS }, (_, at) => (at === BUDGETS - 1 ? dearest : cheapest * Math.exp(at * step)));
}

function tabulate(answers: readonly SampledAnswer[], metric: string, budgets: number[]): BudgetTable {
  const byProblem = Map.groupBy(answers, ({ problem }) => problem);
  const scores = new Float64Array(byProblem.size * budgets.length);
  let first = 0;
  for (const repeats of byProblem.values()) {
    for (const answer of repeats) {
      const column = budgets.findIndex((budget) => budget >= costOf(answer, metric));
      scores[first + column]! += answer.score / repeats.length;
    }
    for (let column = 1; column < budgets.length; column++) scores[first + column]! += scores[first + column - 1]!;
    first += budgets.length;
  }
  return { problems: [...byProblem.keys()], budgets, scores };
}

/**
 * The accuracy within each budget: the mean over models of the mean over problems, each model counting the same.
 * Accuracies are not scaled to each model's own best, since the question is what a budget buys on this benchmark; scaled,
 * a weak model that stops early would say as much as a strong one.
 *
 * @param tables at common budgets, one for a model's own curve.
 * @param weights for each table how often each of its rows counts, as in a resample; once where absent. A model none of
 *   whose rows counts is left out.
 * @returns none where no row counts.
 */
export function accuracyWithin(
  tables: readonly BudgetTable[],
  weights?: readonly ArrayLike<number>[],
): BudgetedAccuracy[] {
  const curves = tables.flatMap((table, model) => meanScores(table, weights?.[model]) ?? []);
  if (curves.length === 0) return [];
  return tables[0]!.budgets.map((budget, column) => ({
    budget,
    accuracy: curves.reduce((sum, curve) => sum + curve[column]!, 0) / curves.length,
  }));
}

function meanScores({ problems, budgets, scores }: BudgetTable, weights?: ArrayLike<number>): Float64Array | null {
  const means = new Float64Array(budgets.length);
  let total = 0;
  for (let row = 0; row < problems.length; row++) total += weights ? weights[row]! : 1;
  if (total === 0) return null;
  for (let row = 0; row < problems.length; row++) {
    const weight = (weights ? weights[row]! : 1) / total;
    if (weight === 0) continue;
    for (let column = 0; column < budgets.length; column++)
      means[column]! += weight * scores[row * budgets.length + column]!;
  }
  return means;
}
