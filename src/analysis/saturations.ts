import { RequestError } from "../errors/requestError.ts";
import { budgetTables } from "../frontier/studies/budgetTable.ts";
import type { ResampledSaturation } from "../frontier/studies/saturationInterval.ts";
import type { RunCriteria } from "../store/filters/runCriteria.ts";
import { type AnswersOfModel, readSampledAnswers } from "../store/reading/storedAnswers.ts";
import type { Store } from "../store/store.ts";
import { oncePerVersion } from "../store/versionedCache.ts";
import { bootstrapSaturation } from "./resampling/bootstrapPool.ts";

/** What a saturation can be asked of: what a budget of an answer can be of. */
const BUDGET_METRICS = ["output_tokens", "flops"] as const;
export type BudgetMetric = (typeof BUDGET_METRICS)[number];

/** The metric of this name, or an error that says which are allowed. */
export function requireBudgetMetric(metric: string): BudgetMetric {
  const known = BUDGET_METRICS.find((name) => name === metric);
  if (known) return known;
  const message = `metric: of a cut-off answer ${BUDGET_METRICS.join(" and ")} are known, not "${metric}".`;
  throw new RequestError("UNKNOWN_METRIC", message, "metric");
}

/** Where more compute stops paying, and for which of a model's modes or how many models. */
export interface SaturationRow extends ResampledSaturation {
  metric: BudgetMetric;
  /** The mode, of one model; null where models are pooled. */
  mode: string | null;
  modelCount: number;
}

/**
 * Where more compute stops paying for one model on a benchmark: from the samples of the mode asked, else of the mode whose
 * answers are longest, since they show most of the curve. Null where samples are missing or too few to fit a curve.
 */
export function readModelSaturation(
  store: Store,
  criteria: RunCriteria & { benchmarkIds: number[] },
  metric: BudgetMetric,
  gain: number,
): Promise<SaturationRow | null> {
  return oncePerVersion(store, "model saturation", [criteria, metric, gain], () =>
    ofModel(store, criteria, metric, gain),
  );
}

async function ofModel(store: Store, criteria: RunCriteria, metric: BudgetMetric, gain: number) {
  const groups = await readSampledAnswers(store, criteria);
  const [longest] = groups.toSorted((a, b) => meanTokens(b) - meanTokens(a));
  if (!longest) return null;
  const saturation = await bootstrapSaturation({ tables: budgetTables([longest.answers], metric), gain });
  return saturation && { ...saturation, metric, mode: longest.mode, modelCount: 1 };
}

/** The same of a benchmark, all models in all modes that match pooled; each counts alike. */
export function readBenchmarkSaturation(
  store: Store,
  criteria: RunCriteria & { benchmarkIds: number[] },
  metric: BudgetMetric,
  gain: number,
): Promise<SaturationRow | null> {
  return oncePerVersion(store, "benchmark saturation", [criteria, metric, gain], () =>
    ofBenchmark(store, criteria, metric, gain),
  );
}

async function ofBenchmark(store: Store, criteria: RunCriteria, metric: BudgetMetric, gain: number) {
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
