import { RequestError } from "../errors/requestError.ts";
import { budgetTables } from "../frontier/studies/budgetTable.ts";
import type { ResampledSaturation } from "../frontier/studies/saturationInterval.ts";
import type { RunCriteria } from "../store/filters/runCriteria.ts";
import { type AnswersOfModel, readSampledAnswers } from "../store/reading/storedAnswers.ts";
import type { Store } from "../store/store.ts";
import { oncePerVersion } from "../store/versionedCache.ts";
import { bootstrapSaturation } from "./resampling/bootstrapPool.ts";

/** The metrics that an answer may have a budget of. */
const BUDGET_METRICS = ["output_tokens", "flops"] as const;
export type BudgetMetric = (typeof BUDGET_METRICS)[number];

/** The metric of this name. Throws `UNKNOWN_METRIC`, with the metrics that are allowed, if it cannot be a budget. */
export function requireBudgetMetric(metric: string): BudgetMetric {
  const known = BUDGET_METRICS.find((name) => name === metric);
  if (known) return known;
  const message = `metric: a budget is in ${BUDGET_METRICS.join(" or ")}, not in "${metric}".`;
  throw new RequestError("UNKNOWN_METRIC", message, "metric");
}

/** The saturation point of a model or of a benchmark. */
export interface SaturationRow extends ResampledSaturation {
  metric: BudgetMetric;
  /** The mode of the one model, or null if models are pooled. */
  mode: string | null;
  /** The number of models in a mode that the curve is the mean of. */
  modelCount: number;
}

/**
 * The saturation point of one model on a benchmark. It comes from the samples of the mode that is asked, or by default of
 * the mode with the longest answers, since they show most of the curve. Null if there are too few samples to fit a curve.
 *
 * @param gain the accuracy that ten times the budget has to add to be worth it.
 */
export function readModelSaturation(
  store: Store,
  criteria: RunCriteria & { benchmarkIds: number[] },
  metric: BudgetMetric,
  gain: number,
): Promise<SaturationRow | null> {
  return oncePerVersion(store, "model saturation", [criteria, metric, gain], () =>
    saturateModel(store, criteria, metric, gain),
  );
}

async function saturateModel(store: Store, criteria: RunCriteria, metric: BudgetMetric, gain: number) {
  const groups = await readSampledAnswers(store, criteria);
  const [longest] = groups.toSorted((a, b) => meanTokens(b) - meanTokens(a));
  if (!longest) return null;
  const saturation = await bootstrapSaturation({ tables: budgetTables([longest.answers], metric), gain });
  return saturation && { ...saturation, metric, mode: longest.mode, modelCount: 1 };
}

/** The saturation point of a benchmark, with all models in all modes that match pooled. Each of them counts alike. */
export function readBenchmarkSaturation(
  store: Store,
  criteria: RunCriteria & { benchmarkIds: number[] },
  metric: BudgetMetric,
  gain: number,
): Promise<SaturationRow | null> {
  return oncePerVersion(store, "benchmark saturation", [criteria, metric, gain], () =>
    saturateBenchmark(store, criteria, metric, gain),
  );
}

async function saturateBenchmark(store: Store, criteria: RunCriteria, metric: BudgetMetric, gain: number) {
  const groups = await readSampledAnswers(store, criteria);
  const tables = budgetTables(
    groups.map(({ answers }) => answers),
    metric,
  ).filter(({ problems }) => problems.length > 0);
  const saturation = tables.length > 0 ? await bootstrapSaturation({ tables, gain }) : null;
  return saturation && { ...saturation, metric, mode: null, modelCount: tables.length };
}

function meanTokens({ answers }: AnswersOfModel): number {
  return answers.reduce((sum, { tokens }) => sum + tokens, 0) / answers.length;
}
