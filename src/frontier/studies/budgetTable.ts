import { costOf, type SampledAnswer } from "../testTimeCompute/sampledAnswers.ts";
import type { BudgetedAccuracy } from "./saturatingCurve.ts";

/**
 * The scores of a model within budgets, for each problem, as plain arrays for a bootstrap over problems in a worker. A
 * budget is the highest allowed cost of an answer. The mean cost of answers within a budget cannot replace it: a model
 * whose answers have all ended spends no more, and a curve over the mean cost would end in the middle of its rise.
 */
export interface BudgetTable {
  /** The problem of each row. */
  problems: string[];
  /** The budget of each column, from low to high, in the metric's unit. */
  budgets: number[];
  /**
   * The mean score of each problem's answers, where those beyond the budget score zero: problems × budgets, row-major.
   */
  scores: Float64Array;
}

/** The number of budgets. */
const BUDGETS = 24;

/**
 * Tabulates models on one benchmark at common budgets. Their logarithms are evenly spaced from the cost of the cheapest
 * answer to that of the most expensive one.
 *
 * @param models the answers of each model in its mode. Answers whose cost is unknown or zero are left out.
 * @param metric the cost that is limited: `output_tokens`, or another cost of the answers.
 * @returns one table for each model. It has no rows if the model has no answers.
 */
export function budgetTables(models: readonly (readonly SampledAnswer[])[], metric = "output_tokens"): BudgetTable[] {
  const known = models.map((answers) => answers.filter((answer) => costOf(answer, metric) > 0));
  const budgets = commonBudgets(known, metric);
  return known.map((answers) => tabulate(answers, metric, budgets));
}

function commonBudgets(models: readonly (readonly SampledAnswer[])[], metric: string): number[] {
  let [lowest, highest] = [Infinity, 0];
  for (const answers of models) {
    for (const answer of answers) {
      lowest = Math.min(lowest, costOf(answer, metric));
      highest = Math.max(highest, costOf(answer, metric));
    }
  }
  if (!(lowest < highest)) return highest > 0 ? [highest] : [];
  const step = Math.log(highest / lowest) / (BUDGETS - 1);
  // The last budget is exactly the highest cost, without rounding, so that every answer is within it.
  return Array.from({ length: BUDGETS }, (_, at) => (at === BUDGETS - 1 ? highest : lowest * Math.exp(at * step)));
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
 * Returns the accuracy within each budget: the mean over models of the mean over problems, where each model counts the
 * same. Accuracies are not scaled to each model's own best, since the question is how accurate a budget is on this
 * benchmark. If they were scaled, a weak model that stops early would count as much as a strong one.
 *
 * @param tables tables at common budgets, or a single one for a model's own curve.
 * @param weights how often each row of each table counts, as in a resample. Each counts once if this is absent. A model
 *   none of whose rows counts is left out.
 * @returns an empty array if no row counts.
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
