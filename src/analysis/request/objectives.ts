import { RequestError } from "../../errors/requestError.ts";
import type { Constraint } from "../../frontier/choice/constraint.ts";
import type { MetricCatalogue } from "../../frontier/metricCatalogue.ts";
import type { Direction, Metric } from "../../frontier/metrics.ts";
import { type Objective, objectiveOf } from "../../frontier/objective.ts";
import { requireRange } from "../../store/filters/range.ts";

export interface ObjectiveInput {
  metric: string;
  direction?: Direction | null;
  /** The difference that does not matter: in the metric's unit, or, on a logarithmic axis, a share of the value. */
  epsilon?: number | null;
}

/** Beyond it nearly every candidate stands on the frontier, and its exact hypervolume takes too long. */
const MOST_OBJECTIVES = 5;

const DEFAULT_OBJECTIVES: ObjectiveInput[] = [{ metric: "accuracy" }, { metric: "flops" }];

/** The metric of this name, or an error that lists what there is. */
export function requireMetric(metrics: MetricCatalogue, name: string, argument: string): Metric {
  const metric = metrics.find(name);
  if (metric) return metric;
  const known = metrics.list().map((other) => other.name);
  throw new RequestError(
    "UNKNOWN_METRIC",
    `${argument}: there is no metric "${name}". Known: ${known.join(", ")}.`,
    argument,
  );
}

/** The objectives that a caller asks for, accuracy and compute if none are given; each in its metric's own direction. */
export function requireObjectives(
  metrics: MetricCatalogue,
  inputs: readonly ObjectiveInput[] | null | undefined,
): Objective[] {
  const objectives = (inputs ?? DEFAULT_OBJECTIVES).map(({ metric, direction }, i) => {
    return objectiveOf(requireMetric(metrics, metric, `objectives[${i}].metric`), direction ?? undefined);
  });
  if (objectives.length === 0) {
    throw new RequestError("BAD_OBJECTIVES", "objectives: the list is empty. Name one metric or more.", "objectives");
  }
  if (objectives.length > MOST_OBJECTIVES) {
    const message = `objectives: ${objectives.length} are asked; a frontier trades ${MOST_OBJECTIVES} at most.`;
    throw new RequestError("BAD_OBJECTIVES", message, "objectives");
  }
  const twice = objectives.find(({ metric }, i) => objectives.findIndex((other) => other.metric === metric) !== i);
  if (twice) {
    throw new RequestError("BAD_OBJECTIVES", `objectives: "${twice.metric}" stands in it twice.`, "objectives");
  }
  return objectives;
}

/** The epsilon of each objective, 0 where one has none; null where none has. */
export function requireEpsilons(inputs: readonly ObjectiveInput[] | null | undefined): number[] | null {
  const epsilons = (inputs ?? []).map(({ epsilon }) => epsilon ?? 0);
  const wrong = epsilons.findIndex((epsilon) => !(epsilon >= 0 && Number.isFinite(epsilon)));
  if (wrong !== -1) {
    const argument = `objectives[${wrong}].epsilon`;
    throw new RequestError("BAD_RANGE", `${argument}: ${epsilons[wrong]} is below zero or no number.`, argument);
  }
  return epsilons.some((epsilon) => epsilon > 0) ? epsilons : null;
}

/** Checks that constraints name metrics and that each leaves a range open. */
export function requireConstraints(
  metrics: MetricCatalogue,
  constraints: readonly Constraint[] | null | undefined,
  argument = "constraints",
): Constraint[] {
  return (constraints ?? []).map((constraint, i) => {
    requireMetric(metrics, constraint.metric, `${argument}[${i}].metric`);
    return { metric: constraint.metric, ...requireRange(constraint, `${argument}[${i}]`) };
  });
}
