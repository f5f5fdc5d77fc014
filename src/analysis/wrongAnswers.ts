import { type WrongAnswerCost, type WrongAnswerCosts, wrongAnswerCost } from "../frontier/studies/wrongAnswerCost.ts";
import type { RunCriteria } from "../store/filters/runCriteria.ts";
import { readSampledAnswers } from "../store/reading/storedAnswers.ts";
import type { Store } from "../store/store.ts";
import { oncePerVersion } from "../store/versionedCache.ts";
import type { BudgetMetric } from "./saturation.ts";

/** The cost of the wrong answers of a model in a mode on a benchmark, compared with its right ones. */
export interface MeasuredPair extends WrongAnswerCost {
  modelId: number;
  mode: string;
  benchmarkId: number;
}

/** The cost of wrong answers compared with right ones, for each model in a mode on a benchmark and over all of them. */
export interface WrongAnswersRow extends WrongAnswerCosts {
  pairs: MeasuredPair[];
}

/** Compares the cost of wrong answers with that of right ones, for every model in a mode on a benchmark that has samples. */
export function readWrongAnswers(store: Store, criteria: RunCriteria, metric: BudgetMetric): Promise<WrongAnswersRow> {
  return oncePerVersion(store, "wrong answers", [criteria, metric], () => studyWrongAnswers(store, criteria, metric));
}

async function studyWrongAnswers(store: Store, criteria: RunCriteria, metric: BudgetMetric): Promise<WrongAnswersRow> {
  const groups = await readSampledAnswers(store, criteria);
  const pairs = groups.map(({ modelId, mode, benchmarkId, answers }) => ({
    key: `${modelId} ${mode} ${benchmarkId}`,
    answers: answers.map((answer) => ({ ...answer, problem: `${benchmarkId} ${answer.problem}` })),
  }));
  const costs = wrongAnswerCost(pairs, metric);
  return {
    ...costs,
    pairs: costs.pairs.map((cost, i) => {
      const { modelId, mode, benchmarkId } = groups[i]!;
      return { ...cost, modelId, mode, benchmarkId };
    }),
  };
}
